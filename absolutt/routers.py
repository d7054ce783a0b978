class CacheInItsOwnFile:
    """The database cache lies in a SQLite file of its own: counting tries never waits for the portal's one writer."""

    def db_for_read(self, model, **hints):
        return "cache" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        return (db == "cache") == (app_label == "django_cache")
