from django.db import models


class PersonalLinkQuerySet(models.QuerySet):
    def about(self, purpose, subject):
        return self.filter(purpose=purpose, subject=subject)


class JournalQuerySet(models.QuerySet):
    def in_scope(self, instance):
        return self.filter(scope=self.reference(instance))

    def about(self, instance):
        """The lines about one row, the newest first."""
        return self.filter(subject=self.reference(instance)).order_by("-pk")

    @staticmethod
    def reference(instance):
        """«participation:12»: how the journal names a row."""
        return f"{instance._meta.model_name}:{instance.pk}"
