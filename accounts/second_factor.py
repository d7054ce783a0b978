"""The second factor: what somebody has set up beside the code by e-mail, and whether this session has seen it.

allauth.mfa stores the factors and checks them. Who must have one is decided above, where roles are known
(docs/decisions/0018).
"""

import time

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User

Type = Authenticator.Type
KINDS = (Type.TOTP, Type.WEBAUTHN)  # recovery codes are a way back in, and no factor by themselves
FRESH = 10 * 60  # seconds after the factor was used in which the factors themselves may be changed
_SEEN = "second_factor"  # in the session: whose, which and when


def of(user: object) -> QuerySet[Authenticator]:
    """The factors of ``user``, which may also be an ``OuterRef``."""
    return Authenticator.objects.filter(user=user, type__in=KINDS)


def codes_of(user: User) -> Authenticator | None:
    """Her recovery codes, as the row that remembers which are used."""
    return Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()


def remember(request: HttpRequest, authenticator: Authenticator) -> None:
    """This session has seen the factor. A session that is signed in already gets a new key: it may do more from now."""
    request.session[_SEEN] = {"user": authenticator.user_id, "id": authenticator.pk, "at": time.time()}
    if request.user.is_authenticated:
        request.session.cycle_key()


def when_used(sender: object, request: HttpRequest, authenticator: Authenticator, **more: object) -> None:
    """Receives allauth's ``authenticator_used``: at sign-in, before the session is hers, and when she confirms."""
    from accounts.factor_actions import tell_code_used

    remember(request, authenticator)
    if authenticator.type == Type.RECOVERY_CODES:
        tell_code_used(user=authenticator.user)


def is_used(request: HttpRequest) -> bool:
    """This session has seen a factor of its user that she still has: one that was taken away since opens nothing."""
    seen = request.session.get(_SEEN)
    if not seen or seen["user"] != request.user.pk:
        return False
    return Authenticator.objects.filter(pk=seen["id"], user=seen["user"]).exists()


def is_fresh(request: HttpRequest) -> bool:
    """The factor was used a short while ago in this session; true too for somebody who has none yet."""
    if not of(request.user).exists():
        return True
    return is_used(request) and time.time() - request.session[_SEEN]["at"] < FRESH
