"""Every letter the portal sends, readable top to bottom: what causes it, to whom it goes, what comes with it.

The causes are journal lines; posting.py makes the letters that a line causes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import JournalEntry
from correspondence.models import Envelope, Letter
from municipalities.models import Answer, Holding, Participation, Person, Seat
from programmes.models import Programme

State = Participation.State
Audience = Callable[[Participation, JournalEntry], list[Person]]
# Letters to a director: the first that reaches her also says what is stored about her.
TO_DIRECTORS = ("signup.invitation", "deadline.extended", "signup.reminder_now", "signup.reminder_14",
                "signup.reminder_3", "signup.receipt", "signup.place", "place.offer", "place.given",
                "coordinator.due")  # fmt: skip
TELLING = ("seat.welcome", "coordinator.welcome", *TO_DIRECTORS)  # what is stored about their reader (GDPR, article 14)
SEATED = (*Seat.GROUP, Seat.Kind.COORDINATOR, Seat.Kind.DIRECTOR)


def director(participation: Participation, entry: JournalEntry | None = None) -> list[Person]:
    return list(
        Person.objects.filter(
            holdings__until=None,
            holdings__seat__kind=Seat.Kind.DIRECTOR,
            holdings__seat__participation=participation,
        ).exclude(email="")
    )


def director_and_answerer(participation: Participation, entry: JournalEntry) -> list[Person]:
    """The director, and whoever answered for her; one letter when they are the same person."""
    answer = Answer.objects.select_related("person").get(pk=entry.details["answer"])
    people = {person.pk: person for person in director(participation)}
    if answer.person and answer.person.email:
        people[answer.person.pk] = answer.person
    return list(people.values())


def answerer(participation: Participation, entry: JournalEntry) -> list[Person]:
    answer = Answer.objects.select_related("person").get(pk=entry.details["answer"])
    return [answer.person] if answer.person and answer.person.email else []


def named(participation: Participation, entry: JournalEntry) -> list[Person]:
    """Whom the line names."""
    return list(Person.objects.filter(pk=entry.details["person"]).exclude(email=""))


def whom_to_offer(participation: Participation, entry: JournalEntry) -> list[Person]:
    """The director; where nobody knows her, whoever said yes for the organisation."""
    found = director(participation)
    if not found:
        yes = participation.answers.filter(choice=Answer.Choice.YES, status=Answer.Status.ACCEPTED)
        newest = yes.select_related("person").first()
        found = [newest.person] if newest and newest.person and newest.person.email else []
    return found


def with_coordinators(audience: Audience) -> Audience:
    """Also those whose access as coordinators has come back, by what the line says."""

    def together(participation: Participation, entry: JournalEntry) -> list[Person]:
        coordinated = Person.objects.filter(pk__in=entry.details.get("coordinated", ())).exclude(email="")
        return list({person.pk: person for person in (*audience(participation, entry), *coordinated)}.values())

    return together


def returned(participation: Participation, entry: JournalEntry) -> list[Person]:
    """Whom the line names, who has her place in the group again: when nobody has told her yet what is stored, or when
    she has been told since that she is no longer there. Who coordinates hears by another letter."""
    people = named(participation, entry) if entry.details["kind"] in Seat.GROUP else []
    return [
        person for person in people if not _is_told(participation, person) or _is_taken_leave_of(participation, person)
    ]


def _is_taken_leave_of(participation: Participation, person: Person) -> bool:
    """The newest of what she was told here, what is stored or that she has left, and that is on its way, is the latter.
    One that nobody has begun to send is dropped: she is back."""
    on_its_way = (Envelope.State.SENDING, Envelope.State.SENT)
    left = Letter.objects.filter(
        rule="seat.goodbye", participation=participation, person=person, is_dropped=False,
        envelope__state__in=on_its_way,
    )  # fmt: skip
    newest = _telling(participation, person).aggregate(at=Max("envelope__created_at"))["at"]
    return (left.filter(envelope__created_at__gt=newest) if newest else left).exists()


def nobody(participation: Participation, entry: JournalEntry) -> list[Person]:
    """It goes to whom the line is about, who is no ``Person`` (posting.py), or to who knows of a gathering
    (gathering_readers.py)."""
    return []


def newly_seated(participation: Participation, entry: JournalEntry) -> list[Person]:
    """Whom the line names, when nobody has told her here yet what is stored."""
    return [person for person in named(participation, entry) if not _is_told(participation, person)]


def _is_told(participation: Participation, person: Person) -> bool:
    """A letter that tells has been made to her, and she has had a place here ever since. One that could not be sent
    has told nobody, nor has one that came back."""
    lost = (Envelope.State.CANCELLED, Envelope.State.SET_ASIDE)
    made = _telling(participation, person).exclude(envelope__state__in=lost).filter(envelope__returned_at=None)
    held = Holding.objects.filter(seat__participation=participation, seat__kind__in=SEATED, person=person)
    return has_sat_since(made.aggregate(at=Max("envelope__created_at"))["at"], held.order_by("since", "pk"))


def _telling(participation: Participation, person: Person) -> QuerySet[Letter]:
    made = Letter.objects.in_envelopes().filter(participation=participation, person=person, is_dropped=False)
    return made.filter(rule__in=TELLING)


def has_sat_since(told: datetime | None, held: Iterable[Holding]) -> bool:
    """She was told, and has held one place or another without a break since then. ``held`` is what she has and has had,
    the oldest first."""
    if told is None:
        return False
    until = told
    for row in held:
        if row.until is not None and row.until < until:
            continue
        if row.since > until:
            return False
        if row.until is None:
            return True
        until = row.until
    return False


def corrected(participation: Participation, entry: JournalEntry) -> list[Person]:
    """The letter to somebody in the group went to a wrong address: it goes once more."""
    wrong = entry.details["moved"] and entry.details["kind"] in Seat.GROUP
    return named(participation, entry) if wrong else []


def departed(participation: Participation, entry: JournalEntry) -> list[Person]:
    """Whom the line names, when she has no other place of the sort here: in the group, or as a coordinator. Not who is
    told of the whole participation's end by another letter, as its director or as who answered."""
    kind = entry.details["kind"]
    told = director_and_answerer(participation, entry) if "answer" in entry.details else []
    left = [person for person in named(participation, entry) if person not in told]
    return [person for person in left if not _holds(participation, person, kind)]


