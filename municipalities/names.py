"""Names of places: sorted as Norwegians sort them, and found however they are spelled."""

import unicodedata

_SORTED = str.maketrans({"æ": "zza", "ä": "zza", "ø": "zzb", "ö": "zzb", "å": "zzc", "đ": "d", "ŋ": "n", "ŧ": "t"})
_FOLDED = str.maketrans({"æ": "ae", "ä": "ae", "ø": "o", "ö": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
_SUFFIXES = ("fylkeskommune", "kommune", "herad", "suohkan", "gielda", "tjielte")


def _bare(text):
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c) and (c.isalnum() or c == " "))


def sort_key(name):
    """Letters a–z and digits only, so that every database sorts it alike: æ, ø and å come last."""
    lowered = unicodedata.normalize("NFC", name).lower().translate(_SORTED)
    return _bare(lowered).replace(" ", "0")


def plain(text):
    """«E-POST» and «e post», «Påmeldt» and «pameldt» become the same."""
    return " ".join(_bare(unicodedata.normalize("NFC", text).lower().translate(_FOLDED).replace("-", " ")).split())


def folded(name):
    """«Østre Toten kommune», «ostre toten» and «OSTRE TOTEN» become the same."""
    return " ".join(word for word in plain(name).split() if word not in _SUFFIXES)


def begins_a_suffix(word):
    """«komm», «fylke»: somebody is on her way to «kommune» or «fylkeskommune». ``word`` is folded."""
    return any(suffix.startswith(word) for suffix in _SUFFIXES)


def searched(name):
    """``folded``, and also as one writes without æ, ø and å: «Aalesund», «Oestre Toten». Only to search by: it makes
    more names alike than are the same."""
    return folded(name).replace("aa", "a").replace("oe", "o")


HERADS = {"Kvam", "Ulvik", "Voss"}  # municipalities that call themselves «herad»


def full_name(name, *, is_county):
    """«Ringsaker kommune», «Voss herad», «Innlandet fylkeskommune»: the same in bokmål and nynorsk."""
    if is_county:
        return name if name.endswith("fylkeskommune") else f"{name} fylkeskommune"
    return f"{name} herad" if name in HERADS else f"{name} kommune"


def may_be_the_same(one, other):
    """Two spellings of one human's name share at least a word: «Kari Lien» and «Kari M. Lien», not «Ola Moen»."""
    return bool(set(folded(one).split()) & set(folded(other).split()))


def organisation_number_is_valid(digits):
    """Enhetsregisteret's rule: nine digits, weights 3 2 7 6 5 4 3 2, modulus 11."""
    if len(digits) != 9 or not digits.isdigit():
        return False
    rest = sum(int(d) * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    return rest != 1 and int(digits[8]) == (11 - rest) % 11


def where(row):
    """Where somebody works who has said it herself: an ``organisation``, which ``named_on`` has named, or its name as
    she wrote it."""
    organisation = row.organisation
    if organisation is None:
        return row.organisation_name
    name = organisation.shown_name or organisation.organisation_number
    return full_name(name, is_county=organisation.is_county)
