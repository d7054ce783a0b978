"""Acts on who comes to an information meeting."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import journal, links
from accounts.journal import Actor
from accounts.personal import AFTER_MEETING
from gatherings import registration_links
from gatherings.models import Gathering, Registration
from municipalities import names
from municipalities.self_told import FORGOTTEN, Said

PUBLIC = Actor(ref="public page")


class NotOpen(Exception):
    """The meeting takes no registrations: it has been, has no day yet, or its programme is not public."""


class Full(Exception):
    """Every place is taken."""


@transaction.atomic
def register(*, gathering: Gathering, said: Said) -> Registration:
    """Somebody comes. The same name at the same address again corrects what was said, comes after all if she had
    cancelled, and gets her confirmation once more. Another name at the address is another person, with a place, a
    confirmation and a link to cancel of her own: an office may share one. A name that was misspelt and is written
    right is so two people, of whom the link in the first confirmation cancels one. Raises ``NotOpen`` and ``Full``.

    The meeting's row is held, so that the count never misses a place that is being given (municipalities/placing.py).
    """
    held = Gathering.objects.select_for_update(no_key=True).filter(pk=gathering.pk).first()
    if held is None or not Gathering.objects.open_to_registration().filter(pk=gathering.pk).exists():
        raise NotOpen
    known = _known(held, said)
    if (known is None or known.cancelled_at) and _is_full(held):
        raise Full
    registration = known or Registration(gathering=held, email=said.address)
    for field, value in said.told.items():
        setattr(registration, field, value)
    registration.changed_at, registration.cancelled_at = timezone.now(), None
    registration.save()
    journal.append(verb="registration.made", by=PUBLIC, subject=registration, scope=gathering.programme)
    return registration


def _known(held: Gathering, said: Said) -> Registration | None:
    """Whoever has registered with this address and name, however the name is written. The meeting's row is held."""
    at_the_address = Registration.objects.filter(gathering=held, email=said.address, erased_at=None)
    return next((row for row in at_the_address if names.plain(row.name) == names.plain(said.name)), None)


def _is_full(held: Gathering) -> bool:
    return held.places_left(Registration.objects.coming().filter(gathering=held).count()) == 0


@transaction.atomic
def cancel(*, registration: Registration, by: Actor) -> bool:
    """She does not come. False when she had cancelled already."""
    coming = Registration.objects.coming().filter(pk=registration.pk)
    if not coming.update(cancelled_at=timezone.now(), changed_at=timezone.now()):
        return False
    journal.append(
        verb="registration.cancelled", by=by, subject=registration, scope=registration.gathering.programme
    )  # fmt: skip
    return True


@transaction.atomic
def erase(*, registration: Registration, by: Actor) -> None:
    """Nothing that tells whose it was is kept, and her link dies. Erasing twice changes nothing."""
    unerased = Registration.objects.filter(pk=registration.pk, erased_at=None)
    if unerased.update(erased_at=timezone.now(), **FORGOTTEN):
        links.revoke(purpose=registration_links.PURPOSE, subject=registration_links.subject(registration))
        journal.append(
            verb="registration.erased", by=by, subject=registration, scope=registration.gathering.programme
        )  # fmt: skip


def erase_old() -> int:
    """Erase whoever came to, or cancelled, a meeting that ended longer ago than the privacy page says. How many.

    A meeting whose date was made open again counts from what was last changed of the registration.
    """
    limit = timezone.localdate() - AFTER_MEETING.time
    is_old = Q(gathering__end__lt=limit) | Q(gathering__end=None, changed_at__date__lt=limit)
    old = Registration.objects.filter(is_old, erased_at=None).select_related("gathering__programme")
    for registration in old:
        erase(registration=registration, by=journal.SYSTEM)
    return len(old)
