"""What has been sent, and says what a change in the plan makes untrue; and which letters follow from the change."""

from collections.abc import Iterator, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import JournalEntry
from correspondence.gathering_readers import RULES
from correspondence.models import Envelope, Letter
from gatherings.consequences import touched
from gatherings.models import Gathering
from gatherings.stated import entry_days
from municipalities.models import Participation
from programmes.consequences import Consequence, Tells, Topic, would_make
from programmes.models import Programme

STATED = {"kind", "when", "hours", "form", "form_tentative", "place", "link"}  # what an invitation says of the plan


def invitations(programme: Programme) -> Tells:
    """Invitations that have gone state the plan as it was; those that lie ready are written when they leave."""
    return lambda after, lines: _invitations(after, lines)


def _invitations(programme: Programme, lines: Sequence[JournalEntry]) -> Iterator[Consequence]:
    if not any(touched(line) & STATED for line in lines):
        return
    letters = Letter.objects.filter(programme=programme, rule="signup.invitation", is_dropped=False)
    counted = dict(letters.values_list("envelope__state").annotate(Count("participation", distinct=True)))
    sent, ready = counted.get(Envelope.State.SENT, 0), counted.get(Envelope.State.READY, 0)
    if sent:
        text = ngettext(
            "Invitasjonen til én er sendt, med planen slik den var.",
            "Invitasjonen til %(n)s er sendt, med planen slik den var.",
            sent,
        )
        yield Consequence(Topic.LETTERS, text % {"n": sent} + " " + _("Portalen sender ikke en ny."))
    if ready:
        text = ngettext(
            "Invitasjonen til én er ikke sendt ennå. Den får den nye planen.",
            "Invitasjonen til %(n)s er ikke sendt ennå. De får den nye planen.",
            ready,
        )
        yield Consequence(Topic.LETTERS, text % {"n": ready})


def letters(programme: Programme) -> Tells:
    """Letters about a gathering that the change would send: those that the act itself has made in this preview."""
    return lambda after, lines: _letters(after)


def _letters(programme: Programme) -> Iterator[Consequence]:
    made = [letter for letter in would_make() if isinstance(letter, Letter) and letter.rule in RULES]
    people = [letter for letter in made if letter.person_id]
    if people:
        names = _signed_up(programme, {letter.participation_id for letter in people if letter.participation_id})
        parts = {"whom": _so_many_signed_up(len(names)), "people": _so_many_people(len(people))}
        yield Consequence(Topic.FOLLOWS, _("Brev om endringen går til %(whom)s, %(people)s i alt.") % parts, names)
    if registered := len(made) - len(people):
        text = ngettext(
            "Brev om endringen går til den ene som er meldt på møtet.",
            "Brev om endringen går til de %(n)s som er meldt på møtet.",
            registered,
        )
        yield Consequence(Topic.FOLLOWS, text % {"n": registered})
    if made:
        yield from _calendars(made[0])


def _so_many_signed_up(count: int) -> str:
    return ngettext("én påmeldt", "%(n)s påmeldte", count) % {"n": count}


def _so_many_people(count: int) -> str:
    return ngettext("én person", "%(n)s personer", count) % {"n": count}


def _signed_up(programme: Programme, keys: set[int]) -> tuple[str, ...]:
    rows = Participation.objects.filter(pk__in=keys).named_on(programme.day_for_names)
    return tuple(row.full_name for row in rows.select_related("organisation").order_by("sort_key"))


def _calendars(letter: Letter) -> Iterator[Consequence]:
    """Every letter about a change has the same entries with it."""
    row = Gathering.objects.with_days().filter(pk=letter.about["gathering"]).first()
    updated = set(entry_days(row)) if row else set()
    gone = {int(number) for number in letter.about["entries"]} - updated
    if updated:
        text = ngettext(
            "Med brevet følger én kalenderoppføring, som oppdaterer den de har.",
            "Med brevet følger %(n)s kalenderoppføringer, som oppdaterer dem de har.",
            len(updated),
        )
        yield Consequence(Topic.FOLLOWS, text % {"n": len(updated)})
    if gone:
        text = ngettext(
            "Én kalenderoppføring blir avlyst hos dem som har den.",
            "%(n)s kalenderoppføringer blir avlyst hos dem som har dem.",
            len(gone),
        )
        yield Consequence(Topic.FOLLOWS, text % {"n": len(gone)})
