"""Whole sites under test: real web server, real Celery worker with its scheduler, real mail server, real Chromium."""

import os
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from tests.servers import free_port

PATIENCE = 200  # seconds to wait for a letter or a server: a call may be lost (a minute) and a letter tried again (two)
NATIONAL = "marit.hovde@example.no"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip
expect.set_options(timeout=20_000)  # milliseconds; five seconds are too few where several suites share two cores
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What a site wrote in its logs stands with the failure."""
    report = yield
    if report.failed:
        sites = {name: site for name, site in getattr(item, "funcargs", {}).items() if isinstance(site, Site)}
        report.sections += [(f"the end of the log of «{name}»", site.log()[-6000:]) for name, site in sites.items()]
    return report


def wait_for(what, found):
    """The first true answer of ``found``, or a failure that says what was waited for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"waited {PATIENCE} seconds for {what}")


class Site:
    """A running portal in a folder of its own."""

    def __init__(self, folder, **environment):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.folder = folder
        self.environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
            "DATA_DIR": str(folder),
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "localhost",
            **environment,
        }
        self.processes = []

    def run(self, *command):
        """What the command wrote."""
        done = subprocess.run(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=self.environment, check=True, capture_output=True
        )
        return done.stdout.decode()

    def start(self):
        bin_folder = Path(sys.executable).parent
        web = ["granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--host", "127.0.0.1",
               "--port", str(self.port), "absolutt.wsgi:application"]  # fmt: skip
        worker = ["celery", "-A", "absolutt", "worker", "-B", "--pool", "solo", "--loglevel", "WARNING",
                  "--hostname", f"test{self.port}@localhost", "--schedule", str(self.folder / "beat")]  # fmt: skip
        for name, command in (("web", web), ("worker", worker)):
            log = (self.folder / f"{name}.log").open("wb")
            command = [str(bin_folder / command[0]), *command[1:]]
            self.processes.append(
                subprocess.Popen(
                    command, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
            )
        wait_for("the web server", self._answers)

    def _answers(self):
        try:
            return urlopen(f"{self.url}/health", timeout=2).status == 200  # noqa: S310  (our own server)
        except (URLError, OSError):
            return False

    def stop(self):
        for process in self.processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def log(self):
        logs = (self.folder / f"{name}.log" for name in ("web", "worker"))
        return "".join(path.read_text() for path in logs if path.exists())  # one may run without a web server


class PostOffice:
    """A real mail server that keeps what it is given."""

    def __init__(self):
        self.letters = []
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos[0], message))
        return "250 OK"

    def to(self, address, *, subject):
        """The newest letter to ``address`` whose subject holds ``subject``; waits until it has come."""

        def found():
            hits = [message for to, message in self.letters if to == address and subject in message["Subject"]]
            return hits[-1] if hits else None

        try:
            return wait_for(f"a letter to {address} about {subject}", found)
        except AssertionError as late:
            came = [f"{to}: {message['Subject']}" for to, message in self.letters[-8:]]
            raise AssertionError("\n".join([f"{late}; the last that came:", *came])) from None


def body(message):
    return message.get_body(("plain",)).get_content()


def link_in(message, kind):
    return re.search(rf"https?://\S+/{kind}/\S+", body(message)).group(0)


@pytest.fixture(scope="session")
def post_office():
    office = PostOffice()
    office.server.start()
    yield office
    office.server.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory, post_office):
    """A production-like site: on PostgreSQL with Redis where bin/test gives them, else SQLite and no broker."""
    folder = tmp_path_factory.mktemp("site")
    postgres = os.environ.get("TEST_POSTGRES_URL", "")
    environment = {
        "SECRET_KEY": "browser-tests-browser-tests-browser-tests-browser",
        "EMAIL_URL": f"smtp://127.0.0.1:{post_office.server.port}",
        "MAIL_ONLY_TO": "example.no",
        "REQUIRE_SECOND_FACTOR": "0",  # test_roles.py has a site that asks for one
    }
    if postgres:
        environment["DATABASE_URL"] = new_database(postgres)
        environment["REDIS_URL"] = os.environ["TEST_REDIS_URL"].rsplit("/", 1)[0] + "/7"
    site = Site(folder, **environment)
    site.run("manage.py", "prepare")
    site.run("-m", "tests.browser.world")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo exactly as bin/serve prepares it."""
    site = Site(tmp_path_factory.mktemp("demo"), DEMO="1")
    site.run("manage.py", "prepare")
    site.start()
    yield site
    site.stop()


def new_database(server, name="site"):
    name = f"{name}_{os.getpid()}"
    base, _, _ = server.rpartition("/")
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"{base}/{name}"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium):
    """Opens windows: ``window(390)`` is a phone, ``window(1280)`` a laptop."""
    opened = []

    def open_window(width=1280, **options):
        phone = width < 800
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if phone else 900}, is_mobile=phone, has_touch=phone,
            locale="nb-NO", **options,
        )  # fmt: skip
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def signed_in(demo, chromium):
    """A browser's state after an adviser has signed in to the demo once: codes are few a minute, by design."""
    context = chromium.new_context(locale="nb-NO")
    page = context.new_page()
    sign_in(page, demo, lambda: demo_code(page, demo, "ingrid.solbakken@example.no"))
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def national(demo, chromium):
    """As ``signed_in``, for somebody who reaches every region."""
    context = chromium.new_context(locale="nb-NO")
    page = context.new_page()
    sign_in(page, demo, lambda: demo_code(page, demo, NATIONAL), NATIONAL)
    state = context.storage_state()
    context.close()
    return state


def demo_code(page, demo, address):
    """The sign-in code from the demo's mailbox."""
    other = page.context.new_page()
    other.goto(f"{demo.url}/demo/postkasse/?q={address}")
    code = re.search(r"\d{6}", other.inner_text("tbody tr:first-child th")).group(0)
    other.close()
    return code


def sign_in(page, site, code, address="ingrid.solbakken@example.no", *, lands_on="Programmer"):
    """Sign in by code; ``code`` is a function that finds it once it is sent. ``lands_on`` is the first page's title."""
    page.goto(f"{site.url}/logg-inn/")
    page.get_by_label("E-postadresse").fill(address)
    page.get_by_role("button", name="Send kode").click()
    page.get_by_label("Kode fra e-posten").fill(code())
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("heading", name=lands_on, level=1).wait_for()
