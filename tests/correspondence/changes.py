"""A programme in which a gathering changes, and those who know of it."""

from dataclasses import replace

from accounts.journal import SYSTEM
from correspondence.models import Envelope, Letter
from gatherings import actions
from gatherings.actions import said_of
from gatherings.models import Gathering
from tests import factories


def taking_part(programme, name="Lom", **people):
    """A municipality that is signed up, with a coordinator and a director who have had a letter."""
    row = factories.signed_up(programme=programme, organisation=factories.OrganisationFactory(name=name))
    factories.with_coordinator(row, email=people.get("coordinator", f"koordinator{row.pk}@example.no"))
    director = factories.with_director(row)
    factories.letter_to(row, person=director)
    everything_leaves()
    return row


def everything_leaves():
    """As if the outbox had sent what lies in it."""
    Envelope.objects.filter(state="ready").update(state="sent", sent_at=factories.timezone.now())


def gathering(programme, key="joint-1"):
    return Gathering.objects.with_days().select_related("programme", "phase").get(programme=programme, key=key)


def change(programme, *, key="joint-1", word="", **said):
    row = gathering(programme, key)
    return actions.change_gathering(
        gathering=row, said=replace(said_of(row), **said), version=row.version, by=SYSTEM, word=word
    )


def remove(programme, *, key="joint-1", word=""):
    row = gathering(programme, key)
    actions.remove_gathering(gathering=row, version=row.version, by=SYSTEM, word=word)


def about_changes():
    return Letter.objects.filter(rule__startswith="gathering.").order_by("pk")


def readers():
    return sorted(about_changes().values_list("envelope__address", flat=True))
