"""How long the invitations take, and whether memory stays flat.

    .venv/bin/python benchmarks/invitations.py [--count 100] [--memory 500] [--unpacked]

Renders the invitations to the organisations of Innlandet by correspondence/pdf.py and by a plain WeasyPrint loop, in
turn, in one process, and prints the ratio. The aim is 0.60 or less. Memory is measured first, before the plain loop
leaks into the process. --unpacked gives the plain loop fonts that somebody has already unpacked from WOFF2.
Makes its own database and removes it; the figures of a run are only worth something beside each other.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIM = 0.60


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="documents in each of the two loops")
    parser.add_argument("--memory", type=int, default=500, help="documents while memory is watched; 0 leaves it out")
    parser.add_argument("--unpacked", action="store_true", help="a kinder plain loop: fonts as TTF")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="absolutt-benchmark-") as folder:
        set_up(folder)
        pages = invitations(options.count)
        if options.memory:
            watch_memory(pages, options.memory)
        return compare(pages, plain_loop(Path(folder) if options.unpacked else None))


def set_up(folder):
    """A database of its own with the register and the programmes."""
    os.environ.update(DEMO="1", DATA_DIR=folder, LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="absolutt.settings")
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    from absolutt.loading.reader import read
    from absolutt.loading.writer import write
    from accounts import journal
    from municipalities import register

    call_command("migrate", verbosity=0, skip_checks=True)
    register.load(by=journal.SYSTEM)
    write(read(ROOT / "data" / "programmes.yaml"), by=journal.SYSTEM)


def invitations(count):
    """``count`` invitations as HTML, each with a name and a link of its own."""
    from django.utils import translation

    from correspondence import documents
    from municipalities.models import Participation, Person
    from programmes.models import Programme

    programme = Programme.objects.get(key="innlandet-2021")
    rows = list(
        Participation.objects.named_on(programme.day_for_names)
        .filter(programme=programme)
        .select_related("programme__region", "programme__framework", "organisation")
    )
    with translation.override("nb"):
        return [
            documents.invitation_html(
                participation=rows[number % len(rows)],
                person=Person(name=f"Direktør {number}"),
                link=f"https://absolutt.example.no/svar/{number:043d}/",
            )
            for number in range(count)
        ]


def plain_loop(unpacked_into):
    """The loop that one writes first: stylesheet and fonts anew for every document."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from correspondence import pdf

    css = pdf.stylesheet_text()
    if unpacked_into:
        css = unpacked(css, unpacked_into)

    def render(html):
        fonts = FontConfiguration()
        sheet = CSS(string=css, font_config=fonts)
        return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")

    return render


def unpacked(css, folder):
    from django.conf import settings
    from fontTools.ttLib import woff2

    from correspondence import pdf

    for face in pdf.FACES:
        packed, plain = Path(settings.PDF_FONTS) / face, folder / f"{face}.ttf"
        woff2.decompress(str(packed), str(plain))
        css = css.replace(packed.as_uri(), plain.as_uri())
    return css


def watch_memory(pages, count):
    from correspondence import pdf

    print("documents  resident memory, MB")
    print(f"{0:9}  {resident():.0f}")
    for number in range(1, count + 1):
        pdf.render(pages[number % len(pages)])
        if number in (1, count // 2, count):
            print(f"{number:9}  {resident():.0f}", flush=True)


def resident():
    """Megabytes of this process in memory now (Linux)."""
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def compare(pages, plain):
    """Each page by both, in turn, so that a busy machine slows them alike. What ours prepares once counts as ours."""
    from correspondence import pdf

    plain(pages[0])
    pdf._prepared.cache_clear()
    wall, cpu = {plain: 0.0, pdf.render: 0.0}, {plain: 0.0, pdf.render: 0.0}
    for number, page in enumerate(pages):
        for render in (plain, pdf.render) if number % 2 else (pdf.render, plain):
            wall_before, cpu_before = time.perf_counter(), time.process_time()
            render(page)
            wall[render] += time.perf_counter() - wall_before
            cpu[render] += time.process_time() - cpu_before
    print(f"\n{len(pages)} invitations   wall, ms each   CPU, ms each")
    for name, render in (("plain loop", plain), ("ours", pdf.render)):
        print(f"{name:16}  {wall[render] * 1000 / len(pages):14.0f} {cpu[render] * 1000 / len(pages):14.0f}")
    ratio = wall[pdf.render] / wall[plain]
    print(f"{'ratio':16}  {ratio:14.2f} {cpu[pdf.render] / cpu[plain]:14.2f}   (aim: {AIM:.2f} or less)")
    return 0 if ratio <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
