"""Acts on the second factor. Each appends a journal line, and whoever it is about gets an e-mail (correspondence)."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from accounts import journal, second_factor
from accounts.journal import Actor
from accounts.models import User


class AlreadySetUp(Exception):
    """She has an app already: another window, or a second press."""


class LastFactor(Exception):
    """It is the only one, and she must have one."""


class NothingSetUp(Exception):
    """There is no factor to act on: somebody else was quicker, or there never was one."""


@transaction.atomic
def add_app(*, user: User, secret: str, by: Actor) -> Authenticator:
    """An app that shows codes. ``secret`` (base32) is stored encrypted. Raises ``AlreadySetUp``."""
    _hold(user)
    if Authenticator.objects.filter(user=user, type=second_factor.Type.TOTP).exists():
        raise AlreadySetUp
    return _added(TOTP.activate(user, secret).instance, by)


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict, by: Actor) -> Authenticator:
    """A passkey that the browser has made. ``credential`` has been verified by the form."""
    return _added(WebAuthn.add(user, name, credential).instance, by)


def _added(factor: Authenticator, by: Actor) -> Authenticator:
    journal.append(verb="factor.added", by=by, subject=factor.user, kind=factor.type)
    return factor


@transaction.atomic
def remove_factor(*, factor: Authenticator, must_keep_one: bool, by: Actor) -> None:
    """Take away one of one's own factors; recovery codes go with the last. Raises ``LastFactor`` where one must be
    kept, and ``NothingSetUp`` for one that is gone."""
    user, kind = factor.user, factor.type
    _hold(user)
    if must_keep_one and not second_factor.of(user).exclude(pk=factor.pk).exists():
        raise LastFactor
    if not second_factor.of(user).filter(pk=factor.pk).delete()[0]:
        raise NothingSetUp
    if not second_factor.of(user).exists():
        Authenticator.objects.filter(user=user).delete()
    journal.append(verb="factor.removed", by=by, subject=user, kind=kind)


@transaction.atomic
def make_codes(*, user: User, seen: int, by: Actor) -> tuple[Authenticator, list[str]]:
    """New recovery codes, told this once; those before work no more. ``seen`` is the key of the codes that the page
    knew, 0 for none: a second press must not kill the ones she has just written down.

    Raises ``NothingSetUp`` for somebody without a factor, and ``AlreadySetUp`` when there are newer codes than she saw.
    """
    _hold(user)
    if not second_factor.of(user).exists():
        raise NothingSetUp
    before = second_factor.codes_of(user)
    if seen != (before.pk if before else 0):
        raise AlreadySetUp
    if before:
        before.delete()
    made = RecoveryCodes.activate(user)
    journal.append(verb="factor.codes_made", by=by, subject=user, again=before is not None)
    return made.instance, made.generate_codes()


@transaction.atomic
def tell_code_used(*, user: User) -> None:
    """A recovery code was used in place of the factor: its owner is told, since it may not have been she."""
    journal.append(verb="factor.code_used", by=Actor(user=user), subject=user)


@transaction.atomic
def reset_factors(*, user: User, by: Actor) -> None:
    """She has lost what she had: everything is taken away, every session of hers ends, and she sets up a new factor the
    next time she signs in. Raises ``NothingSetUp``."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise NothingSetUp
    user.set_unusable_password()  # sessions are bound to this random value
    user.save(update_fields=["password"])
    journal.append(verb="factor.reset", by=by, subject=user)


def _hold(user: User) -> None:
    """Two windows of hers do one thing at a time."""
    User.objects.select_for_update().get(pk=user.pk)
