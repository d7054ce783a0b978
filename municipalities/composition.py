"""Who a municipality's group has, judged against its programme's rules, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from municipalities.models import Participation, Seat
from programmes import formats, roles
from programmes.models import CompositionRule
from programmes.roles import Level

Strength = CompositionRule.Strength


class Tally:
    """How many places a participation has of each kind, level and role, and how many of them somebody holds.

    A youth seat with a contact counts as held: the young person herself is not named here.
    """

    def __init__(self, *, reference_body: str = "", director_supports: bool = False):
        self.places: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.named: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.reference_body, self.director_supports = reference_body, director_supports

    def add(self, *, kind: str, level: str, role: str, held: bool) -> None:
        """Count one open seat. Only members count for a level or a role."""
        keys = [("kind", kind)]
        if kind == Seat.Kind.MEMBER:
            keys += [("level", level), ("role", role)]
        for key in keys:
            self.places[key] += 1
            if held:
                self.named[key] += 1

    @property
    def members(self) -> int:
        return self.places["kind", Seat.Kind.MEMBER]

    @property
    def nameless(self) -> int:
        """Places in the group where a name is still to come."""
        return self.members - self.named["kind", Seat.Kind.MEMBER]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule judged. Where it is not met: how many are ``missing``, whether only ``names`` of them are, and whether
    they may also stand ``outside`` the group. The words come when they are asked for, in the language then in force."""

    strength: str
    met: bool
    rule: CompositionRule | None = None
    missing: int = 0
    is_county: bool = False
    names: bool = False
    outside: bool = False

    @property
    def blocks(self) -> bool:
        return self.strength == Strength.REQUIRED and not self.met

    @property
    def text(self) -> str:
        """Tells the municipality what is missing; nothing when the rule is met."""
        if self.met or self.rule is None:
            return ""
        whom = _whom(self.rule, self.missing, self.is_county)
        if self.outside:
            return _inside_or_outside(self.strength, whom)
        return _sentence(self.strength, whom, only_names=self.names)

    @property
    def brief(self) -> str:
        """The same about the municipality, for a table."""
        if self.met or self.rule is None:
            return ""
        return _brief(self.strength, _whom(self.rule, self.missing, self.is_county), only_names=self.names)


@dataclass(frozen=True, slots=True)
class TooMany:
    """The group has more places than the programme has room for from each. Warns as a rule that is only desired."""

    most: int
    has: int
    is_county: bool = False
    strength: str = Strength.DESIRED
    met: bool = False
    blocks: bool = False

    @property
    def text(self) -> str:
        """Tells the municipality."""
        said = (
            _("Programmet har plass til %(most)s fra fylkeskommunen. Dere har %(n)s.")
            if self.is_county
            else _("Programmet har plass til %(most)s fra hver kommune. Dere har %(n)s.")
        )
        return said % {"most": self.most, "n": self.has}

    @property
    def brief(self) -> str:
        """The same about the municipality, for a table."""
        return _("%(n)s i gruppa, plass til %(most)s") % {"n": self.has, "most": self.most}


def tally_of(participation: Participation, seats: Iterable[Seat] | None = None) -> Tally:
    """One participation's tally, from ``seats``: its open ones with their holders at hand; fetched when not given."""
    tally = Tally(reference_body=participation.reference_body, director_supports=participation.director_supports)
    for seat in seats if seats is not None else participation.seats.open().with_holders():
        tally.add(kind=seat.kind, level=seat.level, role=seat.role, held=seat.holder is not None)
    return tally


def seat_facts(participations: Iterable[int]) -> QuerySet[Seat]:
    """Open seats with ``holder_id`` and ``holder_name`` (null: name to come), for many participations at once."""
    return Seat.objects.open().filter(participation__in=participations).with_holder_now()


def judge(
    rules: Iterable[CompositionRule], tally: Tally, *, is_county: bool, most: int | None = None
) -> list[Finding | TooMany]:
    """Every rule of the programme, in its order, in the language in force, and first that the group is larger than
    ``most``: the places from each, where the programme has said how many. Without either nothing is found."""
    found: list[Finding | TooMany] = [_judged(rule, tally, is_county) for rule in rules]
    if most is not None and tally.members > most:
        found.insert(0, TooMany(most, tally.members, is_county))
    return found


def lacks(findings: Iterable[Finding | TooMany]) -> list[Finding | TooMany]:
    """What is not as it should be, the required first."""
    order = [Strength.REQUIRED, Strength.DESIRED, Strength.HINT]
    return sorted((row for row in findings if not row.met), key=lambda row: order.index(Strength(row.strength)))


