from django.core.checks import Error, Tags, register

from accounts import journal_guard


@register(Tags.database)
def journal_is_guarded(app_configs, databases, **kwargs):
    if "default" not in (databases or []) or not journal_guard.table_exists():
        return []
    return [
        Error(
            f"The journal's trigger {name} is missing: lines could be changed.",
            hint="Run «manage.py guard_journal».",
            id="accounts.E001",
        )
        for name in journal_guard.missing()
    ]
