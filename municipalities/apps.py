from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"
    verbose_name = "Kommuner og fylkeskommuner"

    def ready(self):
        from accounts import journal
        from municipalities import demands, listening
        from programmes import lifecycle

        journal.listen(listening.after_journal_line)
        lifecycle.demand("open", demands.somebody_is_listed)
        lifecycle.demand("running", demands.somebody_has_signed_up)
        lifecycle.demand("running", demands.sign_up_is_over)