def _holds(participation: Participation, person: Person, kind: str) -> bool:
    kinds = [kind] if kind == Seat.Kind.COORDINATOR else Seat.GROUP
    held = Holding.objects.current().filter(seat__participation=participation, seat__kind__in=kinds)
    return held.filter(person=person).exists()


@dataclass(frozen=True, slots=True)
class Rule:
    """``document`` is the PDF that comes with the letter. ``mailbox`` says what the official mailbox gets: nothing,
    a copy, or the letter itself when nobody else is known («Att.: kommunedirektøren»).

    ``label`` is the letter's name in lists. ``why`` answers «Hvorfor fikk jeg denne?» in the letter's foot, with
    %(name)s (the organisation), %(programme)s, %(director)s (the title), %(group)s and %(day)s; ``why_others`` where
    the reader does not direct the organisation, ``why_adviser`` where KS wrote her down and not the organisation,
    ``why_registered`` where she comes to an information meeting.
    ``link`` «answer» gives a person her own link to the answer, and the mailbox «Att.» the public page; «group» is the
    group's page, which asks for signing in; a letter without one has no link.
    ``only_if_asked``: only to who has been invited and has said neither yes nor no, when the letter is made as well.
    ``again``: other verbs that send the same letter once more, each with its audience. ``always``: the law demands
    it, or somebody asked for it a moment ago, so that a programme that has not begun to write sends it too.
    ``only_in``: the states of the participation in which it is still wanted. ``after_another``: only to an address that
    a letter about the same participation has left for: nobody is told of an end who never heard of a beginning.
    ``only_while_gone``: not to somebody who is back. ``to_former_address``: it goes to the address that was hers when
    the act was done.
    """

    key: str
    cause: str
    audience: Audience
    document: str = ""
    mailbox: str = ""
    only_current_director: bool = False
    only_unanswered: bool = False
    only_while_open: bool = False
    only_if_asked: bool = False
    link: str = "answer"
    label: str | Promise = ""
    why: str | Promise = ""
    why_others: str | Promise = ""
    why_adviser: str | Promise = ""
    why_registered: str | Promise = ""
    again: tuple[tuple[str, Audience], ...] = ()
    only_while_seated: bool = False
    always: bool = False
    only_in: tuple[str, ...] = ()
    after_another: bool = False
    only_while_gone: bool = False
    to_former_address: bool = False


