from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    verbose_name = "Brev"

    def ready(self):
        from accounts import journal
        from correspondence import consequences as told
        from correspondence import demands, letter_texts, moved_letters, notices, posting
        from programmes import consequences, lifecycle

        journal.listen(posting.after_journal_line)
        journal.listen(notices.after_journal_line)
        letter_texts.declare()
        consequences.register(told.invitations)
        consequences.register(told.letters)
        consequences.register(moved_letters.planned)
        lifecycle.demand("archived", demands.nothing_waits_to_be_sent)
        lifecycle.leaves_trace(demands.written_since)
