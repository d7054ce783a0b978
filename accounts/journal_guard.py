"""The triggers that make the database itself refuse to change or delete a journal line.

SQLite drops a table's triggers when a migration rebuilds it, so they are put back after every migrate.
"""

from contextlib import contextmanager

from django.db import connections

TABLE = "accounts_journalentry"
REFUSAL = "a journal line is never changed or deleted"

SQLITE = {
    f"{TABLE}_no_{act.lower()}": (
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
    for act in ("UPDATE", "DELETE")
}
# REPLACE deletes without firing the DELETE trigger: a line's number is used once.
SQLITE[f"{TABLE}_no_replace"] = (
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_replace BEFORE INSERT ON {TABLE} "  # noqa: S608  (our own names)
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
)
POSTGRES_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
)
POSTGRES = {
    f"{TABLE}_no_{act.lower()}": (
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
        f"FOR EACH {'STATEMENT' if act == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION {TABLE}_refuse()"
    )
    for act in ("UPDATE", "DELETE", "TRUNCATE")
}


def triggers_for(connection):
    return POSTGRES if connection.vendor == "postgresql" else SQLITE


def install(using="default"):
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for statement in triggers_for(connection).values():
            cursor.execute(statement)


def install_after_migrate(sender, using, plan=None, **kwargs):
    if using == "default" and table_exists(using):
        install(using)


def table_exists(using="default"):
    return TABLE in connections[using].introspection.table_names()


def missing(using="default"):
    """Names of the triggers that should stand and do not."""
    connection = connections[using]
    # «O» and «A» fire for ordinary sessions; a trigger that is off, or on for replicas only, guards nothing.
    postgres = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgrelid = %s::regclass"
    )
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(postgres if connection.vendor == "postgresql" else sqlite, [TABLE])
        standing = {name for (name,) in cursor.fetchall()}
    return sorted(set(triggers_for(connection)) - standing)


@contextmanager
def lifted(using="default"):
    """Only for tests that flush their database: takes the triggers away and puts them back."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in triggers_for(connection):
            on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    try:
        yield
    finally:
        install(using)
