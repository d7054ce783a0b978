"""One strict settings file: a bad value stops the start and names the variable."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "SECRET_KEY": "production-production-production-production-x",
    "SITE_URL": "https://absolutt.example.no",
    "DATABASE_URL": "postgres://absolutt@db:5432/absolutt",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp://mail:25",
}


def start(tmp_path, settings, show="1", **changed):
    """Read the settings in a process of its own; returns (status, what it printed)."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), **GOOD, **changed}
    code = f"import absolutt.settings as s; print({show})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stdout.strip(), done.stderr


def test_production_starts_with_good_values_and_secure_cookies(tmp_path, settings):
    status, out, _ = start(tmp_path, settings, "s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEMO, s.DEBUG")

    assert (status, out) == (0, "True True False False")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SITE_URL", "absolutt.example.no"),
        ("SITE_URL", "https://absolutt.example.no/portal"),
        ("DATABASE_URL", "mysql://db/absolutt"),
        ("REDIS_URL", "http://redis"),
        ("EMAIL_URL", "mail:25"),
        ("DEMO", "maybe"),
        ("DEBUG", "2"),
        ("REQUIRE_SECOND_FACTOR", "maybe"),
        ("CONTACT_EMAIL", "KS <absolutt@example.no>"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "one"),
        ("BOUNCE_ADDRESS", "retur"),
        ("BOUNCE_ADDRESS", "retur+brev@example.no"),
        ("BOUNCE_ADDRESS", "en-altfor-lang-adresse-for-det-som-kommer-tilbake@example.no"),
        ("BOUNCE_MAILBOX", "pop3://mail.example.no/INBOX"),
        ("BOUNCE_MAILBOX", "maildir://var/mail/retur"),
        ("BOUNCE_MAILBOX", "imaps:///INBOX"),
        ("MAIL_PER_MINUTE", "many"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_the_variable(tmp_path, settings, variable, value):
    status, _, said = start(tmp_path, settings, **{variable: value})

    assert status != 0
    assert said.strip().splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {variable} is")


def test_a_mailbox_for_returns_is_refused_without_its_password_being_shown(tmp_path, settings):
    status, _, said = start(tmp_path, settings, BOUNCE_MAILBOX="pop3://retur:hemmelig@mail.example.no/INBOX")

    assert status != 0 and "hemmelig" not in said


def test_what_comes_back_is_read_where_the_site_says(tmp_path, settings):
    changed = {
        "BOUNCE_ADDRESS": "Retur@example.no", "BOUNCE_MAILBOX": "imaps://retur:pw@mail.example.no/INBOX",
        "MAIL_PER_MINUTE": "60",
    }  # fmt: skip
    show = "s.BOUNCE_ADDRESS, s.BOUNCE_MAILBOX, s.MAIL_PER_MINUTE"

    status, out, _ = start(tmp_path, settings, show, **changed)

    assert (status, out) == (0, "retur@example.no imaps://retur:pw@mail.example.no/INBOX 60")


@pytest.mark.parametrize(("changed", "asked"), [({}, "True"), ({"REQUIRE_SECOND_FACTOR": "0"}, "False")])
def test_a_second_factor_is_asked_for_unless_the_site_says_otherwise(tmp_path, settings, changed, asked):
    assert start(tmp_path, settings, "s.REQUIRE_SECOND_FACTOR", **changed)[1] == asked


def test_a_demo_lets_newcomers_in_without_one(tmp_path, settings):
    assert start(tmp_path, settings, "s.REQUIRE_SECOND_FACTOR", DEMO="1", EMAIL_URL="")[1] == "False"


def test_a_secret_in_an_address_is_not_repeated_in_the_fault(tmp_path, settings):
    _, _, said = start(tmp_path, settings, EMAIL_URL="smpt://user:hemmelig@mail:25")

    assert "EMAIL_URL" in said
    assert "hemmelig" not in said


def test_a_data_folder_that_is_a_file_is_refused(tmp_path, settings):
    (tmp_path / "data").write_text("")

    status, _, said = start(tmp_path, settings)

    assert (status != 0, "DATA_DIR" in said) == (True, True)


def test_a_demo_never_starts_with_a_mail_server(tmp_path, settings):
    status, _, said = start(tmp_path, settings, DEMO="1", SECRET_KEY="")

    assert (status != 0, "EMAIL_URL" in said) == (True, True)


def test_a_demo_makes_its_own_secret_and_keeps_it(tmp_path, settings):
    demo = {"DEMO": "1", "SECRET_KEY": "", "EMAIL_URL": "", "REDIS_URL": "", "DATABASE_URL": ""}

    first, second = (start(tmp_path, settings, "s.SECRET_KEY, s.MAIL_ONLY_TO", **demo)[1] for _ in range(2))

    assert first == second
    assert "['example.no']" in first
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0
