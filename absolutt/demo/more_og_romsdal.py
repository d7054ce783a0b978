"""Møre og Romsdal after the sign-up: about a dozen of 28 take part, and the groups are half registered.

The deadline is a Friday 8–14 days ago, so the groups were asked for 1–7 days ago and the first gathering comes in
11–17 days. Days in this module are counted from the deadline.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from absolutt.demo import attending, people, plans, texts
from absolutt.demo.groups import APPOINTED, GROUPS, Group, Spec
from absolutt.demo.rounds import Act, Round
from accounts.journal import Actor
from municipalities.models import ANSWER
from municipalities.seat_actions import Place
from programmes.models import Programme
from programmes.words import Words

SOURCE = "more-og-romsdal-2020"
MADE, NAMED, INVITED = -60, -52, -49
GROUPS_DAY = 7
NOT_INVITED = "Rauma"
FROM_EACH = 8  # people that each may send; how many may take part is not said
MANY = 300  # Innlandet's people have the numbers before

ANSWERS = (
    # day, organisation, answer, the coordinator where the director knows who it is
    (-46, "Ålesund", "yes", "Sissel Garnes"),
    (-46, "Volda", "yes", people.COORDINATOR),
    (-43, "Møre og Romsdal fylkeskommune", "yes", "Ragna Storeide"),
    (-42, "Sande", "no", ""),
    (-38, "Kristiansund", "yes", "Håvard Ekren"),
    (-36, "Aukra", "yes", ""),
    (-32, "Ørsta", "undecided", ""),
    (-29, "Ulstein", "yes", people.COORDINATOR_OF_TWO),
    (-29, "Hareid", "yes", people.COORDINATOR_OF_TWO),
    (-24, "Molde", "yes", "Eldbjørg Hagset"),
    (-21, "Gjemnes", "no", ""),
    (-17, "Ørsta", "yes", ""),
    (-14, "Smøla", "yes", "Turid Solbjør"),
    (-10, "Tingvoll", "undecided", ""),
    (-3, "Vestnes", "yes", "Kåre Rypdal"),
    (0, "Giske", "yes", ""),
)
TOLD = (
    (-15, "Stranda", "no", "telephone", "Kommunedirektøren", "Ringde og takka nei, vil vere med neste gong."),
    (-8, "Averøy", "no", "email", "Kommunedirektøren", "Skreiv at kommunen har eit anna program no."),
)
EXTENDED = (
    # given on, organisation, duty, new day, reason
    (-1, "Haram", ANSWER, 21, "Kommunestyret skal handsame saka i neste møte."),
    (6, "Kristiansund", "group.register", 21, "Formannskapet vel dei folkevalde i neste møte."),
    (6, "Kristiansund", "group.confirm", 21, "Formannskapet vel dei folkevalde i neste møte."),
    (GROUPS_DAY, "Giske", "group.register", 21, "Ny oppvekstsjef byrjar om to veker og skal setje saman gruppa."),
    (GROUPS_DAY, "Giske", "group.confirm", 21, "Ny oppvekstsjef byrjar om to veker og skal setje saman gruppa."),
)
WAIVED = (
    (-2, "Surnadal", ANSWER, "Kommunen er alt med i eit anna oppvekstprogram."),
    (5, "Smøla", "group.register", "Er observatør på samling 1. Gruppa blir avtalt etterpå."),
    (5, "Smøla", "group.confirm", "Er observatør på samling 1. Gruppa blir avtalt etterpå."),
    (GROUPS_DAY, "Giske", "coordinator.appoint", "Kommunedirektøren følgjer opp sjølv til oppvekstsjefen er på plass."),
)


def begin(adviser: Actor) -> Round:
    source = Programme.objects.get(key=SOURCE)
    groups_day = source.sign_up_deadline.end + timedelta(days=GROUPS_DAY)
    yesterday = timezone.localdate() - timedelta(days=1)
    return Round(source=source, weeks=(yesterday - groups_day).days // 7, adviser=adviser)


def script(story: Round) -> Iterator[Act]:
    """The letters of all this are written as in any round, and those from before the groups' day are marked as sent on
    their own days: the lists tell them, and the mailbox does not. Sent now they would ask for answers by a day that has
    been, and bury the few of each kind that somebody waits for: what was done on the groups' day, and what the calendar
    has since the deadline."""
    yield story.on(MADE, _make, story)
    yield story.on(MADE, lambda: plans.close_schools(story.programme, story.adviser), minute=20)
    yield story.on(MADE, lambda: plans.decide(story.programme, plans.MORE_OG_ROMSDAL, story.adviser), minute=30)
    for days, written in texts.MORE_OG_ROMSDAL:
        yield story.on(MADE + days, texts.write, story, written, hour=13)
    yield story.on(NAMED, _name_directors, story)
    yield story.on(INVITED, lambda: story.invite(name for name in story.keys if name != NOT_INVITED))
    for number, (offset, name, choice, coordinator) in enumerate(ANSWERS):
        yield story.on(offset, story.answer, name, choice, coordinator, hour=8 + number % 8, minute=number * 11 % 60)
    for offset, *said in TOLD:
        yield story.on(offset, story.write_down, *said, hour=13)
    yield story.on(-2, story.answer_from_outside, "Fjord", "Even Rådgivar", "even.radgivar@annet.example.no", hour=11)
    for offset, *said in APPOINTED:
        yield story.on(offset, story.appoint, *said, hour=14)
    for offset, *said in EXTENDED:
        yield story.on(offset, story.extend, *said, hour=15)
    for offset, *said in WAIVED:
        yield story.on(offset, story.waive, *said, hour=15, minute=20)
    yield story.on(GROUPS_DAY, story.deliver, hour=0)
    names = (people.invented(number) for number in range(MANY + 30, 460))
    for group in GROUPS:
        yield from _register(story, group, [next(names) for _ in group.places])
    yield from attending.script(story, GROUPS_DAY)


def _make(story: Round) -> None:
    first, last = story.years
    story.make(
        key=f"more-og-romsdal-{first}", title=f"ABSOLUTT Møre og Romsdal {first}–{last}",
        state=Programme.State.RUNNING, letters_from=story.deadline + timedelta(days=INVITED),
    )  # fmt: skip
    story.limit(None, FROM_EACH)


def _name_directors(story: Round) -> None:
    for index, name in enumerate(story.keys):
        story.name_director(name, people.invented(MANY + index))


def _register(story: Round, group: Group, names: list[str]) -> Iterator[Act]:
    """The group as its coordinator writes it in, and what came later."""
    for number, (spec, invented) in enumerate(zip(group.places, names, strict=True)):
        who = "" if spec.is_nameless else spec.who or invented
        yield story.on(group.on, _add_place, story, group.name, spec, who, hour=10, minute=number * 3)
    for number, (offset, act, *said) in enumerate(group.later):
        yield story.on(offset, getattr(story, act), group.name, *said, hour=12, minute=number * 5)


def _add_place(story: Round, name: str, spec: Spec, who: str) -> None:
    own = Place(title=Words(spec.role, spec.role), level=spec.level)
    story.add_place(name, own if spec.level else story.place(name, spec.role), who, kind=spec.kind)
