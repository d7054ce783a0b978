"""Whose texts a page is about: a programme's, or the national framework's. The pages are the same for both."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from absolutt.pages.scope import framework_or_refuse, programme_or_404, programme_to_run, readers_of
from correspondence import letter_texts
from programmes import text_kinds
from programmes.texts import BUILTIN, FRAMEWORK, OWN, Texts
from programmes.words import NORMS

NORM_NAMES = {"nb": "bokmål", "nn": "nynorsk"}


@dataclass
class Desk:
    """``programme`` None: the framework's. ``norms`` counts the programme's readers by the norm they are written to."""

    programme: Any
    may_change: bool
    texts: Texts = field(init=False)
    norms: dict[str, int] = field(init=False)

    def __post_init__(self):
        self.texts = Texts.of(self.programme)
        self.readers = list(readers_of(self.programme)) if self.programme else []
        self.norms = {norm: sum(row.organisation.language == norm for row in self.readers) for norm in NORMS}

    @property
    def first_reader(self):
        """Somebody to show a text for when nobody is chosen: a municipality where there is one."""
        return next((row for row in self.readers if not row.organisation.is_county), next(iter(self.readers), None))

    def url(self, page, *args):
        """The address of one of the pages about texts, in the right place of the site."""
        if self.programme:
            return reverse(page, args=[self.programme.key, *args])
        return reverse(f"framework_{page}", args=args)

    def context(self):
        """What every one of the pages shows around itself."""
        return {
            "section": "programmes",
            "programme": self.programme,
            "may_change": self.may_change,
            "texts_url": self.url("texts"),
            "is_archived": bool(self.programme) and self.programme.state == "archived",
        }


def desk_to_read(user, key):
    """The desk of a programme (404 outside reach), or with ``key`` None of the framework."""
    if key is None:
        framework_or_refuse(user)
        return Desk(None, may_change=True)
    programme = programme_or_404(user, key)
    return Desk(programme, may_change=programme.state != "archived" and programme.may_run)


def desk_to_write(user, key):
    """As above, for an act: 403 for whoever may only read. An archived programme is refused by the act itself."""
    if key is None:
        return desk_to_read(user, None)
    return Desk(programme_to_run(user, key), may_change=True)


def kind_or_404(slug):
    kind = text_kinds.by_slug(slug)
    if kind is None:
        raise Http404
    return kind


def standing(desk, kind, section, norm):
    """Where a section stands in one norm: words, and a colour that says the same. No words where there is no text."""
    found = desk.texts.find(kind.key, section, norm)
    if desk.programme:
        text = {OWN: _("Egen tekst"), FRAMEWORK: _("Rammeverkets tekst"), BUILTIN: _("Rammeverkets tekst")}
        is_own = found.source == OWN
    else:
        text = {FRAMEWORK: _("Skrevet for rammeverket"), BUILTIN: _("Portalens egen tekst")}
        is_own = found.source == FRAMEWORK
    if not found.text:
        return {"text": "", "colour": ""}
    if found.norm != norm:
        return {"text": _("Mangler, går ut på %(norm)s") % {"norm": NORM_NAMES[found.norm]}, "colour": "warning"}
    return {"text": text[found.source], "colour": "success" if is_own else "neutral"}


def lacking(desk, kinds=None):
    """Sections that some readers get in a norm that is not theirs, each with who they are and where it is mended."""
    found = []
    for norm in reversed(NORMS):
        if desk.programme and not desk.norms[norm]:
            continue
        for kind in kinds or text_kinds.every():
            for section in desk.texts.lacking(kind, norm):
                found.append({
                    "kind": kind, "section": section, "norm": norm, "norm_name": NORM_NAMES[norm],
                    "said": said_of(desk, norm), "url": f"{desk.url('edit_text', kind.slug)}#{section.key}",
                })  # fmt: skip
    return found


def what_invitations_lack(programme):
    """The same for what goes out with an invitation: the document, and the letter it lies in."""
    kinds = [text_kinds.by_key(text_kinds.INVITATION), text_kinds.by_key(letter_texts.key_of("signup.invitation"))]
    return lacking(Desk(programme, may_change=False), kinds)


def said_of(desk, norm):
    """How many readers get a section in the other norm than theirs, since theirs is not written."""
    other = NORM_NAMES["nb" if norm == "nn" else "nn"]
    said = {"norm": NORM_NAMES[norm], "other": other}
    if not desk.programme:
        return _("De som har %(norm)s, får teksten på %(other)s.") % said
    count = desk.norms[norm]
    if not count:
        return _("Ingen i programmet har %(norm)s nå.") % said
    return ngettext(
        "%(n)s mottaker har %(norm)s og får teksten på %(other)s.",
        "%(n)s mottakere har %(norm)s og får teksten på %(other)s.",
        count,
    ) % {"n": count, **said}
