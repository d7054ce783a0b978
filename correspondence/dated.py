"""The letters of the table (table.py) that are sent: to whom each goes, and while what is true. How far from which day,
and what it is called, stands there, under the same key. planning.py has the rules that stand above the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from correspondence import table
from correspondence.facts import Facts, Seated
from gatherings import attending
from gatherings.attending import Attendee
from gatherings.models import Registration, SeatAnswer
from municipalities.duties import APPOINT, GROUP
from municipalities.models import ANSWER, Participation, Person
from municipalities.standing import due_day
from programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets it, and where: a person, a user (an adviser), somebody registered for an information meeting, whoever
    comes to a gathering for another, or the official mailbox. ``since`` is the day she took the seat that makes her
    one, or registered."""

    address: str
    language: str
    person: Person | None = None
    user: User | None = None
    registration: Registration | None = None
    deputy: SeatAnswer | None = None
    is_copy: bool = False
    since: date | None = None


Anchor = Callable[[Programme, Participation | None], date | None]
Audience = Callable[[Facts], list[Reader]]


# --- from which day


def sign_up_deadline(programme: Programme, participation: Participation | None) -> date | None:
    """The programme's own deadline."""
    when = programme.sign_up_deadline
    return when.end if when.has_day else None


def own_deadline(programme: Programme, participation: Participation | None) -> date | None:
    """The participation's deadline, which knows an extension; the programme's where no participation is named."""
    return participation.deadline if participation else sign_up_deadline(programme, None)


def groups_day(programme: Programme, participation: Participation | None) -> date | None:
    """The day the group is asked for; the participation's own where it has an extension."""
    return due_day(GROUP, programme, participation)


def coordinators_day(programme: Programme, participation: Participation | None) -> date | None:
    """The day by which the coordinator is chosen; the participation's own where it has an extension."""
    return due_day(APPOINT, programme, participation)


# --- to whom


def directors(facts: Facts) -> list[Reader]:
    return _readers(facts, facts.directors)


def coordinators(facts: Facts) -> list[Reader]:
    return _readers(facts, facts.coordinators)


def advisers(facts: Facts) -> list[Reader]:
    return [Reader(user.email.lower(), user.language, user=user) for user in facts.advisers]


def registered(facts: Facts) -> list[Reader]:
    """Who comes to the information meeting."""
    rows = [row for row in facts.registered if row.gathering_id == (facts.gathering.pk if facts.gathering else 0)]
    return [
        Reader(row.email.lower(), row.language, registration=row, since=timezone.localdate(row.registered_at))
        for row in rows
    ]


def group(facts: Facts) -> list[Reader]:
    """Who is asked whether she comes: the group's seats, and the coordinator."""
    return _attending(facts, attending.asked(_group(facts)))


def unanswered(facts: Facts) -> list[Reader]:
    return _attending(facts, attending.unanswered(_group(facts)))


def who_come(facts: Facts) -> list[Reader]:
    """Who comes, a deputy instead of the one she comes for."""
    rows, language = _group(facts), _language(facts)
    herself = [row for row in rows if any(one.choice == SeatAnswer.Choice.COMES for one in row.answers.values())]
    found = {reader.address: reader for reader in _attending(facts, [row for row in herself if row.address])}
    for row in rows:
        for given in row.answers.values():
            if given.choice == SeatAnswer.Choice.DEPUTY and given.deputy_address.lower() not in found:
                deputy = SeatAnswer(pk=given.pk, deputy_name=given.deputy_name, deputy_email=given.deputy_address)
                address = given.deputy_address.lower()
                found[address] = Reader(address, language, deputy=deputy)
    return list(found.values())


def coordinators_and_advisers(facts: Facts) -> list[Reader]:
    if facts.participation is None:
        return advisers(facts)
    return coordinators(facts) if _group(facts) else []


def _group(facts: Facts) -> list[Attendee]:
    return list(facts.attendance.get(facts.gathering.pk, [])) if facts.gathering else []


def _attending(facts: Facts, rows: list[Attendee]) -> list[Reader]:
    """A human who sits twice is one reader."""
    found: dict[int, Reader] = {}
    for row in rows:
        person = Person(pk=row.person, name=row.name, email=row.address)
        found.setdefault(row.person, Reader(row.address.lower(), _language(facts), person=person))
    return list(found.values())


def _language(facts: Facts) -> str:
    assert facts.participation is not None  # noqa: S101  (only participations have groups)
    return str(facts.participation.organisation.language)


def _readers(facts: Facts, seated: tuple[Seated, ...]) -> list[Reader]:
    """A human who sits twice is one reader."""
    assert facts.participation is not None  # noqa: S101  (only participations have seats)
    language = facts.participation.organisation.language
    once = {row.person.pk: row for row in reversed(seated)}
    return [
        Reader(row.person.email.lower(), language, person=row.person, since=row.since)
        for row in reversed(list(once.values()))
    ]


