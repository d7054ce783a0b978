"""The renderer's closed door: what a document may read, and that it reaches nobody."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from correspondence import documents, pdf
from programmes.words import Words


@contextmanager
def a_server_that_notes_who_comes():
    visits = []

    class Notebook(BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Notebook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", visits
    server.shutdown()
    server.server_close()


def test_a_document_reaches_no_host_whichever_way_it_tries():
    with a_server_that_notes_who_comes() as (host, visits):
        nested = f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{host}/nested' width='9' height='9'/></svg>"
        pdf.render(
            f'<html lang="nb"><head><title>x</title><link rel="stylesheet" href="{host}/sheet">'
            f'<style>@import "{host}/import"; p {{ background: url("{host}/background") }}</style></head>'
            f'<body><p style="list-style-image:url({host}/inline)">x<img alt="x" src="{host}/image">'
            f'<img alt="x" src="data:image/svg+xml,{nested}"><object data="{host}/object"></object></p>'
            f'<link rel="attachment" href="{host}/attachment"></body></html>'
        )

    assert visits == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "FILE:///etc/hostname",
        "http://127.0.0.1/",
        "https://example.no/",
        "ftp://example.no/",
        (settings.BASE_DIR / "templates" / "documents" / "document.css").as_uri(),
        (settings.PDF_FONTS / pdf.FACES[0]).as_uri(),
        (settings.PDF_FONTS / ".." / "package.json").as_uri(),
    ],
)
def test_a_document_may_not_read(address):
    with pytest.raises(ValueError, match="may not read"):
        pdf.ClosedDoor().fetch(address)


def test_the_stylesheet_may_read_its_fonts_and_nothing_beside_them():
    font = (settings.PDF_FONTS / pdf.FACES[0]).as_uri()
    door = pdf.ClosedDoor(font)

    response = door.fetch(font)

    assert response.read(4) == b"wOF2"
    response.close()
    with pytest.raises(ValueError, match="may not read"):
        door.fetch(font + "/../../package.json")


def test_missing_fonts_stop_the_renderer_instead_of_giving_another_font(settings, tmp_path):
    settings.PDF_FONTS = tmp_path

    with pytest.raises(ImproperlyConfigured, match="npm ci"):
        pdf.stylesheet_text()


def test_white_space_around_blocks_goes_and_between_words_stays():
    assert documents._tight("<p>\n  a <b>b</b> c\n  </p>\n\n<td> d </td>") == "<p>a <b>b</b> c</p><td>d</td>"


def test_roles_are_in_nynorsk_only_when_all_of_them_are():
    mayor, schools = Words(nb="ordfører", nn="ordførar"), Words(nb="skolesjef")

    assert documents._in_a_row([mayor, schools]) == Words(nb="ordfører, skolesjef")
    assert documents._in_a_row([mayor, mayor]) == Words(nb="ordfører, ordfører", nn="ordførar, ordførar")
    assert not documents._in_a_row([])
