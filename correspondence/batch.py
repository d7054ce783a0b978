"""What the letters of some envelopes are judged and written by, fetched at once: the number of queries does not grow
with the letters, but with the programmes they are about."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

from django.db import DatabaseError
from django.db.models import Max

from correspondence import catalogue, dated, facts, planning, rules
from correspondence.facts import Facts
from correspondence.models import Envelope, Letter
from municipalities import signup_links
from municipalities.models import Holding, Participation, Person, Seat
from programmes.models import Programme
from programmes.texts import Shelf

FRESH = 10.0  # seconds: what was fetched so long ago is fetched again before the next letter is judged by it
_READERS = ("person", "user", "interest", "registration__gathering__programme", "gathering", "deputy")


class Batch(Shelf):
    """Letters that are sent together. Each has its programme and its participation at hand, named as on the programme's
    own day."""

    def __init__(self, letters: Sequence[Letter]):
        super().__init__()
        self.letters = letters
        self._fetched_at = time.monotonic()
        self._facts: dict[int, dict[int | None, Facts]] = {}
        self._wanted: dict[int, bool] = {}
        self._is_judged = False
        self._give_programmes()
        self._give_participations()

    @classmethod
    def carried_by(cls, envelopes: Iterable[Envelope]) -> "Batch":
        """Everything in the envelopes that has not been dropped."""
        known = {envelope.pk: envelope for envelope in envelopes}
        found = list(
            Letter.objects.filter(envelope__in=known, is_dropped=False).select_related(*_READERS).order_by("pk")
        )
        for letter in found:
            letter.envelope = known[letter.envelope_id or 0]
        batch = cls(found)
        batch._is_judged = True
        return batch

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self._fetched_at > FRESH

    @cached_property
    def by_envelope(self) -> dict[int, list[Letter]]:
        found = defaultdict(list)
        for letter in self.letters:
            found[letter.envelope_id or 0].append(letter)
        return found

    def is_wanted(self, letter: Letter) -> bool:
        """As ``catalogue.still_wanted``, asked once."""
        if letter.pk not in self._wanted:
            self._wanted[letter.pk] = catalogue.still_wanted(letter, self)
        return self._wanted[letter.pk]

    def facts(self, letter: Letter) -> Facts:
        """What the dated rules look at; of one participation where it is alone in its programme, else of them all.
        Where they cannot be told together, each is asked by itself: a bad one is to hold up no other."""
        programme = letter.programme
        if programme.pk not in self._facts:
            among = {each.participation_id or 0 for each in self._dated if each.programme_id == programme.pk} - {0}
            only = None if len(among) > 1 else list(among)
            try:
                found = facts.of_programme(programme, only=only, days=planning.days_of(programme))
            except DatabaseError:
                raise
            except Exception:
                return planning.facts_for(letter, programme)
            self._facts[programme.pk] = {row.participation.pk if row.participation else None: row for row in found}
        return self._facts[programme.pk][letter.participation_id]

    def directors(self, participation: Participation) -> list[Person]:
        """Who directs now, and can be written to."""
        directing = [row for row in self._held[participation.pk] if row.seat.kind == Seat.Kind.DIRECTOR]
        return [row.person for row in directing if row.until is None and row.person.email]

    def tells(self, letter: Letter) -> bool:
        """The letter goes to a director, and none that has left has told her here what is stored: so this one does.
        A copy and «Att.:» to the official mailbox tell nobody."""
        participation, person = letter.participation, letter.person
        if letter.rule not in rules.TO_DIRECTORS or participation is None or person is None:
            return False
        hers = [row for row in self._held[participation.pk] if row.person_id == person.pk]
        told = self._told.get((participation.pk, person.pk))
        return person in self.directors(participation) and not rules.has_sat_since(told, hers)

    def has_left(self, envelope: Envelope, letters: Iterable[Letter]) -> None:
        """The next letter of the batch to the same director does not tell her once more."""
        for letter in letters:
            if letter.rule in rules.TELLING and letter.participation_id and letter.person_id:
                key = letter.participation_id, letter.person_id
                self._told[key] = max(envelope.created_at, self._told.get(key, envelope.created_at))

    def token(self, letter: Letter) -> str:
        """Her own way to the answer, as ``signup_links.issue_unless_replaced`` gives it. All of them are made at once,
        when the first is asked for."""
        return self._tokens.get((letter.participation_id, letter.person_id), "")

    @cached_property
    def _tokens(self) -> dict[tuple[int | None, int | None], str]:
        pairs = {
            (letter.participation_id, letter.person_id): (letter.participation, letter.person)
            for letter in self.letters
            if letter.participation and letter.person and not letter.is_copy and self._leads_to_answer(letter)
        }
        return dict(zip(pairs, signup_links.issue_all(list(pairs.values())), strict=True))

    def _give_programmes(self) -> None:
        wanted = {letter.programme_id for letter in self.letters}
        rows = Programme.objects.select_related("region", "framework").prefetch_related("deadlines", "composition")
        self._programmes = rows.in_bulk(wanted)
        for letter in self.letters:
            letter.programme = self._programmes[letter.programme_id]

    def _give_participations(self) -> None:
        wanted = defaultdict(set)
        for letter in self.letters:
            if letter.participation_id:
                wanted[letter.programme.day_for_names].add(letter.participation_id)
        self._participations: dict[int, Participation] = {}
        for day, keys in wanted.items():
            rows = Participation.objects.named_on(day).select_related("organisation").prefetch_related("exceptions")
            self._participations |= {row.pk: row for row in rows.filter(pk__in=keys)}
        for row in self._participations.values():
            row.programme = self._programmes[row.programme_id]
        for letter in self.letters:
            if letter.participation_id:
                letter.participation = self._participations[letter.participation_id]

    @cached_property
    def _dated(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.rule in dated.BY_KEY]

    @cached_property
    def _held(self) -> dict[int, list[Holding]]:
        """Every place that somebody has or has had, by participation, the oldest first."""
        found = defaultdict(list)
        rows = Holding.objects.filter(seat__participation__in=self._participations, seat__kind__in=rules.SEATED)
        for row in rows.select_related("seat", "person").order_by("since", "pk"):
            found[row.seat.participation_id].append(row)
        return found

    @cached_property
    def _told(self) -> dict[tuple[int, int], datetime]:
        """When the newest letter that told what is stored was made, of those that have left; by participation and
        person."""
        sent = Letter.objects.filter(
            participation__in=self._participations, person__isnull=False, rule__in=rules.TELLING, is_dropped=False,
            envelope__state=Envelope.State.SENT, envelope__returned_at=None,
        )  # fmt: skip
        rows = sent.order_by().values_list("participation", "person").annotate(at=Max("envelope__created_at"))
        return {(participation, person): at for participation, person, at in rows}

    def _leads_to_answer(self, letter: Letter) -> bool:
        """It has such a link, and goes. One that cannot be judged tells so when its own turn comes."""
        rule = catalogue.BY_KEY.get(letter.rule)
        if rule is None or rule.link != "answer":
            return False
        try:
            return self.is_wanted(letter) if self._is_judged else True
        except Exception:
            return False
