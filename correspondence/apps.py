from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    verbose_name = "Brev"

    def ready(self):
        from accounts import journal
        from correspondence import rules

        journal.listen(rules.after_journal_line)
