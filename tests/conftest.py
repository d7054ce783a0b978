"""What every test stands on. Servers (PostgreSQL, Redis) are started by bin/test; this file needs its environment."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from accounts import journal_guard


class UndefinedVariable(str):
    """A template variable that does not exist fails the test instead of printing nothing."""

    def __new__(cls):
        return super().__new__(cls, "undefined")

    def __contains__(self, key):
        return True

    def __mod__(self, variable):
        raise AssertionError(f"undefined template variable: {variable}")


# Playwright keeps an event loop in the main thread; the tests' own database calls there are safe all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Off, so that a test signs in by ``force_login`` alone. test_reach.py and the tests of the second factor turn it on.
settings.REQUIRE_SECOND_FACTOR = False
# No test is timed: a machine that is shared is slow at times.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none

_flush = TransactionTestCase._fixture_teardown


def _flush_with_triggers_lifted(self):
    with journal_guard.lifted():
        _flush(self)


TransactionTestCase._fixture_teardown = _flush_with_triggers_lifted


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()


@pytest.fixture
def register(db):
    from accounts import journal
    from municipalities import register

    register.load(by=journal.SYSTEM)


@pytest.fixture
def programmes(register):
    """The three historical programmes, by key."""
    from absolutt.loading.reader import read
    from absolutt.loading.writer import write
    from accounts import journal
    from programmes.models import Programme

    write(read(settings.BASE_DIR / "data" / "programmes.yaml"), by=journal.SYSTEM)
    return {programme.key: programme for programme in Programme.objects.all()}


@pytest.fixture
def adviser(db):
    from tests import factories

    return factories.adviser("KS Innlandet")


@pytest.fixture
def round_in_sign_up(db):
    from tests import factories

    return factories.OpenProgrammeFactory()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """``with on_commit():`` runs what waits for the commit, as it would have run outside a test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pytest_collection_finish(session):
    """Tests of one group keep to one process: real browsers and workers beside one another wait for each other. Some
    versions of pytest and pytest-xdist do not agree on where a test's group is written, and then nothing says so."""
    if session.config.getoption("loadgroup", default=False):
        grouped = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group")]
        astray = [nodeid for nodeid in grouped if "@" not in nodeid]
        assert not astray, f"pytest-xdist does not see the groups of {len(astray)} tests"


def pytest_make_parametrize_id(val, argname):
    """A file's bytes are no name: a workbook has the hour in it, and every process must give its tests the same."""
    return argname if isinstance(val, bytes) else None
