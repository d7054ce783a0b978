"""Texts that people write in Markdown: headings, paragraphs, lists, emphasis and links, and nothing else.

The Markdown is read first and the fields are filled in afterwards, as text: a value can never become markup. What comes
out is cleaned once more against a list of what may stand in it.
"""

import re
from collections.abc import Iterator, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from programmes import merge_fields
from programmes.merge_fields import Value, Values

LINKS = ("https://", "mailto:")
_RULES = ["heading", "list", "emphasis", "link", "autolink", "newline", "escape", "entity"]
_TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "br"}
_MONTHS = r"(?:jan|feb|mars|april|mai|juni|juli|aug|sep|okt|nov|des)"
_DATE_FIRST = re.compile(rf"^(\s*\d{{1,2}})\.(?=[ \t]+{_MONTHS})", re.MULTILINE | re.IGNORECASE)
_HTML = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!doctype", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\(")
Styles = dict[str, dict[str, str]]


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"breaks": True}).enable(_RULES)
    reader.validateLink = lambda url: url.startswith(LINKS)  # type: ignore[method-assign]
    return reader


_READER = _reader()
_EVERY_LINK = MarkdownIt("zero").enable(_RULES)  # finds the links that the other one refuses
_EVERY_LINK.validateLink = lambda url: True  # type: ignore[method-assign]


def html(text: str, values: Values, *, top: int = 2, styles: Styles | None = None) -> SafeString:
    """Safe HTML. The highest heading becomes ``<h{top}>`` and no level is skipped; ``styles`` gives attributes to each
    tag, for mail programs that know no stylesheet."""
    tokens = _filled(text, values)
    _level_headings(tokens, top)
    written = _READER.renderer.render(tokens, _READER.options, {})
    cleaned = nh3.clean(
        written,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
        set_tag_attribute_values=styles or {},
    )
    return mark_safe(cleaned.strip())  # noqa: S308  (cleaned against the list above)


def plain(text: str, values: Values) -> str:
    """The same as plain text: one empty line between blocks, «- » before a point, a link's address after its words."""
    return "\n".join(_lines(_filled(text, values))).strip()


def faults(text: str) -> list[str]:
    """What a text may not hold, in words that say what to do instead."""
    found = []
    if match := _HTML.search(text):
        found.append(_("Ta bort «%(tag)s». HTML kan ikke brukes her. Se «Slik skriver du».") % {"tag": match[0]})
    if _IMAGE.search(text):
        found.append(_("Bilder kan ikke brukes her. Ta bort det som begynner med «![»."))
    for address in _addresses(text):
        if "%7B" in address or "{" in address:
            found.append(_("Et flettefelt kan ikke stå i adressen til en lenke. Skriv hele adressen."))
        elif not address.startswith(LINKS):
            found.append(_("Lenken «%(address)s» må begynne med https:// eller mailto:.") % {"address": address[:80]})
    return list(dict.fromkeys(found))


def _addresses(text: str) -> Iterator[str]:
    for token in _EVERY_LINK.parse(text):
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrGet("href") or "")


def _filled(text: str, values: Values) -> list[Token]:
    """The text's tokens, with the fields filled in. A line that begins with a date is no numbered list."""
    tokens = _READER.parse(_DATE_FIRST.sub(r"\1\\.", text))
    for token in tokens:
        if token.children:
            token.children = list(_with_values(token.children, values))
    return tokens


def _with_values(children: Sequence[Token], values: Values) -> Iterator[Token]:
    in_link = 0
    for child in children:
        in_link += child.nesting if child.type.startswith("link_") else 0
        if child.type != "text":
            yield child
            continue
        for piece in merge_fields.split(child.content, values):
            if isinstance(piece, Value) and piece.href and not in_link:
                yield Token("link_open", "a", 1, attrs={"href": piece.href})
                yield _text(piece.text)
                yield Token("link_close", "a", -1)
            else:
                yield _text(piece.text if isinstance(piece, Value) else piece)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _level_headings(tokens: Sequence[Token], top: int) -> None:
    """The writer's levels as ranks from ``top``: a reader with a screen reader meets no gap."""
    levels = sorted({int(token.tag[1]) for token in tokens if token.type == "heading_open"})
    before = top - 1
    for token in tokens:
        if token.type == "heading_open":
            before = min(top + levels.index(int(token.tag[1])), before + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{before}"


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """Each list item is one block; items of one list stand together."""
    lists: list[int | None] = []  # the number of the next item, None for a list with points
    mark = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            if not lists:
                yield ""
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif token.type == "inline":
            indent = "  " * max(len(lists) - 1, 0)
            first, *rest = _inline(token.children or []).split("\n")
            yield indent + (mark or ("  " if lists else "")) + first
            yield from (indent + ("  " if lists else "") + line for line in rest)
            mark = ""
            if not lists:
                yield ""


def _inline(children: Sequence[Token]) -> str:
    written, links = "", []
    for child in children:
        if child.type == "link_open":
            links.append((len(written), str(child.attrGet("href") or "")))
        elif child.type == "link_close":
            begins, address = links.pop()
            bare = address.removeprefix("mailto:")
            written += "" if written[begins:] in (address, bare) else f" ({bare})"
        else:
            written += "\n" if child.type in ("softbreak", "hardbreak") else child.content
    return written
