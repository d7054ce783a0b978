"""Fills the database of a site under test: a round in sign-up in which every address is at example.no, and another
whose municipalities are signed up and register their groups, and a third whose plan is changed.

Run as «python -m tests.browser.world» in that site's environment. With a programme's key it prints the token of the
page where a director names the coordinator; a municipality's name after it says whose.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "absolutt.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from absolutt.copying import copy_programme  # noqa: E402
from absolutt.loading.reader import read  # noqa: E402
from absolutt.loading.writer import write  # noqa: E402
from accounts import journal  # noqa: E402
from accounts.actions import add_user  # noqa: E402
from accounts.journal import Actor  # noqa: E402
from municipalities import actions, appoint_links, seat_actions  # noqa: E402
from municipalities.models import Holding, Organisation, Participation  # noqa: E402
from programmes.models import Programme  # noqa: E402
from programmes.reach_actions import give_reach  # noqa: E402
from programmes.words import Words  # noqa: E402

# Signed up to the round «gruppene», one for each journey: municipality, its coordinators
SIGNED_UP = {
    "Eidskog": ("Mona Lunde", "Ivar Moen"),
    "Gjøvik": (),
    "Grue": ("Berit Skogli",),
    "Kongsvinger": ("Dagny Opsahl",),
    "Løten": ("Frida Eggen",),
    "Nord-Odal": (),
    "Ringsaker": ("Hanne Fossum",),
    "Stange": ("Lise Viken", "Nils Bakke"),
    "Trysil": ("Tone Granli",),
}


def address_of(name):
    """«Kåre Ås» → kare.as@example.no"""
    return name.lower().translate(str.maketrans({"æ": "a", "ø": "o", "å": "a", " ": "."})) + "@example.no"


def build():
    write(read(settings.BASE_DIR / "data" / "programmes.yaml"), by=journal.SYSTEM)
    for organisation in Organisation.objects.all():
        organisation.mailbox = f"postmottak.{organisation.organisation_number}@example.no"
        organisation.mail_domains = ["example.no"]
        organisation.save()
    source = Programme.objects.get(key="innlandet-2021")
    weeks = (timezone.localdate() - source.sign_up_deadline.end).days // 7 + 4
    rounds = {}
    titles = (("runden", "ABSOLUTT Innlandet"), ("gruppene", "Laget rundt barna"), ("planen", "Planen for barna"))
    for key, title in titles:
        rounds[key] = copy_programme(
            source=source, key=key, title=Words(title, title), weeks=weeks, state="open",
            letters_from=timezone.localdate(), by=journal.SYSTEM,
        )  # fmt: skip
    adviser = add_user(email="ingrid.solbakken@example.no", name="Ingrid Solbakken", by=journal.SYSTEM)
    give_reach(user=adviser, region=source.region, by=journal.SYSTEM)
    for municipality, coordinators in SIGNED_UP.items():
        sign_up(named(rounds["gruppene"], municipality), coordinators, by=Actor(user=adviser))
    for municipality in ("Lom", "Sel"):
        sign_up(named(rounds["planen"], municipality), (), by=Actor(user=adviser))


def named(programme, municipality):
    return Participation.objects.named_on(programme.day_for_names).get(programme=programme, shown_name=municipality)


def sign_up(participation, coordinators, *, by):
    director = f"Odd {participation.shown_name}"
    actions.name_director(participation=participation, name=director, email=address_of(director), by=by)
    actions.register_answer(
        participation=participation, choice="yes", via="meeting", said_by=director, reason="Sa ja i et møte.",
        version=participation.version, by=by,
    )  # fmt: skip
    for name in coordinators:
        seat_actions.add_coordinator(
            participation=participation, name=name, email=address_of(name), version=participation.version, by=by
        )


def appoint_token(key, municipality=""):
    programme = Programme.objects.get(key=key)
    directors = Holding.objects.current().filter(seat__kind="director", seat__participation__programme=programme)
    if municipality:
        directors = directors.filter(seat__participation=named(programme, municipality))
    director = directors.filter(seat__participation__state="signed_up").earliest("pk")
    return appoint_links.issue(director.seat.participation, director.person)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(appoint_token(*sys.argv[1:]))
    else:
        build()
