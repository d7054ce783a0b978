from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "gatherings"
    verbose_name = "Samlinger"

    def ready(self):
        from gatherings import answer_duty, attendance_links, demands
        from gatherings import consequences as told
        from municipalities import correcting, duties
        from programmes import consequences, lifecycle

        for witness in (told.people, told.plan):
            consequences.register(witness)
        duties.register(answer_duty.SOURCE)
        correcting.closes_links(attendance_links.revoke_hers)
        lifecycle.demand("announced", demands.has_gatherings)
        lifecycle.demand("finished", demands.every_gathering_is_held)
