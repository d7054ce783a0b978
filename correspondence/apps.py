from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    verbose_name = "Brev"

    def ready(self):
        from accounts import journal
        from correspondence import posting

        journal.listen(posting.after_journal_line)
