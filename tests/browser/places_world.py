"""More for a site under test: a round with two places whose directors are invited, and a sketch that takes interest.

Run as «python -m tests.browser.places_world» in that site's environment. With «tokens» and a programme's key it prints
the tokens of a director's page where she withdraws, and of an offer's; with «open» and a key it opens that programme.
"""

import json
import sys

from tests.browser.world import address_of, named  # sets Django up  # isort: skip

from django.conf import settings
from django.utils import timezone

from absolutt.copying import copy_programme
from accounts import journal
from municipalities import actions, offer_links, signup_links
from municipalities.models import Holding, Participation
from programmes.models import Programme
from programmes.words import Words

ROUND, SKETCH = "plassene", "skissen"
INVITED = ("Alvdal", "Folldal", "Os", "Tolga", "Tynset")


def build():
    source = Programme.objects.get(key="innlandet-2021")
    weeks = (timezone.localdate() - source.sign_up_deadline.end).days // 7 + 4
    made = copy_programme(
        source=source, key=ROUND, title=Words("To plasser", "To plassar"), weeks=weeks, state="open",
        letters_from=timezone.localdate(), by=journal.SYSTEM,
    )  # fmt: skip
    Programme.objects.filter(pk=made.pk).update(places_total=2)
    for municipality in INVITED:
        director = f"Odd {municipality}"
        actions.name_director(
            participation=named(made, municipality), name=director, email=address_of(director), by=journal.SYSTEM
        )
    chosen = [named(made, municipality) for municipality in INVITED]
    for row in chosen:
        row.programme = Programme.objects.get(pk=made.pk)
    actions.invite(participations=chosen, by=journal.SYSTEM)
    sketch = copy_programme(
        source=source, key=SKETCH, title=Words("Skissen", "Skissa"), weeks=None, state="sketch", letters_from=None,
        by=journal.SYSTEM,
    )  # fmt: skip
    Programme.objects.filter(pk=sketch.pk).update(is_public=True, contact_email="absolutt@example.no")


def tokens(key):
    director, waits = (_director_of(key, state) for state in ("signed_up", "offered"))
    return {
        "withdraw": signup_links.issue(director.seat.participation, director.person),
        "offer": offer_links.issue(waits.seat.participation, waits.person),
    }


def _director_of(key, state):
    rows = Participation.objects.filter(programme__key=key, state=state)
    return Holding.objects.current().filter(seat__kind="director", seat__participation__in=rows).earliest("pk")


def open_for_sign_up(key):
    Programme.objects.filter(key=key).update(state="open", letters_from=timezone.localdate())


if __name__ == "__main__":
    what, *more = sys.argv[1:] or ["build"]
    if what == "tokens":
        sys.stdout.write(json.dumps(tokens(*more)))
    elif what == "open":
        open_for_sign_up(*more)
    else:
        assert settings.MAIL_ONLY_TO == ["example.no"]
        build()
