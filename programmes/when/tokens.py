"""Words, numbers and signs of a text, with what OCR and hurried hands do to them evened out."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens and the like, which Word leaves inside words
_TOKEN = re.compile(
    rf"""(?P<number>[0-9]+)
    | (?P<word>[^\W\d_][^\W\d_\u0300-\u036f{_INVISIBLE}]*(?:[\u0300-\u036f{_INVISIBLE}]+[^\W\d_]*)*)
    | (?P<dash>[-\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]+)
    | (?P<space>[\s{_INVISIBLE}]+)
    | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_SPELT = str.maketrans({"æ": "a", "ø": "o", "å": "a", "ö": "o", "ä": "a"})
_LONGEST_NUMBER = 4  # digits: a year, or an hour and its minutes


@dataclass(frozen=True, slots=True)
class Token:
    """``value`` is a word without æøå («varen»), a sign, or the digits; ``glued``: no space before it."""

    kind: str  # number, word, dash or sign
    value: str
    start: int
    end: int
    glued: bool


@lru_cache(4096)
def fold(word: str) -> str:
    """«Påmelding», «PAMELDING» and «paamelding» are one word: OCR and old keyboards lose æ, ø and å."""
    word = word.strip(_INVISIBLE).casefold().translate(_SPELT)
    plain = "".join(c for c in normalize("NFKD", word) if "a" <= c <= "z" or (not c.isascii() and c.isalpha()))
    return plain.replace("aa", "a").replace("oe", "o").replace("ae", "a")


def tokens(text: str) -> list[Token]:
    found, glued = [], False
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup or "sign", match.group()
        if kind == "space":
            glued = False
            continue
        if kind == "number" and len(value) > _LONGEST_NUMBER:
            kind = "sign"
        found.append(Token(kind, fold(value) if kind == "word" else value, match.start(), match.end(), glued))
        glued = True
    return found


class Line:
    """The tokens of a text, asked by position. Beyond the end there is nothing, and nothing raises."""

    def __init__(self, text: str):
        self.text, self.tokens = text, tokens(text)

    def __len__(self) -> int:
        return len(self.tokens)

    def _kind(self, at: int, kind: str) -> str:
        return self.tokens[at].value if 0 <= at < len(self.tokens) and self.tokens[at].kind == kind else ""

    def word(self, at: int) -> str:
        return self._kind(at, "word")

    def number(self, at: int) -> int | None:
        digits = self._kind(at, "number")
        return int(digits) if digits else None

    def digits(self, at: int) -> int:
        """How many digits stand there."""
        return len(self._kind(at, "number"))

    def dash(self, at: int) -> bool:
        return bool(self._kind(at, "dash"))

    def sign(self, at: int, *signs: str) -> bool:
        value = self._kind(at, "sign")
        return bool(value) and value in signs

    def glued(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].glued

    def past(self, at: int, *signs: str) -> int:
        """The position after one of the signs, if one stands here."""
        return at + 1 if self.sign(at, *signs) else at

    def part(self, first: int, last: int) -> str:
        """The text from token ``first`` up to, not including, token ``last``, as typed."""
        if first >= last:
            return ""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]
