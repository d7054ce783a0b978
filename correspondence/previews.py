"""What a letter or document will be for one organisation, before anybody gets it. Reads only: nothing is saved, no link
is made, and where a reader is not known yet an invented one stands in her place.
"""

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from correspondence import attending_letters, dated, documents, gathering_letters, letter_facts, letters, rules
from correspondence.catalogue import BY_KEY
from correspondence.dated import DatedRule
from correspondence.models import Envelope, Letter
from correspondence.rules import Rule
from gatherings.models import Gathering
from municipalities.models import Answer, Holding, Participation, Person, Seat
from programmes import formats, roles
from programmes.models import Programme
from programmes.texts import Texts
from programmes.when import When

INVENTED = ("Kari Nordmann", "kari.nordmann@example.no")
TO_THE_COORDINATOR = ("coordinator.welcome", "group.due", "gathering.deadline")
TO_ONE_OF_THE_GROUP = (
    "seat.welcome", "seat.goodbye", "address.changed", "gathering.invite", "gathering.reminder", "gathering.practical",
    "gathering.tomorrow",
)  # fmt: skip
QUEUED = "queued"  # what a receipt confirms when every place is taken


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would leave: ``to`` is whom it goes to, ``document`` the kind of PDF that comes with it."""

    to: str
    subject: str
    text: str
    html: str
    document: str
    language: str


def invitation(participation: Participation, texts: Texts) -> bytes:
    """The PDF, in the organisation's norm. ``participation`` is named and has its programme at hand."""
    with translation.override(participation.organisation.language):
        return documents.invitation(
            participation=participation, person=_director(participation), link=documents.SPECIMEN, is_preview=True,
            texts=texts,
        )  # fmt: skip


def letter(
    key: str, programme: Programme, participation: Participation | None, texts: Texts, *, user: User, language: str,
    choice: str = Answer.Choice.YES, is_copy: bool = False,
) -> Preview:  # fmt: skip
    """The letter of a rule; ``user`` is the adviser who looks, and who gets what goes to advisers. ``choice`` is what a
    receipt confirms: an answer's, or ``QUEUED``. ``is_copy``: the official mailbox's copy, without a link."""
    rule = BY_KEY[key]
    is_copy = is_copy and participation is not None and has_copy(key)
    is_queued = choice == QUEUED
    gathering = attending_letters.sample(programme) if getattr(rule, "about_gathering", False) else None
    with translation.override(language):
        reader = None if is_copy else _reader(rule, participation)
        envelope = Envelope(address=_address(reader, participation, user), language=language, person=reader)
        context = {
            **letters.facts_of(rule, programme, participation, gathering),
            "envelope": envelope,
            "letter": Letter(
                rule=key, programme=programme, participation=participation, person=reader, is_copy=is_copy
            ),
            "person": reader,
            "user": None if participation or reader else user,
            "is_copy": is_copy,
            "answer": _answer(participation, Answer.Choice.YES if is_queued else choice) if participation else None,
            "seat": _seat(participation) if participation else None,
            "queue": 1 if is_queued else None,
            "how": "",
            "link": documents.SPECIMEN if rule.link and not is_copy and (reader or rule.link == "answer") else "",
            "more": _more(rule, programme, participation, gathering),
            "tells": rule.key == "signup.invitation" and reader is not None,  # the first that she gets
            "by_adviser": rule.key == "signup.invitation",
        }
        written = letters.laid_out([letters.finished(context, texts)])
    name = reader.name if reader else "" if participation else user.name
    to = f"{name} <{envelope.address}>" if name else envelope.address
    return Preview(to, written["subject"], written["text"], written["html"], rule.document, language)


def has_copy(key: str) -> bool:
    """The official mailbox gets a copy of such a letter."""
    return "copy" in BY_KEY[key].mailbox


def _director(participation: Participation) -> Person | None:
    return next(iter(rules.director(participation)), None)


def _invented() -> Person:
    name, email = INVENTED
    return Person(name=name, email=email)


def _reader(rule: Rule | DatedRule, participation: Participation | None) -> Person | None:
    """Whoever would get it now. None is the official mailbox, «Att.: kommunedirektøren», or without a participation
    the adviser."""
    if participation is None:
        return _invented() if rule.audience in (rules.nobody, dated.registered) else None
    if rule.key in TO_THE_COORDINATOR:
        now = Holding.objects.current().filter(
            seat__participation=participation, seat__kind=Seat.Kind.COORDINATOR, seat__is_responsible=True
        )
        holding = now.select_related("person").first()
        return holding.person if holding else _invented()
    if rule.key in TO_ONE_OF_THE_GROUP:
        return _invented()
    return _director(participation) or (None if "letter" in rule.mailbox else _invented())


def _address(reader: Person | None, participation: Participation | None, user: User) -> str:
    if reader:
        return reader.email
    return participation.organisation.mailbox if participation else user.email


def _more(
    rule: Rule | DatedRule, programme: Programme, participation: Participation | None, gathering: Gathering | None
) -> object:
    """What only this letter tells of. A meeting that is not planned yet says that nothing is decided about it."""
    if gathering is not None and rule.audience is not dated.registered:
        return attending_letters.told(rule.key, gathering, programme, participation)
    if rule.key in gathering_letters.RULES:
        return gathering_letters.sample(rule.key, programme)
    if rule.document == "calendar":
        meeting = programme.gatherings.filter(kind=Gathering.Kind.INFORMATION_MEETING).in_order().first()
        return letters.meeting_facts(meeting) if meeting else _unplanned()
    return letter_facts.MORE[rule.key](programme, participation) if rule.key in letter_facts.MORE else None


def _unplanned() -> dict[str, object]:
    """As ``letters.meeting_facts``, of a meeting about which nothing is decided."""
    return {
        "date": formats.when(When(), get_language() or "nb"),
        "has_day": False,
        "clock": "",
        "tentative": False,
        "form": _("Form ikke oppgitt"),
        "place": "",
        "link": "",
        "is_digital": True,
    }


def _answer(participation: Participation, choice: str) -> Answer:
    """The newest of its answers that says this, or an invented one."""
    given = participation.answers.filter(choice=choice).select_related("person").first()
    return given or Answer(
        participation=participation, choice=choice, via=Answer.Via.PORTAL, person=_invented(), at=timezone.now()
    )


def _seat(participation: Participation) -> Seat:
    role = roles.KNOWN["mayor"]
    title = role.called(is_county=participation.organisation.is_county)
    return Seat(participation=participation, kind=Seat.Kind.MEMBER, title=title, level=role.level)