# --- while


def is_unanswered(facts: Facts) -> bool:
    """It owes the answer: «ikke bestemt ennå» does not stop a reminder; an answer that waits for the adviser does, and
    so do a waiver and a programme that takes no answers."""
    row = facts.participation
    return row is not None and row.invited_at is not None and facts.owes(ANSWER) and facts.programme.takes_answers


def has_said_yes(facts: Facts) -> bool:
    """It has a place, or stands in line for one. An open offer has been told of, and is answered first."""
    said = (Participation.State.SIGNED_UP, Participation.State.QUEUED)
    return facts.participation is not None and facts.participation.state in said


def lacks_its_group(facts: Facts) -> bool:
    return facts.owes(GROUP.key)


def lacks_its_coordinator(facts: Facts) -> bool:
    return facts.owes(APPOINT.key)


def has_open_form(facts: Facts) -> bool:
    return facts.gathering is not None and facts.gathering.form_is_open


def takes_part(facts: Facts) -> bool:
    """For the programme itself always; a participation has a place."""
    row = facts.participation
    return row is None or row.state == Participation.State.SIGNED_UP


def always(facts: Facts) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRule:
    """``mailbox``, ``why…`` and ``link`` are as in ``rules.Rule``; ``because`` says to whoever runs the
    portal what brought the letter about, with %(day)s, the anchor's, and %(group)s, what the programme calls the group.

    ``nobody`` says why it is held back where nobody reads it, ``otherwise`` why it goes to nobody while it is not
    wanted.

    ``about_programme``: not of a participation's own; None, of both. ``about_gathering``: one about each gathering, on
    the day that timetable.py gives it; such a rule has no anchor of its own.

    ``is_reminder``: dropped too close to what it reminds of, and useful only before the answer deadline.
    ``until``: the reminder that takes its place. ``for_newcomers``: also to whoever takes the seat after the day.
    ``after_sign_up``: who signs up after the day gets it on the next ordinary one.
    """

    key: str
    audience: Audience
    anchor: Anchor | None = None
    wanted: Callable[[Facts], bool]
    mailbox: str = ""
    about_programme: bool | None = False
    about_gathering: bool = False
    is_reminder: bool = False
    until: str = ""
    for_newcomers: bool = False
    after_sign_up: bool = False
    document: str = ""
    link: str = ""
    why: str | Promise = ""
    why_others: str | Promise = ""
    why_adviser: str | Promise = ""
    because: str | Promise = ""
    otherwise: str | Promise = ""
    nobody: str | Promise = ""

    @property
    def label(self) -> str | Promise:
        return table.BY_KEY[self.key].label

    def anchor_day(self, facts: Facts) -> date | None:
        """The day that the letter is about."""
        if facts.gathering is not None:
            return facts.gathering.first_day
        return self.anchor(facts.programme, facts.participation) if self.anchor else None

    def answer_deadline(self, facts: Facts) -> date | None:
        """The last day that an answer is taken which this letter asks for."""
        if facts.gathering is None:
            return self.anchor_day(facts)
        found = facts.days.answering.get(facts.gathering.pk)
        return found.deadline if found else None

    def day(self, facts: Facts) -> date | None:
        """The rule's own ordinary day; None while the anchor has none."""
        if self.about_gathering:
            rows = facts.days.by_rule.get(self.key, [])
            return next((day for day, gathering in rows if gathering == facts.gathering), None)
        own = facts.settings.get(self.key)
        anchor = self.anchor_day(facts)
        return table.BY_KEY[self.key].day_from(anchor, own.days if own else None)


_NOT_ANSWERED = _(
    "Du får dette brevet fordi du er %(director)s, og %(name)s verken har sagt ja eller nei til %(programme)s. "
    "Fristen er %(day)s."
)

_NOT_ASKED = _("De har svart, er fritatt eller er ikke invitert.")

_NO_PLACE = _("De har ikke plass i programmet.")
_ASKED = _("Du får dette brevet fordi du er med i %(group)s for %(name)s, som er invitert til samlingen.")
_COMES = _("Du får dette brevet fordi noen har svart at du kommer på samlingen for %(name)s.")

