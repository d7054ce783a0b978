"""Who gets which dated letter of a programme, when, and why not: what the plan says, and what has become of it. Reads
only. It answers «hvorfor fikk hun den ikke?» for anybody and any rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence import dated, planning
from correspondence.models import Envelope, Letter
from correspondence.planning import Due, Identity
from correspondence.reconciling import IDENTITY
from gatherings.models import Gathering
from municipalities import names
from municipalities.models import Participation
from programmes.models import Programme

Fate = Letter.Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One letter to one reader. ``day`` is when it goes, or went; None where nobody knows. ``reason`` says why it does
    not go; ``letter`` is the stored one, if it is stored."""

    rule: str
    participation: Participation | None = None
    gathering: Gathering | None = None
    name: str = ""
    address: str = ""
    is_copy: bool = False
    day: date | None = None
    state: str
    reason: str = ""
    why: str = ""
    letter: Letter | None = None

    @property
    def is_ahead(self) -> bool:
        """It lies in no envelope yet, so an adviser may still decide about it."""
        return self.letter is not None and self.letter.envelope_id is None and self.letter.fate != Fate.CANCELLED

    def fits(self, text: str) -> bool:
        """Somebody who searches for ``text`` means this one: by name, address or organisation, in any spelling."""
        sought = (self.name, self.address, self.participation.full_name if self.participation else "")
        return any(names.folded(text) in names.folded(one) for one in sought)


def of_programme(programme: Programme, *, today: date | None = None) -> list[Row]:
    """Everybody and every rule, by day; what is not sent last. A number of queries that does not grow."""
    today = today or timezone.localdate()
    prefetch_related_objects([programme], "deadlines", "composition")
    planned = {row.identity: row for row in planning.all_of(programme, today)}
    stored = _stored(programme)
    named = {row.participation.pk: row.participation for row in planned.values() if row.participation}
    rows = [_row(due, stored.pop(identity, None)) for identity, due in planned.items()]
    rows += [_only_stored(letter, named) for letter in stored.values()]
    return sorted(rows, key=lambda row: (bool(row.reason), row.day or date.max, row.rule, row.name))


def _stored(programme: Programme) -> dict[Identity, Letter]:
    letters = Letter.objects.filter(programme=programme, rule__in=list(dated.BY_KEY)).for_posting()
    letters = letters.select_related("envelope", "gathering").order_by("pk")
    return {tuple(getattr(letter, name) for name in IDENTITY): letter for letter in letters}


def _row(due: Due, letter: Letter | None) -> Row:
    state, reason, day = _state(letter, due.held_back, due.day)
    return Row(
        rule=due.rule, participation=due.participation, gathering=due.gathering, name=_name(due, due.is_copy),
        address=due.address, is_copy=due.is_copy, day=day, state=state, reason=reason, why=due.why, letter=letter,
    )  # fmt: skip


def _only_stored(letter: Letter, named: dict[int, Participation]) -> Row:
    """One that the plan does not speak of any more: its reader has left, or its day has passed."""
    state, reason, day = _state(letter, "", letter.send_on)
    participation = named.get(letter.participation_id or 0)
    return Row(
        rule=letter.rule, participation=participation, gathering=letter.gathering, name=_name(letter, letter.is_copy),
        address=letter.address, is_copy=letter.is_copy, day=day, state=state, reason=reason, letter=letter,
    )  # fmt: skip


def _name(row: Due | Letter, is_copy: bool) -> str:
    reader = row.person or row.user or row.registration or (row.deputy and row.deputy.as_deputy)
    if reader is not None:
        return str(reader.name)
    return _("Postmottaket (kopi)") if is_copy else _("Postmottaket") if row.participation else ""


def _state(letter: Letter | None, held_back: str, day: date | None) -> tuple[str, str, date | None]:
    """(state, why it does not go, its day) in words."""
    if letter is not None and letter.envelope is not None:
        return _in_envelope(letter, letter.envelope)
    if letter is not None and letter.fate in (Fate.HELD, Fate.SKIPPED) and not held_back:
        held, skipped = _("En rådgiver har holdt det tilbake."), _("En rådgiver har hoppet over det.")
        return str(letter.get_fate_display()), held if letter.fate == Fate.HELD else skipped, letter.send_on
    if held_back or (letter is not None and letter.fate == Fate.CANCELLED):
        return _("Sendes ikke"), held_back or _("Mottakeren eller grunnen er ikke der lenger."), day
    return str(Fate.PLANNED.label), "", letter.send_on if letter else day


def _in_envelope(letter: Letter, envelope: Envelope) -> tuple[str, str, date | None]:
    day = timezone.localdate(envelope.sent_at or envelope.due_at)
    if letter.is_dropped:
        return _("Sendes ikke"), _("Det var ikke lenger aktuelt da det skulle gå."), day
    reason = envelope.trouble if envelope.state == Envelope.State.SET_ASIDE else ""
    return envelope.get_state_display(), reason, day


def that_fit(rows: list[Row], *, rule: str = "", gathering: int = 0, text: str = "") -> Iterator[Row]:
    """Those of a rule, about a gathering, and to whom a search means; what is not said is not asked about."""
    for row in rows:
        about = row.gathering.pk if row.gathering else 0
        if (not rule or row.rule == rule) and (not gathering or about == gathering) and (not text or row.fits(text)):
            yield row
