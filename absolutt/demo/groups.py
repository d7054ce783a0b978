"""The groups of Møre og Romsdal, one in each state that a group can be in. Days are counted from the sign-up deadline,
a Friday; the groups are asked for on day 7."""

from dataclasses import dataclass

from municipalities.models import Seat


@dataclass(frozen=True, slots=True)
class Spec:
    """A place: a role of the programme's list, or with a ``level`` one in the municipality's own words. Without ``who``
    anybody invented holds it, unless its name is still to come."""

    role: str
    who: str = ""
    level: str = ""
    kind: str = Seat.Kind.MEMBER
    is_nameless: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """``on`` is the day its coordinator registered it. ``later``: (day, act of ``Round``, what it is told)."""

    name: str
    on: int
    places: tuple[Spec, ...] = ()
    later: tuple[tuple, ...] = ()


def coming(role: str) -> Spec:
    """The place is there, its name is to come."""
    return Spec(role, is_nameless=True)


def youth(contact: str = "") -> Spec:
    """Held by a contact in the youth council: no young person's name is stored."""
    return Spec("ungdomsrådet", contact, level="youth")


def reference(role: str, level: str = "professional", *, nameless: bool = False) -> Spec:
    return Spec(role, level=level, kind=Seat.Kind.REFERENCE, is_nameless=nameless)


MAYOR, CHAIR, DIRECTOR = Spec("mayor"), Spec("committee_chair"), Spec("municipal_director")
SECTOR, ADVISER, PRINCIPAL = Spec("sector_director"), Spec("adviser_school_kindergarten"), Spec("principal")
KINDERGARTEN, UNION = Spec("kindergarten_head"), Spec("chief_union_rep")

# Aukra and Giske have no coordinator, Smøla is excepted, Vestnes has a coordinator and nobody else.
GROUPS = (
    # Confirmed; a member was replaced.
    Group("Møre og Romsdal fylkeskommune", -4, (MAYOR, Spec("committee_chair", "Arnfinn Hollen"), DIRECTOR, PRINCIPAL,
                                                youth()), (
        (3, "replace", "Arnfinn Hollen", "Gudny Hollen"),
        (4, "confirm"),
    )),
    # Confirmed; two coordinators, of whom one is responsible; an existing body is the reference group.
    Group("Ålesund", -3, (MAYOR, CHAIR, DIRECTOR, SECTOR, ADVISER, KINDERGARTEN, UNION, youth()), (
        (-2, "add_coordinator", "Odd Helge Skuggen"),
        (3, "name_reference_body", "Oppvekstforum Ålesund"),
        (5, "confirm"),
    )),
    # Confirmed; the coordinator was replaced; a reference group of its own, one name to come.
    Group("Molde", -2, (MAYOR, DIRECTOR, SECTOR, PRINCIPAL, youth(),
                        reference("leiar av helsestasjonen"), reference("leiar av barnevernstenesta"),
                        reference("leiar av foreldreutvalet", nameless=True)), (
        (3, "appoint", "Jostein Rakvåg"),
        (6, "confirm"),
    )),
    # Half registered: names to come, the contact of the youth council holds a place.
    Group("Volda", 4, (coming("mayor"), DIRECTOR, SECTOR, coming("principal"), youth("Solfrid Kvangarsnes")), (
        (7, "replace", "Solfrid Kvangarsnes", "Vebjørn Osvoll"),
    )),
    # Nobody elected, whom the programme requires.
    Group("Ulstein", 5, (DIRECTOR, SECTOR, UNION)),
    # Nobody for the young, which the programme desires: may be confirmed, and is not yet.
    Group("Hareid", 7, (MAYOR, DIRECTOR, KINDERGARTEN)),
    # Confirmed, and open again: the only elected member left.
    Group("Ørsta", 0, (Spec("mayor", "Steinar Mele"), SECTOR, ADVISER, youth()), (
        (4, "confirm"),
        (7, "leave", "Steinar Mele"),
    )),
    # Two from the administration, and longer time for the rest; the other coordinator came on the groups' day.
    Group("Kristiansund", 4, (SECTOR, ADVISER), (
        (7, "add_coordinator", "Lillian Tustna"),
    )),
)  # fmt: skip

# Ørsta's director did not know whom to appoint when she answered.
APPOINTED = ((-7, "Ørsta", "Bjørg Rovde"),)
