"""What the merge fields give for one organisation, and a text's sections as its letter or document shows them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings import overview
from municipalities.duties import GROUP, group_day
from municipalities.models import Participation
from programmes import formats, rich_text, roles, text_kinds, texts
from programmes.merge_fields import Value
from programmes.models import Programme
from programmes.texts import Texts
from programmes.words import NORMS

LETTER = {
    "p": {"style": "margin:0 0 16px"},
    "ul": {"style": "margin:0 0 16px;padding-left:24px"},
    "ol": {"style": "margin:0 0 16px;padding-left:24px"},
    "li": {"style": "margin:0 0 4px"},
    "a": {"style": "color:#12294f"},
    **{f"h{level}": {"style": "margin:0 0 8px;font-size:17px;color:#12294f"} for level in range(2, 7)},
}


@dataclass(frozen=True, slots=True)
class Written:
    """A section as HTML and as plain text; falsy where nobody has written anything."""

    html: SafeString
    text: str

    def __bool__(self) -> bool:
        return bool(self.text)


def sections(
    kind: str, programme: Programme, participation: Participation | None, found: Texts, *, top: int = 2,
    styles: rich_text.Styles | None = None,
) -> dict[str, Written]:  # fmt: skip
    """Every section of a kind in the language in force. ``participation`` has its name (``named_on``); None for what is
    the same to everybody. Headings begin at ``<h{top}>``."""
    language = get_language() or "nb"
    language = language if language in NORMS else "nb"
    values = values_of(programme, participation, language)
    written = {}
    for section in text_kinds.by_key(kind).sections:
        here = found.find(kind, section, language)
        html = rich_text.html(here.text, values, top=top, styles=styles)
        written[section.key] = Written(texts.in_its_norm(html, here, language), rich_text.plain(here.text, values))
    return written


def values_of(
    programme: Programme, participation: Participation | None, language: str
) -> dict[str, Callable[[], Value]]:
    """Each value is found only when a text asks for it. In the language in force, which is ``language``."""
    values = texts.values_of(programme, language) | {
        "gruppefrist": lambda: Value(texts.when(group_day(programme), language)),
        "første samling": lambda: Value(_first_gathering(programme)),
    }
    if participation is None:
        return values
    organisation = participation.organisation
    is_county = organisation.is_county
    return values | {
        "kommune": lambda: Value(participation.full_name),
        "kommunen": lambda: Value(organisation.itself),
        "kommunedirektøren": lambda: Value(f"{organisation.director_title}en"),
        "kommunestyret": lambda: Value("fylkestinget" if is_county else "kommunestyret"),
        "ordføreren": lambda: Value(
            roles.KNOWN["mayor"].called(is_county=is_county, definite=True).best(language)[0]
        ),
        "frist": lambda: Value(_deadline(programme, participation, language)),
        "gruppefrist": lambda: Value(_group_deadline(programme, participation, language)),
    }  # fmt: skip


def _deadline(programme: Programme, participation: Participation, language: str) -> str:
    """Its own day where it has one; a deadline without a day as precisely as it is decided."""
    if participation.extended_deadline:
        return formats.day(participation.extended_deadline, language)
    return texts.when(programme.sign_up_deadline, language)


def _group_deadline(programme: Programme, participation: Participation, language: str) -> str:
    exception = participation.exception(GROUP.key)
    if exception and exception.day:
        return formats.day(exception.day, language)
    return texts.when(group_day(programme), language)


def _first_gathering(programme: Programme) -> str:
    """The first that the whole group attends."""
    first = next((row for row in overview.schedule(programme) if row["is_joint"]), None)
    if first is None:
        return _("dato ikke satt")
    return f"{first['date']} {_('(foreløpig)')}" if first["tentative"] and first["has_date"] else first["date"]
