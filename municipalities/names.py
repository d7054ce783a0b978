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


def folded(name):
    """«Østre Toten kommune», «ostre toten» and «OSTRE TOTEN» become the same."""
    words = _bare(unicodedata.normalize("NFC", name).lower().translate(_FOLDED).replace("-", " ")).split()
    return " ".join(word for word in words if word not in _SUFFIXES)


HERADS = {"Kvam", "Ulvik", "Voss"}  # municipalities that call themselves «herad»


def full_name(name, *, is_county):
    """«Ringsaker kommune», «Voss herad», «Innlandet fylkeskommune»: the same in bokmål and nynorsk."""
    if is_county:
        return name if name.endswith("fylkeskommune") else f"{name} fylkeskommune"
    return f"{name} herad" if name in HERADS else f"{name} kommune"


def organisation_number_is_valid(digits):
    """Enhetsregisteret's rule: nine digits, weights 3 2 7 6 5 4 3 2, modulus 11."""
    if len(digits) != 9 or not digits.isdigit():
        return False
    rest = sum(int(d) * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    return rest != 1 and int(digits[8]) == (11 - rest) % 11
