import os
import subprocess
import sys
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command

from tests import factories

pytestmark = pytest.mark.django_db
DEADLINE, DAY = date(2027, 2, 23), date(2027, 2, 9)
INVITED = datetime(2027, 1, 18, 9, tzinfo=UTC)


def at(day, hour=6):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False)


@pytest.fixture
def row():
    return factories.invited_to(factories.round_with_deadline(DEADLINE), at=INVITED)


def send_due(*arguments):
    out = StringIO()
    call_command("send_due", *arguments, stdout=out)
    return out.getvalue()


def everything():
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


def test_a_dry_run_says_when_what_to_whom_and_why_and_changes_nothing(row):
    before = everything()

    with at(date(2027, 2, 1)):
        said = send_due("--on", "2027-02-09", "--dry-run")

    person = row.seats.get(kind="director").holdings.get().person
    (line,) = [line for line in said.splitlines() if "reminder_14" in line]
    assert line.startswith("  09.00  2027-02-09  signup.reminder_14  ")
    assert person.email in line and "Kommune" in line and "ABSOLUTT Innlandet" in line
    assert "Svarfristen er 23.\u00a0februar 2027" in line
    assert everything() == before


def test_a_letter_whose_own_day_comes_before_stands_apart_with_that_day(row):
    with at(date(2027, 2, 1)):
        said = send_due("--on", "2027-02-11", "--dry-run")

    assert said.startswith("2027-02-11: 0 letters in 0 e-mails.\nOnly if it did not go on its day: 1.\n")
    assert "  09.00  2027-02-09  signup.reminder_14  " in said


def test_what_was_missed_until_today_is_among_what_goes_today(row):
    with at(date(2027, 2, 11)):
        said = send_due("--dry-run")

    assert said.startswith("2027-02-11: 1 letters in 1 e-mails.\n  09.00  2027-02-09  signup.reminder_14  ")
    assert "Only if" not in said


def test_what_is_held_back_says_why(row):
    newer = factories.letter_to(row, rule="deadline.extended")
    type(newer.envelope).objects.filter(pk=newer.envelope_id).update(due_at=datetime(2027, 2, 8, 9, tzinfo=UTC))

    said = send_due("--on", "2027-02-09", "--dry-run")

    assert "Held back: 1." in said
    assert "Det er under fire dager siden forrige brev om det samme." in said


def test_a_quiet_day_says_so(row):
    said = send_due("--on", "2027-07-01", "--dry-run")

    assert "2027-07-01 is a quiet day" in said and "2027-08-02" in said


def test_without_a_dry_run_only_today_is_allowed(row):
    with at(DAY), pytest.raises(CommandError, match="Only today's letters can be sent"):
        send_due("--on", "2027-02-10")

    assert mail.outbox == []


def test_todays_letters_are_made_and_sent(row):
    with at(DAY, 8):
        said = send_due()
        again = send_due("--dry-run")

    assert "Made 1. sent 1" in said
    assert len(mail.outbox) == 1
    assert "0 letters in 0 e-mails" in again


def test_before_nine_the_letters_are_made_and_wait(row):
    with at(DAY):
        said = send_due("--on", "2027-02-09")
        again = send_due("--dry-run")

    assert "Made 1. sent 0" in said and "from 09.00" in said
    assert "[made]" in again
    assert mail.outbox == []


def test_what_is_no_day_gets_a_sentence():
    with pytest.raises(CommandError, match=r"«tull» is no day. Write it as YYYY-MM-DD, for example 2027-01-25."):
        send_due("--on", "tull", "--dry-run")


def test_a_folder_without_a_portal_gets_a_sentence_about_which_folder_it_looked_in(tmp_path):
    nowhere = {"DEMO": "1", "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "send_due", "--dry-run"]

    ended = subprocess.run(command, cwd=settings.BASE_DIR, env=nowhere, capture_output=True, text=True, check=False)

    assert ended.returncode == 1 and "Traceback" not in ended.stderr
    assert f"There is no portal in {tmp_path}" in ended.stderr and "same DATA_DIR" in ended.stderr
