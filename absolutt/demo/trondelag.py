"""Trøndelag as a sketch: what the region wants is written, and not a single day is decided. It is shown publicly, and
some have given their interest."""

from collections.abc import Iterator
from datetime import date

from absolutt.copying import copy_programme
from absolutt.demo import clock, people
from absolutt.demo.rounds import Act
from accounts.journal import Actor
from municipalities import interest_actions
from municipalities.models import Organisation
from municipalities.self_told import Said
from programmes import content_actions
from programmes.models import Programme
from programmes.words import Words

SOURCE = "trondelag-2020"
KEY, TITLE = "trondelag-skisse", "ABSOLUTT Trøndelag, ny runde"
MADE = -28  # days from this week's Monday

INTERESTED = (
    # day, hour, name, position, municipality, or where else
    (-19, 9, "Solveig Hegstad", "kommunedirektør", "Levanger", ""),
    (-18, 13, "Arvid Nordtug", "oppvekstsjef", "Steinkjer", ""),
    (-17, 10, "Gro Selbu", "ordfører", "Selbu", ""),
    (-12, 15, "Terje Hitterdal", "rektor", "Hitra", ""),
    (-11, 8, "Anne-Lise Kvaal", "rådgiver", "", "Statsforvalteren i Trøndelag"),
    (-7, 11, "Jon Ivar Grong", "skolefaglig ansvarlig", "Grong", ""),
)


def script(adviser: Actor, monday: date) -> Iterator[Act]:
    yield Act(clock.day(monday, MADE), lambda: _make(adviser))
    for day, hour, *said in INTERESTED:
        yield Act(clock.day(monday, day, hour, 20), lambda said=said: _interest(*said))


def _make(adviser: Actor) -> None:
    """It sends no letters, and its texts stay in bokmål only: a reader of nynorsk sees them marked as such."""
    sketch = copy_programme(
        source=Programme.objects.get(key=SOURCE), key=KEY, title=Words.same(TITLE), weeks=None,
        state=Programme.State.SKETCH, letters_from=None, by=adviser,
    )  # fmt: skip
    content_actions.show_publicly(programme=sketch, public=True, version=sketch.version, by=adviser)


def _interest(name: str, role: str, municipality: str, elsewhere: str) -> None:
    sketch = Programme.objects.select_related("region").get(key=KEY)
    where = Organisation.objects.named_on(None).filter(shown_name=municipality).first() if municipality else None
    interest_actions.give_interest(
        programme=sketch,
        said=Said(
            name=name, role=role, email=people.address(name), language="nb", organisation=where,
            organisation_name=elsewhere,
        ),
    )  # fmt: skip
