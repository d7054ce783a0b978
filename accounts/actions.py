"""Acts on people who sign in."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import journal
from accounts.journal import Actor
from accounts.models import User


@transaction.atomic
def add_user(*, email: str, name: str, by: Actor, administrator: bool = False, language: str = "nb") -> User:
    """The first or next person who may sign in. Raises ``ValidationError`` for a bad or taken address."""
    user: User = User.objects.create_user(email=email, name=name, is_superuser=administrator, language=language)
    journal.append(verb="user.added", by=by, subject=user, administrator=administrator)
    return user


class LastAdministrator(Exception):
    """Somebody must be able to give what everybody else has."""


class OwnRole(Exception):
    """Nobody takes away her own role as administrator: another does it, so that somebody always knows."""


@transaction.atomic
def make_administrator(*, user: User, by: Actor) -> bool:
    """Let somebody who can sign in administer the portal. False when she does already."""
    changed = User.objects.filter(pk=user.pk, is_superuser=False).update(is_superuser=True)
    if changed:
        journal.append(verb="user.administrator", by=by, subject=user, administrator=True)
    return bool(changed)


@transaction.atomic
def end_administrator(*, user: User, by: Actor) -> bool:
    """She administers no more. False when she did not. Raises ``OwnRole``, and ``LastAdministrator`` when nobody who
    can sign in would be left."""
    if by.user is not None and by.user.pk == user.pk:
        raise OwnRole
    # Locked, so that two who take away each other's role do not both succeed
    left = set(User.objects.select_for_update().filter(is_superuser=True, is_active=True).values_list("pk", flat=True))
    if not left - {user.pk}:
        raise LastAdministrator
    changed = User.objects.filter(pk=user.pk, is_superuser=True).update(is_superuser=False)
    if changed:
        journal.append(verb="user.administrator", by=by, subject=user, administrator=False)
    return bool(changed)


@transaction.atomic
def choose_language(*, user: User, language: str, by: Actor) -> None:
    """Remember the målform that the person reads the portal in («nb» or «nn»)."""
    user.language = language
    user.save(update_fields=["language"])
    journal.append(verb="user.language", by=by, subject=user, language=language)


@transaction.atomic
def account_for(*, email: str, name: str, by: Actor, language: str = "nb") -> User:
    """The account with this address, made when there is none; ``language`` is a new one's. It opens nothing by itself:
    reach is stored elsewhere. One that is closed stays closed."""
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return add_user(email=email, name=name, by=by, language=language)
    except (ValidationError, IntegrityError):  # somebody else made it in this moment
        return User.objects.get(email=email)
