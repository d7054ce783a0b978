"""Everybody in the demo is invented and has an address at example.no. The same people come each time."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts import journal
from accounts.actions import add_user
from accounts.journal import Actor
from accounts.models import User
from programmes.models import Region
from programmes.reach import Given
from programmes.reach_actions import answer_region, give_reach, let_in, let_stand_in

ADVISERS = (
    # address at example.no, name, region (None: national), administrator, målform
    ("ingrid.solbakken", "Ingrid Solbakken", "KS Innlandet", False, "nb"),
    ("synnove.fylling", "Synnøve Fylling", "KS Møre og Romsdal", False, "nn"),
    ("torgeir.aune", "Torgeir Aune", "KS Trøndelag", False, "nb"),
    ("marit.hovde", "Marit Hovde", None, False, "nb"),
    ("drift", "Liv Myhre", None, True, "nb"),
)
PROCESS_ADVISER, STAND_IN = "Even Nygård", "Gro Leirvik"  # the latter while Synnøve Fylling is away
COORDINATOR, COORDINATOR_OF_TWO = "Magnhild Aasen", "Terje Brandal"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom a newcomer can sign in as, and what she is."""

    name: str
    email: str
    role: Any


SIGN_IN = (
    Known("Ingrid Solbakken", "ingrid.solbakken@example.no", gettext_lazy("rådgiver i KS Innlandet")),
    Known("Synnøve Fylling", "synnove.fylling@example.no", gettext_lazy("rådgiver i KS Møre og Romsdal")),
    Known("Torgeir Aune", "torgeir.aune@example.no", gettext_lazy("rådgiver i KS Trøndelag")),
    Known("Marit Hovde", "marit.hovde@example.no", gettext_lazy("nasjonal rådgiver, ser alle regionene")),
    Known("Liv Myhre", "drift@example.no", gettext_lazy("administrator")),
    Known(PROCESS_ADVISER, "even.nygard@example.no", gettext_lazy("prosessveileder i KS Innlandet")),
    Known(STAND_IN, "gro.leirvik@example.no", gettext_lazy("stedfortreder i KS Møre og Romsdal")),
    Known(COORDINATOR, "magnhild.aasen@example.no", gettext_lazy("koordinator i Volda kommune")),
    Known(COORDINATOR_OF_TWO, "terje.brandal@example.no", gettext_lazy("koordinator i både Ulstein og Hareid")),
)

FIRST = (
    "Anders", "Berit", "Carl", "Dagny", "Eirik", "Frida", "Gunnar", "Hanne", "Ivar", "Jorunn", "Knut", "Lise",
    "Mona", "Nils", "Oddny", "Per", "Ragnhild", "Sverre", "Tone", "Ulf", "Vigdis", "Åse", "Øyvind",
)  # fmt: skip
LAST = (
    "Bakke", "Dalen", "Eggen", "Fossum", "Granli", "Haugen", "Iversbakken", "Jordet", "Kvernmo", "Lunde", "Moen",
    "Nordby", "Opsahl", "Rønning", "Skogli", "Tangen", "Ulven", "Viken", "Østby", "Åsen",
)  # fmt: skip
_PLAIN = str.maketrans("æøå ", "aoa.")


def address(name: str) -> str:
    """«Åse Lunde» → «ase.lunde@example.no». Two people with one name would be one person."""
    return f"{name.lower().translate(_PLAIN)}@example.no"


def invented(index: int) -> str:
    """A name; no two of the first 460 are the same."""
    return f"{FIRST[index % len(FIRST)]} {LAST[(index * 7) % len(LAST)]}"


def come() -> dict[str, Actor]:
    """The advisers get their accounts and reach. {region: who advises it}."""
    found = {}
    for local, name, region, administrator, language in ADVISERS:
        email = f"{local}@example.no"
        user = add_user(email=email, name=name, administrator=administrator, language=language, by=journal.SYSTEM)
        if not administrator:
            reach = Region.objects.get(name=region) if region else None
            give_reach(user=user, region=reach, by=journal.SYSTEM)
        if region:
            found[region] = Actor(user=user)
    let_in(
        email=address(PROCESS_ADVISER), name=PROCESS_ADVISER, given=Given.PROCESS,
        region=Region.objects.get(name="KS Innlandet"), by=journal.SYSTEM,
    )  # fmt: skip
    return found


def process_adviser() -> Actor:
    return Actor(user=User.objects.get(email=address(PROCESS_ADVISER)))


def away(adviser: Actor) -> None:
    """The adviser is away this week and the next, and somebody from another region stands in for her."""
    today = timezone.localdate()
    let_stand_in(
        email=address(STAND_IN), name=STAND_IN, absent=adviser.user, from_day=today,
        until=today + timedelta(days=14), by=adviser,
    )  # fmt: skip


def answer_regions(advisers: dict[str, Actor]) -> None:
    """Where letters of the regions' programmes are answered, where a programme does not say otherwise."""
    for region in Region.objects.filter(name__in=advisers):
        mailbox = address(f"absolutt {region.name.removeprefix('KS ')}")
        answer_region(
            region=region, reply_to=mailbox, sender_name=region.name, version=region.version, by=advisers[region.name]
        )
