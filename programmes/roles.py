"""The role catalogue: the roles that the programmes' documents name, in both norms (domain notes, 1h)."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy

from programmes.words import Words


class Level(models.TextChoices):
    """Where in the municipality somebody stands: composition rules count by it."""

    POLITICAL = "political", gettext_lazy("Folkevalgt")
    ADMINISTRATIVE = "administrative", gettext_lazy("Administrativ ledelse")
    PROFESSIONAL = "professional", gettext_lazy("Fag og tjenester")
    YOUTH = "youth", gettext_lazy("Barn og unge")
    UNION = "union", gettext_lazy("Tillitsvalgt")


# A role in somebody's own words may not be said to be a union's: nobody is asked about membership.
FREE_LEVELS = (Level.POLITICAL, Level.ADMINISTRATIVE, Level.PROFESSIONAL, Level.YOUTH)


@dataclass(frozen=True, slots=True)
class KnownRole:
    """``county`` is what a county municipality calls it, where that is another word; ``the`` and ``the_county`` are
    the definite forms of what there is only one of."""

    level: str
    name: Words
    county: Words | None = None
    the: Words | None = None
    the_county: Words | None = None

    def called(self, *, is_county: bool, definite: bool = False) -> Words:
        """What an organisation calls it; the bare form where there is no definite one."""
        bare = self.county if is_county and self.county else self.name
        return (self.the_county if is_county else self.the) or bare if definite else bare


_DIRECTOR = Words("kommunedirektør", "kommunedirektør")
_COUNTY_DIRECTOR = Words("fylkeskommunedirektør", "fylkeskommunedirektør")
_MAYOR, _COUNTY_MAYOR = Words("ordfører", "ordførar"), Words("fylkesordfører", "fylkesordførar")

KNOWN = {
    "mayor": KnownRole(
        Level.POLITICAL,
        _MAYOR,
        _COUNTY_MAYOR,
        Words("ordføreren", "ordføraren"),
        Words("fylkesordføreren", "fylkesordføraren"),
    ),
    "county_mayor": KnownRole(Level.POLITICAL, _COUNTY_MAYOR, _COUNTY_MAYOR),
    "committee_chair": KnownRole(
        Level.POLITICAL, Words("leder av utvalget for barn og unge", "leiar av utvalet for barn og unge")
    ),
    "municipal_director": KnownRole(
        Level.ADMINISTRATIVE,
        _DIRECTOR,
        _COUNTY_DIRECTOR,
        Words("kommunedirektøren", "kommunedirektøren"),
        Words("fylkeskommunedirektøren", "fylkeskommunedirektøren"),
    ),
    "county_director": KnownRole(Level.ADMINISTRATIVE, _COUNTY_DIRECTOR, _COUNTY_DIRECTOR),
    "sector_director": KnownRole(Level.ADMINISTRATIVE, Words("kommunalsjef for oppvekst", "kommunalsjef for oppvekst")),
    "head_of_schools": KnownRole(Level.ADMINISTRATIVE, Words("skolesjef", "skulesjef")),
    "head_of_kindergartens": KnownRole(Level.ADMINISTRATIVE, Words("barnehagesjef", "barnehagesjef")),
    "adviser_school_kindergarten": KnownRole(
        Level.ADMINISTRATIVE,
        Words("skolefaglig/barnehagefaglig rådgiver", "skulefagleg/barnehagefagleg rådgivar"),
    ),
    "principal": KnownRole(
        Level.PROFESSIONAL,
        Words("rektor (grunnskole, videregående, kulturskole)", "rektor (grunnskule, vidaregåande, kulturskule)"),
    ),
    "kindergarten_head": KnownRole(Level.PROFESSIONAL, Words("barnehagestyrer", "barnehagestyrar")),
    "ppt_head": KnownRole(Level.PROFESSIONAL, Words("leder av PPT", "leiar av PPT")),
    "culture_school_head": KnownRole(Level.PROFESSIONAL, Words("leder av kulturskolen", "leiar av kulturskulen")),
    "chief_union_rep": KnownRole(Level.UNION, Words("hovedtillitsvalgt", "hovudtillitsvald")),
    "youth_rep": KnownRole(Level.YOUTH, Words("representant for barn og unge", "representant for barn og unge")),
}

# What a county municipality has in place of the role that a rule names: either answers the rule.
_SAME = ({"municipal_director", "county_director"}, {"mayor", "county_mayor"})


def that_answer(role: str) -> list[str]:
    """The roles that a rule about ``role`` is met by: a county's own director is its director."""
    return sorted(next((same for same in _SAME if role in same), {role}))


# How a document's words for a role begin, and which role that is. The first that fits counts.
CATALOGUE = (
    ("fylkesordfører", "county_mayor"),
    ("ordfører", "mayor"),
    ("leder av komité", "committee_chair"),
    ("utvalgsleder", "committee_chair"),
    ("rådmann", "municipal_director"),
    ("fylkeskommunedirektør", "county_director"),
    ("kommunedirektør", "municipal_director"),
    ("kommunalsjef", "sector_director"),
    ("skolesjef", "head_of_schools"),
    ("barnehagesjef", "head_of_kindergartens"),
    ("skolefaglig", "adviser_school_kindergarten"),
    ("rektor", "principal"),
    ("barnehagestyrer", "kindergarten_head"),
    ("leder av ppt", "ppt_head"),
    ("leder av kulturskolen", "culture_school_head"),
    ("hovedtillitsvalgt", "chief_union_rep"),
    ("en representant for barn og unge", "youth_rep"),
    ("representant for barn og unge", "youth_rep"),
)


def recognise(name: str) -> tuple[str, str]:
    """(key, level) of a role as a document names it; two empty texts for a role the catalogue does not know."""
    lowered = name.lower()
    for beginning, key in CATALOGUE:
        if lowered.startswith(beginning):
            return key, str(KNOWN[key].level)
    return "", ""


def title(key: str, as_written: Words, *, is_county: bool) -> Words:
    """What to call a role: the document's own words, small at the start; the catalogue's nynorsk where the document
    has none, and a county municipality's own word where there is one."""
    known = KNOWN.get(key)
    if known and is_county and known.county:
        return known.called(is_county=True)
    nb = as_written.nb.removeprefix("en ")
    return Words(_uncapped(nb), _uncapped(as_written.nn.removeprefix("ein ")) or (known.name.nn if known else ""))


def _uncapped(text: str) -> str:
    """«Ordfører» → «ordfører», but «PPT-leder» stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
