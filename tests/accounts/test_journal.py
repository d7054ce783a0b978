import pytest
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.db.transaction import TransactionManagementError

from accounts import journal, journal_guard
from accounts.models import JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db


def line():
    with transaction.atomic():
        return journal.append(verb="user.added", by=journal.SYSTEM, subject=factories.UserFactory(), n=1)


def test_a_line_says_who_did_what_to_which_row():
    user = factories.UserFactory()
    actor = factories.UserFactory()

    with transaction.atomic():
        entry = journal.append(verb="user.added", by=journal.Actor(user=actor), subject=user, scope=user, role="x")

    assert (entry.verb, entry.actor) == ("user.added", actor)
    assert (entry.subject, entry.details) == (f"user:{user.pk}", {"role": "x"})
    assert list(JournalEntry.objects.in_scope(user)) == [entry]


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused():
    user = factories.UserFactory()

    with pytest.raises(TransactionManagementError):
        journal.append(verb="user.added", by=journal.SYSTEM, subject=user)

    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("attempt", [
    lambda pk: JournalEntry.objects.filter(pk=pk).update(verb="something.else"),
    lambda pk: JournalEntry.objects.filter(pk=pk).delete(),
    lambda pk: JournalEntry.objects.get(pk=pk).delete(),
    lambda pk: connection.cursor().execute("UPDATE accounts_journalentry SET details = '{}' WHERE id = %s", [pk]),
    lambda pk: connection.cursor().execute("DELETE FROM accounts_journalentry"),
])  # fmt: skip
def test_the_database_refuses_to_change_or_delete_a_line(attempt):
    entry = line()

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        attempt(entry.pk)

    assert JournalEntry.objects.get(pk=entry.pk).verb == "user.added"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite knows REPLACE")
def test_sqlite_refuses_to_replace_a_line():
    entry = line()

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO accounts_journalentry SELECT id, at, 'forged', actor_ref, subject, scope, details, "
            "actor_id FROM accounts_journalentry WHERE id = %s",
            [entry.pk],
        )

    assert JournalEntry.objects.get(pk=entry.pk).verb == "user.added"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL knows TRUNCATE")
def test_postgresql_refuses_truncate():
    line()

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute("TRUNCATE accounts_journalentry")

    assert JournalEntry.objects.exists()


def test_a_missing_trigger_is_an_error_until_it_is_put_back():
    on_table = f" ON {journal_guard.TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {journal_guard.TABLE}_no_delete{on_table}")

    before = [error.id for error in checks.run_checks(databases=["default"]) if error.id == "accounts.E001"]
    call_command("guard_journal", verbosity=0)
    after = [error.id for error in checks.run_checks(databases=["default"]) if error.id == "accounts.E001"]

    assert (before, after) == (["accounts.E001"], [])


def test_somebody_in_the_journal_cannot_be_deleted():
    actor = factories.UserFactory()
    with transaction.atomic():
        journal.append(verb="user.added", by=journal.Actor(user=actor), subject=actor)

    with pytest.raises(ProtectedError):
        actor.delete()
