from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "gatherings"
    verbose_name = "Samlinger"

    def ready(self):
        from gatherings import consequences as told
        from gatherings import demands
        from programmes import consequences, lifecycle

        for witness in (told.people, told.plan):
            consequences.register(witness)
        lifecycle.demand("announced", demands.has_gatherings)
        lifecycle.demand("finished", demands.every_gathering_is_held)
