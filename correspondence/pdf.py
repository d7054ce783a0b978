"""HTML to PDF behind a closed door: the renderer reads our own stylesheet and fonts, and nothing else.

The stylesheet and the fonts are read once per process: a new font configuration per document unpacks the fonts again,
which takes longer than the document, and leaks (benchmarks/invitations.py measures both).
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

STYLESHEET = settings.BASE_DIR / "templates" / "documents" / "document.css"
FACES = tuple(f"inter-{subset}-{weight}-normal.woff2" for subset in ("latin", "latin-ext") for weight in (400, 600))

ARCHIVED = "pdf/a-2u"


class ClosedDoor(URLFetcher):
    """Opens data: addresses and exactly the addresses in ``readable``; every other file and host is refused."""

    def __init__(self, *readable):
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self.readable = frozenset(readable)

    def fetch(self, url, headers=None):
        if url.startswith("data:") or url in self.readable:
            return super().fetch(url, headers)
        raise ValueError(f"a document may not read {url[:60]}")


def stylesheet_text():
    """The stylesheet with the addresses of this machine's fonts. Raises ``ImproperlyConfigured`` where one is missing:
    WeasyPrint would take another font and say nothing."""
    folder = Path(settings.PDF_FONTS)
    missing = [face for face in FACES if not (folder / face).is_file()]
    if missing:
        raise ImproperlyConfigured(f"{folder} lacks {', '.join(missing)}. Install the npm packages: npm ci")
    return STYLESHEET.read_text(encoding="utf-8").replace("FONTS/", folder.as_uri() + "/")


@cache
def _prepared():
    fonts = FontConfiguration()
    door = ClosedDoor(*((Path(settings.PDF_FONTS) / face).as_uri() for face in FACES))
    return CSS(string=stylesheet_text(), font_config=fonts, url_fetcher=door), fonts


def render(html, *, for_archive=False):
    """A tagged PDF (PDF/UA-1) as bytes, or one to keep: PDF/A-2u, tagged all the same. ``html`` must have a language
    and a title; its images are data: addresses."""
    stylesheet, fonts = _prepared()
    # A file says one of the two of itself: WeasyPrint writes one variant's mark (docs/decisions/0028)
    variant = ARCHIVED if for_archive else "pdf/ua-1"
    return HTML(string=html, url_fetcher=ClosedDoor()).write_pdf(
        stylesheets=[stylesheet], font_config=fonts, pdf_variant=variant, pdf_tags=True, finisher=_say_scope
    )


def _say_scope(_document, pdf):
    """WeasyPrint ties data cells to their headers by id only; some readers need each header's scope as well."""
    dictionaries = (entry for entry in pdf.objects if isinstance(entry, dict))
    structure = {entry.reference: entry for entry in dictionaries if entry.get("Type") == "/StructElem"}
    for cell in structure.values():
        if cell["S"] == "/TH":
            row_group = structure[structure[cell["P"]]["P"]]
            cell["A"]["Scope"] = "/Column" if row_group["S"] == "/THead" else "/Row"
