"""What a programme calls a municipality's group, in both norms and both forms: «ei kjernegruppe», «kjernegruppa»."""

from dataclasses import dataclass

from programmes.words import Words

_NYNORSK = {"deltakergruppe": "deltakargruppe", "arbeidsgruppe": "arbeidsgruppe", "prosjektgruppe": "prosjektgruppe"}
_GROUP = "gruppe"


@dataclass(frozen=True, slots=True)
class Terms:
    """``group`` is the bare noun, ``the_group`` its definite form. Both are lower case."""

    group: Words
    the_group: Words


def own_name(group_term: Words) -> Words:
    """Those of the words that name the group; empty where they say «gruppe» and no more."""
    return group_term if {group_term.nb.strip().lower(), group_term.nn.strip().lower()} - {"", _GROUP} else Words()


def terms(group_term: Words) -> Terms:
    """From the words of a programme's file: «deltakergruppe», «en utvalgt gruppe». Any other word than one that ends
    in «gruppe» has a definite form that we do not know: then it is simply «gruppa»."""
    nb = _noun(group_term.nb) or _GROUP
    nn = _noun(group_term.nn) or _NYNORSK.get(nb, nb)
    return Terms(Words(nb, nn), Words(_definite(nb), _definite(nn)))


def _noun(text: str) -> str:
    """The last word: a file may say «en utvalgt gruppe»."""
    return text.split()[-1].lower() if text.split() else ""


def _definite(noun: str) -> str:
    return f"{noun[:-1]}a" if noun.endswith(_GROUP) else "gruppa"
