"""HTML to PDF behind a closed door: the renderer reads our own stylesheet and fonts, and nothing else.

The stylesheet and the font configuration are made once per process: a new one per document is slower and leaks.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

STYLESHEET = settings.BASE_DIR / "static" / "print" / "document.css"
FACES = {
    f"inter-{subset}-{weight}-normal.woff2" for subset in ("latin", "latin-ext") for weight in (400, 600, 700)
}  # fmt: skip


class ClosedDoor(URLFetcher):
    """Fetches the fonts in ``FACES`` and data: addresses; refuses other files and every address outside."""

    def fetch(self, url, headers=None):
        if url.startswith("data:") or url in _allowed():
            return super().fetch(url, headers)
        raise ValueError(f"a document may not read {url[:60]}")


@cache
def _allowed():
    return {(Path(settings.PDF_FONTS) / face).as_uri() for face in FACES}


@cache
def _prepared():
    fonts = FontConfiguration()
    door = ClosedDoor(allowed_protocols=("file", "data"))
    css = STYLESHEET.read_text().replace("FONTS/", Path(settings.PDF_FONTS).as_uri() + "/")
    return CSS(string=css, font_config=fonts, url_fetcher=door), fonts, door


def render(html):
    """A tagged PDF (PDF/UA-1) as bytes. ``html`` must have a language and a title."""
    stylesheet, fonts, door = _prepared()
    return HTML(string=html, url_fetcher=door).write_pdf(
        stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1"
    )
