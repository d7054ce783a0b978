"""What an adviser has written for a programme's public page, in its place among the facts."""

from django.utils.translation import gettext as _

from programmes import texts
from programmes.text_kinds import PROGRAMME_PAGE
from programmes.texts import Texts

TEMPLATE = "public/_written.html"


def with_texts(programme, sections):
    """(introduction as safe HTML, the sections with the written ones among them). One query."""
    now = Texts.of(programme)

    def written(key, top=3):
        return texts.section(programme, PROGRAMME_PAGE, key, texts=now, top=top)

    first, rest = sections[:1], sections[1:]
    about = _section("mer-om", _("Mer om programmet"), written("about"))
    practical = _section("praktisk", _("Praktisk"), written("practical"))
    return written("introduction", top=2), [*first, *about, *rest[:-1], *practical, *rest[-1:]]


def _section(key, title, html):
    return [{"key": key, "title": title, "template": TEMPLATE, "part": {"html": html}}] if html else []