RULES = (
    #    key                  the journal's verb         to whom                document       the official mailbox
    Rule("signup.invitation", "participation.invited",   director,              "invitation",  "copy or letter",
         only_current_director=True, only_unanswered=True,
         label=_("Invitasjon"),
         why=_("Du får dette brevet fordi du er %(director)s, og %(name)s er invitert til %(programme)s.")),
    Rule("signup.receipt",    "participation.answered",  director_and_answerer, "receipt",     "copy",
         label=_("Kvittering"),
         why=_("Du får dette brevet fordi du er %(director)s, og %(name)s har svart på invitasjonen."),
         why_others=_("Du får dette brevet fordi du svarte for %(name)s på invitasjonen til %(programme)s.")),
    Rule("signup.withdrawn",  "participation.withdrawn", director_and_answerer, "",            "copy",
         link="", only_in=(State.WITHDRAWN,),
         label=_("Påmeldingen er trukket"),
         why=_("Du får dette brevet fordi du er %(director)s, og påmeldingen av %(name)s er trukket."),
         why_others=_("Du får dette brevet fordi du trakk påmeldingen av %(name)s til %(programme)s.")),
    Rule("place.offer",       "place.offered",           whom_to_offer,         "",            "copy or letter",
         link="place", only_in=(State.OFFERED,),
         label=_("Tilbud om plass"),
         why=_("Du får dette brevet fordi du er %(director)s, og %(name)s står på venteliste til %(programme)s."),
         why_others=_("Du får dette brevet fordi du meldte på %(name)s, som står på venteliste til %(programme)s.")),
    Rule("place.given",       "place.given",             with_coordinators(whom_to_offer), "", "copy or letter",
         link="appoint", only_in=(State.SIGNED_UP,),
         label=_("Dere har fått plass"),
         why=_("Du får dette brevet fordi du er %(director)s, og %(name)s har fått plass i %(programme)s."),
         why_others=_("Du får dette brevet fordi du har svart eller er koordinator for %(name)s i %(programme)s.")),
    Rule("interest.announced", "interest.told",          nobody,                "",            "",
         link="",
         label=_("Programmet er kunngjort"),
         why=_("Du får dette brevet fordi du har meldt interesse for %(programme)s.")),
    Rule("info.confirmation", "registration.made",       nobody,                "calendar",    "",
         link="registration", always=True,
         label=_("Bekreftelse på informasjonsmøte"),
         why=_("Du får dette brevet fordi du har meldt deg på informasjonsmøtet om %(programme)s.")),
    Rule("signup.refused",    "answer.refused",          answerer,              "",            "",
         link="",
         label=_("Svaret ble ikke godkjent"),
         why=_("Du får dette brevet fordi du svarte for %(name)s på invitasjonen til %(programme)s.")),
    Rule("deadline.extended", "deadline.extended",       director,              "",            "letter if alone",
         only_current_director=True, only_if_asked=True,
         label=_("Utsatt frist"),
         why=_("Du får dette brevet fordi du er %(director)s, og fristen for å svare for %(name)s er utsatt.")),
    Rule("signup.reminder_now", "participation.reminded", director,             "",            "letter if alone",
         only_current_director=True, only_while_open=True,
         label=_("Påminnelse"),
         why=_("Du får dette brevet fordi du er %(director)s, og %(name)s verken har sagt ja eller nei til "
               "%(programme)s.")),
    Rule("coordinator.welcome", "coordinator.appointed", named,               "",            "",
         only_while_seated=True, always=True, link="group",
         label=_("Velkommen som koordinator"),
         why=_("Du får dette brevet fordi %(name)s har valgt deg som koordinator i %(programme)s."),
         why_adviser=_("Du får dette brevet fordi en rådgiver i KS har lagt deg inn som koordinator for %(name)s i "
                       "%(programme)s.")),
    Rule("seat.welcome",      "seat.named",              newly_seated,          "",            "",
         again=(("person.corrected", corrected), ("seat.back", returned)), only_while_seated=True, always=True, link="",
         label=_("Du er meldt inn"),
         why=_("Du får dette brevet fordi %(name)s har meldt deg inn i %(programme)s, og loven sier at vi skal si "
               "fra når andre gir oss opplysninger om deg."),
         why_adviser=_("Du får dette brevet fordi en rådgiver i KS har meldt deg inn i %(programme)s for %(name)s, og "
                       "loven sier at vi skal si fra når vi lagrer opplysninger som du ikke har gitt oss selv.")),
    Rule("seat.goodbye",      "seat.left",               departed,              "",            "",
         only_while_gone=True, after_another=True, always=True, link="",
         label=_("Du er ikke lenger med"),
         why=_("Du får dette brevet fordi du hadde en rolle for %(name)s i %(programme)s, og ikke har den lenger.")),
    Rule("address.changed",   "person.moved",            named,                 "",            "",
         to_former_address=True, after_another=True, always=True, link="",
         label=_("Adressen er endret"),
         why=_("Du får dette brevet fordi adressen sto hos oss for en som er med for %(name)s i %(programme)s.")),
    Rule("gathering.changed", "gathering.changed",       nobody,                "calendar",    "",
         link="",
         label=_("En samling er endret"),
         why=_("Du får dette brevet fordi du har en rolle i %(programme)s, og noe du har fått vite om en samling, er "
               "endret."),
         why_registered=_("Du får dette brevet fordi du har meldt deg på informasjonsmøtet om %(programme)s, og noe "
                          "ved møtet er endret.")),
    Rule("gathering.cancelled", "gathering.removed",     nobody,                "calendar",    "",
         link="",
         label=_("En samling er avlyst"),
         why=_("Du får dette brevet fordi du har en rolle i %(programme)s, og en samling du har fått vite om, er "
               "avlyst.")),
)  # fmt: skip

