"""Acts on interest in a programme that is a sketch."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import journal
from accounts.journal import Actor
from accounts.personal import AFTER_INTEREST, INTEREST_UNTOLD
from municipalities.acting import Closed
from municipalities.models import Interest
from municipalities.self_told import FORGOTTEN, Said
from programmes.models import Programme


@transaction.atomic
def give_interest(*, programme: Programme, said: Said) -> Interest:
    """Somebody wants to hear when the sign-up opens. The same address again corrects what it said before.

    Raises ``Closed`` for a programme that is no public sketch.
    """
    if programme.state != Programme.State.SKETCH or not programme.is_public:
        raise Closed
    interest, _is_new = Interest.objects.update_or_create(
        programme=programme, email=said.address, defaults={**said.told, "changed_at": timezone.now()}
    )
    journal.append(verb="interest.given", by=Actor(ref="public page"), subject=interest, scope=programme)
    return interest


@transaction.atomic
def tell(*, programme: Programme, by: Actor, interests: Iterable[Interest]) -> int:
    """Those who gave their interest hear that the programme is announced and open: each gets one letter, once. Returns
    how many.

    Raises ``Closed`` while the programme does not take answers, or sends no letters.
    """
    if not programme.takes_answers or not programme.sends_letters:
        raise Closed
    count = 0
    for interest in interests:
        untold = Interest.objects.filter(pk=interest.pk, programme=programme, told_at=None, erased_at=None)
        if untold.update(told_at=timezone.now()):
            journal.append(verb="interest.told", by=by, subject=interest, scope=programme)
            count += 1
    return count


@transaction.atomic
def erase(*, interest: Interest, by: Actor) -> None:
    """Nothing that tells whose it was is kept. Erasing twice changes nothing."""
    if Interest.objects.filter(pk=interest.pk, erased_at=None).update(erased_at=timezone.now(), **FORGOTTEN):
        journal.append(verb="interest.erased", by=by, subject=interest, scope=interest.programme)


def erase_old() -> int:
    """What has been kept as long as the privacy page says is erased. Returns how many."""
    now = timezone.now()
    is_old = Q(told_at__lt=now - AFTER_INTEREST.time) | Q(told_at=None, changed_at__lt=now - INTEREST_UNTOLD)
    old = Interest.objects.filter(is_old, erased_at=None).select_related("programme")
    for interest in old:
        erase(interest=interest, by=journal.SYSTEM)
    return len(old)