def _judged(rule: CompositionRule, tally: Tally, is_county: bool) -> Finding:
    keys = _keys(rule)
    named, places = sum(tally.named[key] for key in keys), sum(tally.places[key] for key in keys)
    if rule.group == "reference":
        named = rule.least if tally.reference_body or places else 0
    elif "sponsor" in rule.may_be and tally.director_supports:
        named = rule.least
    missing = rule.least - named
    if missing <= 0:
        return Finding(rule.strength, True)
    names = places >= rule.least  # the place is there, and its name is still to come
    return Finding(
        rule.strength, False, rule, missing, is_county, names, outside="sponsor" in rule.may_be and not names
    )


def _keys(rule: CompositionRule) -> list[tuple[str, str]]:
    """Where the tally counts what the rule asks for."""
    if rule.group == "reference":
        return [("kind", Seat.Kind.REFERENCE)]
    if rule.role == "coordinator":
        return [("kind", Seat.Kind.COORDINATOR)]
    return [("level", rule.level)] if rule.level else [("role", role) for role in roles.that_answer(rule.role)]


def _whom(rule: CompositionRule, missing: int, is_county: bool) -> str:
    """«en folkevalgt», «to folkevalgte fra fylkestinget», «ordfører»."""
    if rule.group == "reference":
        return _("en referansegruppe")
    if rule.role == "coordinator":
        return _("en koordinator") if missing == 1 else _("%(n)s koordinatorer") % {"n": formats.count(missing)}
    if rule.level:
        return _of_level(get_language(), rule.level, missing, is_county)
    known = roles.KNOWN.get(rule.role)
    if known is None:
        return rule.role if missing == 1 else f"{formats.count(missing)} {rule.role}"
    if missing == 1:
        return str(known.called(is_county=is_county, definite=True))
    return f"{formats.count(missing)} {known.called(is_county=is_county)}"


@lru_cache(maxsize=500)
def _of_level(language: str | None, level: str, missing: int, is_county: bool) -> str:
    """In the language in force, which is ``language``: a board says it of many."""
    n = {"n": formats.count(missing)}
    if level == Level.POLITICAL and is_county:
        return ngettext("en folkevalgt fra fylkestinget", "%(n)s folkevalgte fra fylkestinget", missing) % n
    if level == Level.POLITICAL:
        return ngettext("en folkevalgt", "%(n)s folkevalgte", missing) % n
    if level == Level.ADMINISTRATIVE:
        return ngettext("en fra administrasjonen", "%(n)s fra administrasjonen", missing) % n
    if level == Level.PROFESSIONAL:
        return ngettext("en fra fag og tjenester", "%(n)s fra fag og tjenester", missing) % n
    if level == Level.UNION:
        return ngettext("en tillitsvalgt", "%(n)s tillitsvalgte", missing) % n
    return ngettext("en representant for barn og unge", "%(n)s representanter for barn og unge", missing) % n


def _inside_or_outside(strength: str, whom: str) -> str:
    """For a role that may also back the work without a place in the group."""
    texts = {
        Strength.REQUIRED: _("%(whom)s må ha en plass i gruppa eller støtte arbeidet utenfra."),
        Strength.DESIRED: _("%(whom)s bør ha en plass i gruppa eller støtte arbeidet utenfra."),
        Strength.HINT: _("%(whom)s kan gjerne ha en plass i gruppa eller støtte arbeidet utenfra."),
    }
    return texts[Strength(strength)] % {"whom": whom[:1].upper() + whom[1:]}


def _sentence(strength: str, whom: str, *, only_names: bool) -> str:
    if only_names:
        return _("Dere mangler navn på %(whom)s.") % {"whom": whom}
    texts = {
        Strength.REQUIRED: _("Dere mangler %(whom)s."),
        Strength.DESIRED: _("Dere bør ha med %(whom)s."),
        Strength.HINT: _("Ta gjerne med %(whom)s."),
    }
    return texts[Strength(strength)] % {"whom": whom}


def _brief(strength: str, whom: str, *, only_names: bool) -> str:
    if only_names:
        return _("Mangler navn på %(whom)s") % {"whom": whom}
    if strength == Strength.REQUIRED:
        return _("Mangler %(whom)s") % {"whom": whom}
    if strength == Strength.DESIRED:
        return _("Bør ha med %(whom)s") % {"whom": whom}
    return _("Gjerne også %(whom)s") % {"whom": whom}