DATED = (
    DatedRule(
        key="signup.reminder_14", anchor=own_deadline,
        audience=directors, mailbox="letter if alone", wanted=is_unanswered,
        is_reminder=True, until="signup.reminder_3", link="answer",
        why=_NOT_ANSWERED,
        because=_("Svarfristen er %(day)s, og det har ikke kommet noe ja eller nei."),
        otherwise=_NOT_ASKED,
    ),
    DatedRule(
        key="signup.reminder_3", anchor=own_deadline,
        audience=directors, mailbox="letter if alone", wanted=is_unanswered,
        is_reminder=True, link="answer",
        why=_NOT_ANSWERED,
        because=_("Svarfristen er %(day)s, og det har ikke kommet noe ja eller nei."),
        otherwise=_NOT_ASKED,
    ),
    DatedRule(
        key="signup.closed", anchor=sign_up_deadline,
        audience=advisers, wanted=always, about_programme=True, for_newcomers=True,
        why=_("Du får dette brevet fordi du er rådgiver for %(programme)s, eller stedfortreder for en som er det. "
              "Påmeldingsfristen %(day)s er ute."),
        because=_("Påmeldingsfristen %(day)s er ute."),
    ),
    DatedRule(
        key="signup.place", anchor=own_deadline,
        audience=directors, mailbox="copy", wanted=has_said_yes, for_newcomers=True, after_sign_up=True,
        link="appoint",
        why=_("Du får dette brevet fordi du er %(director)s, og %(name)s har sagt ja til %(programme)s."),
        because=_("Har sagt ja, og påmeldingsfristen %(day)s er ute."),
        otherwise=_("De har ikke sagt ja."),
    ),
    DatedRule(
        key="group.due", anchor=groups_day,
        audience=coordinators, wanted=lacks_its_group, link="group",
        why=_("Du får dette brevet fordi du er koordinator for %(name)s, og %(group)s ikke er meldt inn ennå. "
              "Fristen er %(day)s."),
        because=_("Fristen for å melde inn %(group)s er %(day)s, og det er ikke gjort ennå."),
        nobody=_("De har ingen koordinator å skrive til ennå."),
        otherwise=_("Gruppa er meldt inn, eller de skal ikke melde inn noen."),
    ),
    DatedRule(
        key="coordinator.due", anchor=coordinators_day,
        audience=directors, mailbox="letter if alone", wanted=lacks_its_coordinator, link="appoint",
        why=_("Du får dette brevet fordi du er %(director)s, og %(name)s ikke har valgt koordinator ennå. "
              "Fristen er %(day)s."),
        because=_("Koordinatoren skal være valgt %(day)s, og er ikke det ennå."),
        otherwise=_("Koordinatoren er valgt, eller de skal ikke velge noen."),
    ),
    DatedRule(
        key="info.reminder", audience=registered, wanted=always, about_programme=True, about_gathering=True,
        document="calendar", link="registration",
        why=_("Du får dette brevet fordi du har meldt deg på informasjonsmøtet om %(programme)s."),
        because=_("Er meldt på informasjonsmøtet %(day)s."),
    ),
    DatedRule(
        key="form.decide", audience=advisers, wanted=has_open_form, about_programme=True, about_gathering=True,
        why=_("Du får dette brevet fordi du er rådgiver for %(programme)s, eller stedfortreder for en som er det, og "
              "det ikke er avklart om samlingen er digital eller fysisk."),
        because=_("Det er ikke avklart om %(gathering)s %(day)s er digital eller fysisk."),
    ),
    DatedRule(
        key="gathering.invite", audience=group, wanted=takes_part, about_gathering=True,
        document="calendar", link="attendance",
        why=_ASKED,
        because=_("Er med i gruppa som er invitert til %(gathering)s %(day)s."),
        otherwise=_NO_PLACE, nobody=_("Ingen med adresse er meldt inn i gruppa ennå."),
    ),
    DatedRule(
        key="gathering.reminder", audience=unanswered, wanted=takes_part, about_gathering=True, is_reminder=True,
        link="attendance",
        why=_("Du får dette brevet fordi du ikke har svart på om du kommer på samlingen."),
        because=_("Har ikke svart på om hun eller han kommer på %(gathering)s %(day)s."),
        otherwise=_NO_PLACE, nobody=_("Alle i gruppa har svart."),
    ),
    DatedRule(
        key="gathering.deadline", audience=coordinators_and_advisers, wanted=takes_part, about_programme=None,
        about_gathering=True,
        why=_("Du får dette brevet fordi svarfristen for samlingen er her, og du er koordinator for %(name)s."),
        why_adviser=_("Du får dette brevet fordi du er rådgiver for %(programme)s, eller stedfortreder for en som er "
                      "det, og svarfristen for en samling er her."),
        because=_("Svarfristen for %(gathering)s er her."),
        otherwise=_NO_PLACE, nobody=_("De har ingen koordinator å skrive til ennå."),
    ),
    DatedRule(
        key="gathering.practical", audience=who_come, wanted=takes_part, about_gathering=True, document="calendar",
        why=_COMES,
        because=_("Kommer på %(gathering)s %(day)s."),
        otherwise=_NO_PLACE, nobody=_("Ingen i gruppa har svart at de kommer."),
    ),
    DatedRule(
        key="gathering.tomorrow", audience=who_come, wanted=takes_part, about_gathering=True,
        why=_COMES,
        because=_("Kommer på %(gathering)s %(day)s."),
        otherwise=_NO_PLACE, nobody=_("Ingen i gruppa har svart at de kommer."),
    ),
)  # fmt: skip

BY_KEY = {rule.key: rule for rule in DATED}