BY_CAUSE = {rule.cause: (rule, rule.audience) for rule in RULES} | {
    verb: (rule, audience) for rule in RULES for verb, audience in rule.again
}  # each of the journal's verbs that causes a letter: the letter, and to whom
BY_KEY = {rule.key: rule for rule in RULES}


def may_be_written(rule: Rule, programme: Programme) -> bool:
    """Historical programmes are archived and send nothing; those that have not begun to write only what they must."""
    if rule.always:
        return programme.state != Programme.State.ARCHIVED
    begins = programme.letters_from
    return begins is not None and begins <= timezone.localdate()


def is_asked(participation: Participation) -> bool:
    """It has been invited, and has said neither yes nor no."""
    return participation.invited_at is not None and participation.state in Participation.OPEN


def still_wanted(letter: Letter, directing: Callable[[Participation], list[Person]] = director) -> bool:
    """Checked again when the envelope is claimed: one to a replaced director is dropped, and
    so is an invitation to somebody who has answered since. ``directing`` says who directs now."""
    rule = BY_KEY[letter.rule]
    registration, interest = letter.registration, letter.interest
    if registration is not None and (registration.cancelled_at or registration.erased_at):
        return False
    if interest is not None and interest.erased_at:
        return False
    if letter.participation is None:
        return may_be_written(rule, letter.programme)
    if not may_be_written(rule, letter.participation.programme):
        return False
    if rule.only_in and letter.participation.state not in rule.only_in:
        return False
    if rule.only_if_asked and not is_asked(letter.participation):
        return False
    if rule.key == "place.offer" and not _is_the_open_offer(letter, letter.participation):
        return False
    if rule.only_unanswered and _has_answered_elsewhere(letter.participation):
        return False
    if rule.only_while_open and letter.participation.state not in Participation.OPEN:
        return False
    if rule.after_another and not _has_been_written_to(letter):
        return False
    if rule.only_while_gone:
        return not _is_back(letter)
    if rule.only_while_seated:
        return _sits(letter)
    if not rule.only_current_director or letter.person is None:
        return True
    return letter.person in directing(letter.participation)


def _is_the_open_offer(letter: Letter, participation: Participation) -> bool:
    """One that was offered a place before, and again since, has a letter for each. One that has ended needs none."""
    until = participation.offered_until
    return until is not None and letter.about.get("until") == until.isoformat() and not participation.offer_has_ended


def _sits(letter: Letter) -> bool:
    """She holds a place here still; a coordinator's welcome is for who coordinates."""
    held = Holding.objects.current().filter(seat__participation=letter.participation, person=letter.person)
    kinds = [Seat.Kind.COORDINATOR] if letter.rule == "coordinator.welcome" else Seat.GROUP
    return held.filter(seat__kind__in=kinds).exists()


def _is_back(letter: Letter) -> bool:
    """She has been given such a place again since."""
    seat = Seat.objects.filter(pk=letter.about.get("seat")).first()
    return seat is not None and letter.person is not None and _holds(seat.participation, letter.person, seat.kind)


def _has_been_written_to(letter: Letter) -> bool:
    """Another letter about this participation has left for the address."""
    others = Letter.objects.filter(participation=letter.participation, is_dropped=False).exclude(pk=letter.pk)
    sent = others.filter(envelope__state=Envelope.State.SENT)
    return sent.filter(envelope__address__iexact=letter.address).exists()


def _has_answered_elsewhere(participation: Participation) -> bool:
    """By telephone, e-mail or in a meeting. An answer in the portal came from the letter: the copies still go."""
    if participation.state not in Participation.ANSWERED:
        return False
    newest = participation.answers.filter(status=Answer.Status.ACCEPTED).first()
    return newest is None or newest.via != Answer.Via.PORTAL
