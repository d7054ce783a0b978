"""Acts on people who sign in."""

from django.db import transaction

from accounts import journal
from accounts.journal import Actor
from accounts.models import User


@transaction.atomic
def add_user(*, email: str, name: str, by: Actor, administrator: bool = False, language: str = "nb") -> User:
    """The first or next person who may sign in. Raises ``ValidationError`` for a bad or taken address."""
    user: User = User.objects.create_user(email=email, name=name, is_superuser=administrator, language=language)
    journal.append(verb="user.added", by=by, subject=user, administrator=administrator)
    return user


@transaction.atomic
def choose_language(*, user: User, language: str, by: Actor) -> None:
    """Remember the målform that the person reads the portal in («nb» or «nn»)."""
    user.language = language
    user.save(update_fields=["language"])
    journal.append(verb="user.language", by=by, subject=user, language=language)
