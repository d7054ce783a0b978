from django.db import models
from django.utils import timezone


class PersonalLinkQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def about(self, purpose, subject):
        return self.filter(purpose=purpose, subject=subject)


class JournalQuerySet(models.QuerySet):
    def about(self, instance):
        return self.filter(subject=self.reference(instance))

    def in_scope(self, instance):
        return self.filter(scope=self.reference(instance))

    @staticmethod
    def reference(instance):
        """«participation:12»: how the journal names a row."""
        return f"{instance._meta.model_name}:{instance.pk}"
