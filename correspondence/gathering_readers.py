"""Who gets a letter when a gathering changes or is called off, and whether it is still wanted (docs/decisions/0026).

Only who has been told of it: the coordinator, the director and the group of who is signed up, from the first letter
that has left for them since the gathering came into the plan; of an information meeting, who has registered.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import JournalEntry
from correspondence import rules
from correspondence.models import Envelope, Letter
from gatherings import stated
from gatherings.models import Gathering, Registration
from municipalities.models import Holding, Organisation, Participation, Seat

CHANGED, CANCELLED = "gathering.changed", "gathering.cancelled"
RULES = (CHANGED, CANCELLED)
# What the letter states. A limit of places or a deadline to answer that moves is told in no letter of its own.
STATED = {"when", "hours", "form", "form_tentative", "place", "link"}
ABOUT_IT = ("gathering.invite", "gathering.reminder", "gathering.practical", "gathering.tomorrow")
STATES_THE_PLAN = (*rules.TELLING, *RULES, *ABOUT_IT)  # letters after which she knows of the plan
Key = tuple[int | None, int | None]  # a person's, a registration's
ON_ITS_WAY = (Envelope.State.READY, Envelope.State.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One human by her key, however many places she has: ``participation`` is the first of hers that is signed up."""

    address: str
    language: str
    participation: int | None = None
    person: int | None = None
    registration: int | None = None

    @property
    def key(self) -> Key:
        """As ``key_of`` of a letter to her."""
        return self.person, self.registration


def key_of(letter: Letter) -> Key:
    return letter.person_id, letter.registration_id


def readers_of(gathering: Gathering) -> list[Reader]:
    """Three queries, however many they are. Keys and no rows: there may be thousands, and a lock is held meanwhile."""
    if gathering.kind == Gathering.Kind.INFORMATION_MEETING:
        coming = Registration.objects.coming().filter(gathering=gathering).exclude(email="").order_by("pk")
        rows = coming.values_list("pk", "email", "language")
        return [Reader(address=email, language=language, registration=key) for key, email, language in rows]
    told = _told_of_the_plan(gathering)
    known = ("person", "person__email", "seat__participation", "seat__participation__organisation__written_norm")
    found: dict[int, Reader] = {}
    for person, address, participation, norm in _held(gathering).order_by("pk").values_list(*known):
        if person in told and address:
            language = Organisation(written_norm=norm).language
            reader = Reader(address=address, language=language, participation=participation, person=person)
            found.setdefault(person, reader)
    return list(found.values())


def _told_of_the_plan(gathering: Gathering) -> set[int | None]:
    """Whom a letter has left for since it came into the plan. Compared here: the database would look through the
    letters once for each place."""
    left = Letter.objects.filter(
        programme=gathering.programme_id, rule__in=STATES_THE_PLAN, is_dropped=False, person__isnull=False,
        envelope__state=Envelope.State.SENT,
    )  # fmt: skip
    added = _added_at(gathering)
    left = left.filter(envelope__sent_at__gte=added) if added else left
    return set(left.values_list("person", flat=True))


def _held(gathering: Gathering) -> QuerySet[Holding]:
    """Meetings of coordinators are theirs. The reference group works at home, and is invited to none."""
    kinds = [Seat.Kind.COORDINATOR]
    if not gathering.is_for_coordinators:
        kinds += [Seat.Kind.DIRECTOR, Seat.Kind.MEMBER]
    return Holding.objects.current().filter(
        seat__participation__programme=gathering.programme_id, seat__closed_at=None, seat__kind__in=kinds,
        seat__participation__state=Participation.State.SIGNED_UP,
    )  # fmt: skip


def _added_at(gathering: Gathering) -> datetime | None:
    """When it came into the plan; None for one that was there from the beginning."""
    lines = JournalEntry.objects.all().about(gathering).filter(verb="gathering.added")
    return lines.values_list("at", flat=True).first()


def still_wanted(letter: Letter) -> bool:
    """Asked when the envelope is claimed: she is still with us, what it says is still so, and none has come after it
    that says it all."""
    was = stated.gathering_of(letter.was, pk=letter.about["gathering"], programme=letter.programme)
    if not _is_with_us(letter, was):
        return False
    if letter.rule == CANCELLED:
        return True
    now = Gathering.objects.with_days().filter(pk=was.pk).first()
    return now is not None and not _is_overtaken(letter) and (differs(was, now) or _has_said_otherwise(letter))


def _is_with_us(letter: Letter, was: Gathering) -> bool:
    registration = letter.registration
    if registration is not None:
        is_coming = registration.cancelled_at is None and registration.erased_at is None
        return is_coming and rules.may_be_written(rules.BY_KEY["info.confirmation"], letter.programme)
    return rules.may_be_written(rules.BY_KEY[letter.rule], letter.programme) and (
        _held(was).filter(person=letter.person_id).exists()
    )


def differs(was: Gathering, now: Gathering) -> bool:
    """In something that the letter states."""
    return any(stated.facts_of(was)[name] != value for name, value in stated.facts_of(now).items() if name in _COMPARED)


_COMPARED = {"precision", "start", "end", "days", "date_tentative", "hours", "form", "form_tentative", "place", "link"}


def _about_the_same(letter: Letter) -> QuerySet[Letter]:
    person, registration = key_of(letter)
    return Letter.objects.filter(
        programme=letter.programme_id, rule__in=RULES, about__gathering=letter.about["gathering"], person=person,
        registration=registration, is_dropped=False,
    )  # fmt: skip


def _is_overtaken(letter: Letter) -> bool:
    return _about_the_same(letter).filter(pk__gt=letter.pk).exists()


def _has_said_otherwise(letter: Letter) -> bool:
    """Everything is as it was this morning, but a letter went in between."""
    earlier = _about_the_same(letter).filter(pk__lt=letter.pk, pk__in=letter.about.get("after", ()))
    return earlier.filter(envelope__state=Envelope.State.SENT).exists()


def todays_or_waiting() -> Q:
    """Letters that a newer one says all of: today's, and those that have not left."""
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(envelope__created_at__gte=morning) | Q(envelope__state__in=ON_ITS_WAY)
