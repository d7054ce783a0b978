"""What a page costs: queries at 1, 46 and 357 organisations, and bytes and first paint in a browser.

python benchmarks/pages.py queries             counts queries in a database of its own
python benchmarks/pages.py browser ADDRESS    loads a running demo's pages on a slow phone (1.6 Mbit/s, 150 ms, CPU ÷ 4)
"""

import os
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
SIZES = (1, 46, 357)
LISTS = ("", "tavle/", "kommunedirektorer/", "invitasjoner/", "brev/")


def queries():
    folder = tempfile.mkdtemp()
    os.environ.update(DEMO="1", DATA_DIR=folder, DJANGO_SETTINGS_MODULE="absolutt.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    from tests import factories

    client = Client(SERVER_NAME="localhost")
    client.force_login(factories.adviser())
    print(f"{'page':32}" + "".join(f"{size:>6}" for size in SIZES))
    programmes = [_programme(factories, size) for size in SIZES]
    for page in LISTS:
        counts = []
        for programme in programmes:
            with CaptureQueriesContext(connection) as counted:
                assert client.get(f"/program/{programme.key}/{page}").status_code == 200
            counts.append(len(counted))
        print(f"/program/…/{page:21}" + "".join(f"{count:>6}" for count in counts))


def _programme(factories, size):
    programme = factories.OpenProgrammeFactory()
    for _ in range(size):
        participation = factories.ParticipationFactory(programme=programme)
        factories.letter_to(participation, person=factories.with_director(participation))
    return programme


def browser(address):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
        page = context.new_page()
        links = _sign_in(page, address)
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        slow = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
        network.send("Network.emulateNetworkConditions", slow)
        network.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        print(f"{'page':24}{'kB':>8}{'requests':>10}{'first paint, s':>16}")
        for name, link in links:
            print(_visit(page, network, name, link))
        chromium.close()


def _sign_in(page, address):
    """Signs in through the demo's mailbox; returns the pages to visit."""
    who = "ingrid.solbakken@example.no"
    page.goto(f"{address}/logg-inn/")
    page.get_by_label("E-postadresse").fill(who)
    page.get_by_role("button", name="Send kode").click()
    box = page.context.new_page()
    box.goto(f"{address}/demo/postkasse/?q={who}")
    page.get_by_label("Kode fra e-posten").fill(re.search(r"\d{6}", box.inner_text("tbody tr:first-child th")).group(0))
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("heading", name="Programmer", level=1).wait_for()
    programme = address + page.locator("main .cards a").first.get_attribute("href")
    box.goto(f"{address}/demo/postkasse/?q=Invitasjon")
    letters = [
        row.locator("a").get_attribute("href") for row in box.locator("tbody tr:not(:has-text('postmottak'))").all()
    ]
    box.goto(address + letters[0])
    answer = re.search(r"http\S+/svar/\S+", box.inner_text(".letter")).group(0)
    box.close()
    return [("home", address), ("programme", programme), ("directors", programme + "kommunedirektorer/"),
             ("invitations", programme + "invitasjoner/"), ("letters", programme + "brev/"),
             ("answer", answer + "?endre=1"), ("sign in", address + "/logg-inn/")]  # fmt: skip


def _visit(page, network, name, link):
    sizes = []

    def arrived(event):
        sizes.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", arrived)
    network.send("Network.clearBrowserCache")
    page.goto(link)
    page.wait_for_load_state("networkidle")
    network.remove_listener("Network.loadingFinished", arrived)
    seen = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    page.wait_for_function(seen)
    paint = page.evaluate(seen) / 1000
    return f"{name:24}{sum(sizes) / 1000:>8.1f}{len(sizes):>10}{paint:>16.2f}"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["queries"]:
            queries()
        case ["browser", address]:
            browser(address.rstrip("/"))
        case _:
            sys.exit(__doc__)
