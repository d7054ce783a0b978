"""The role catalogue: how the programmes' documents name the same roles (domain notes, 1h)."""

# (how the name begins, key, level). The first that fits counts.
CATALOGUE = (
    ("fylkesordfører", "county_mayor", "political"),
    ("ordfører", "mayor", "political"),
    ("leder av komité", "committee_chair", "political"),
    ("utvalgsleder", "committee_chair", "political"),
    ("rådmann", "municipal_director", "administrative"),
    ("fylkeskommunedirektør", "county_director", "administrative"),
    ("kommunedirektør", "municipal_director", "administrative"),
    ("kommunalsjef", "sector_director", "administrative"),
    ("skolesjef", "head_of_schools", "administrative"),
    ("barnehagesjef", "head_of_kindergartens", "administrative"),
    ("skolefaglig", "adviser_school_kindergarten", "administrative"),
    ("rektor", "principal", "professional"),
    ("barnehagestyrer", "kindergarten_head", "professional"),
    ("leder av ppt", "ppt_head", "professional"),
    ("leder av kulturskolen", "culture_school_head", "professional"),
    ("hovedtillitsvalgt", "chief_union_rep", "union"),
    ("en representant for barn og unge", "youth_rep", "youth"),
    ("representant for barn og unge", "youth_rep", "youth"),
)


def recognise(name: str) -> tuple[str, str]:
    """(key, level) of a role as a document names it; two empty texts for a role the catalogue does not know."""
    lowered = name.lower()
    for beginning, key, level in CATALOGUE:
        if lowered.startswith(beginning):
            return key, level
    return "", ""
