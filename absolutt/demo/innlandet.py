"""Innlandet in sign-up: about three weeks to the deadline, some have answered, most have not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from absolutt.demo import clock, nynorsk, people, plans, texts
from absolutt.demo.rounds import Act, Round
from accounts.journal import Actor
from correspondence import quiet
from municipalities import placing
from municipalities.models import ANSWER, Participation
from programmes import content_actions
from programmes.content import BY_KEY
from programmes.models import Programme
from programmes.words import Words

SOURCE = "innlandet-2021"
DAYS_TO_DEADLINE = 22
# The deadline is a Tuesday 19–25 days from now, so all of this has been, on ordinary weekdays.
MADE, NAMED, INVITED = -70, -64, -62
ANSWERED = (-60, -57, -57, -56, -54, -49, -48, -46, -43, -43, -42, -40, -36, -35, -33, -32, -29, -28, -27, -26)
NEWEST = -26
PLACES, FROM_EACH = 8, 8  # more say yes than there are places for
AMBITIONS = tuple(Words(text, nynorsk.NYNORSK[text]) for text in (
    "Alle barn skal lære, mestre og trives.",
    "Barn og unge som trenger hjelp, skal fanges opp og følges opp.",
))  # fmt: skip
ANSWERS = {0: "yes", 2: "yes", 5: "yes", 6: "no", 9: "undecided", 11: "telephone", 13: "outside"}

# What they write to each other: the words, and whether it is the adviser's (else the process adviser's)
ON_PROGRAMME = (
    ("Flere spør om lederne av PPT bør være med fra starten. Tar det opp på informasjonsmøtet.", False),
    ("Fint. Jeg legger det inn som et eget punkt på informasjonsmøtet.", True),
)
ON_LATE = (
    ("Ringte servicetorget. Saken er ikke ferdig skrevet, derfor trenger de lengre frist.", True),
    ("Jeg kan hjelpe dem med saksframlegget hvis de vil.", False),
)


def begin(adviser: Actor) -> Round:
    source = Programme.objects.get(key=SOURCE)
    wanted = timezone.localdate() + timedelta(days=DAYS_TO_DEADLINE)
    return Round(source=source, weeks=round((wanted - source.sign_up_deadline.end).days / 7), adviser=adviser)


def script(story: Round) -> Iterator[Act]:
    """What was written went on its day, as history tells it. A handful is invited once more on the last ordinary day:
    those letters lie in the outbox, and so in the mailbox when the demo has started. The reminders before the deadline
    come by themselves as the days go."""
    first, _ = story.years
    yield story.on(
        MADE, story.make, key=f"innlandet-{first}", title=f"ABSOLUTT Innlandet {first}",
        state=Programme.State.OPEN, letters_from=story.deadline + timedelta(days=INVITED),
    )  # fmt: skip
    yield story.on(MADE, lambda: plans.close_schools(story.programme, story.adviser), minute=20)
    yield story.on(MADE, lambda: plans.decide(story.programme, plans.INNLANDET, story.adviser), minute=30)
    yield story.on(MADE, story.limit, PLACES, FROM_EACH, hour=10)
    yield story.on(MADE, _say_more, story, hour=10, minute=30)
    for days, written in texts.INNLANDET:
        yield story.on(MADE + days, texts.write, story, written, hour=13)
    yield story.on(NAMED, _name_directors, story)
    yield story.on(NAMED, _leave_out, story, hour=11)
    yield story.on(INVITED, lambda: story.invite(_invited(story)))
    for number, offset in enumerate(ANSWERED):
        yield story.on(offset, _answer, story, number, hour=8 + number % 8, minute=number * 7 % 60)
    yield story.on(NEWEST - 2, _new_director, story, hour=14)
    yield story.on(NEWEST, _except, story, hour=15)
    for number, (text, by_adviser) in enumerate(ON_PROGRAMME):
        yield story.on(NEWEST, _comment, story, text, by_adviser, hour=15, minute=20 + number * 7)
    for number, (text, by_adviser) in enumerate(ON_LATE):
        yield story.on(NEWEST, _comment_on_the_late, story, text, by_adviser, hour=15, minute=40 + number * 6)
    yield story.on(NEWEST, story.deliver, hour=16)
    yield story.on(NEWEST, _withdraw, story, hour=16, minute=5)
    newest = story.deadline + timedelta(days=NEWEST)
    lately = max(quiet.back(timezone.localdate() - timedelta(days=1)), newest)  # so that it is open still
    yield Act(clock.day(lately, 0, 17), lambda: story.offer_next(placing.last_day_to_answer(lately)))
    yield Act(_last_afternoon(), lambda: story.invite(_once_more(story)))


def _last_afternoon() -> datetime:
    """Five o'clock on the last weekday: after everything else here, and before the demo was started."""
    day = timezone.localdate()
    while day.weekday() > 4 or clock.day(day, 0, 17) > timezone.now():
        day -= timedelta(days=1)
    return clock.day(day, 0, 17)


def _say_more(story: Round) -> None:
    """The invitation of 2020 says little of what the programme wants: the adviser adds to it."""
    for ambition in AMBITIONS:
        part = BY_KEY["ambition"]
        content_actions.add(
            programme=story.programme, part=part, values={"kind": "ambition", "text": ambition},
            newest=content_actions.newest_of(part, story.programme), by=story.adviser,
        )  # fmt: skip


def _name_directors(story: Round) -> None:
    """Some are not known: their invitation goes to the official mailbox."""
    for index, name in enumerate(story.keys):
        if index % 8 != 5:
            story.name_director(name, people.invented(index))


def _invited(story: Round) -> list[str]:
    return [name for index, name in enumerate(story.keys) if index % 10 != 7]


def _leave_out(story: Round) -> None:
    """The last of those who are not on the list of whom to invite now."""
    name = [name for index, name in enumerate(story.keys) if index % 10 == 7][-1]
    story.leave_out(name, "Kommunen har bedt om å få vente til neste runde.")


def _withdraw(story: Round) -> None:
    """Two who had a place give it up: one is offered to the first in line, one lies free."""
    placed = Participation.objects.filter(programme=story.programme, state=Participation.State.SIGNED_UP)
    placed = placed.named_on(story.programme.day_for_names).filter(organisation__kind="municipality")
    first, second = [name for name in placed.order_by("pk").values_list("shown_name", flat=True)
                     if name in story.directors][1:3]  # fmt: skip
    story.withdraw(first, "Kommunen skal slå sammen to skoler og har ikke kapasitet i år.")
    story.write_down_withdrawal(second, "telephone", "Kommunedirektøren", "Ringte. De må prioritere en tilsynssak.")


def _answering(story: Round) -> list[tuple[int, str, str]]:
    """(number, name, what comes from it) of everybody who answers: a director who is not known cannot in the portal."""
    found = [(index, name, ANSWERS[index % 15]) for index, name in enumerate(_invited(story)) if index % 15 in ANSWERS]
    return [row for row in found if row[1] in story.directors or row[2] in ("telephone", "outside")]


def _answer(story: Round, number: int) -> None:
    """The ``number``-th answer to come. Not by the alphabet: that is how lists are, and not how people answer."""
    answering = _answering(story)
    if number >= len(answering):
        return
    index, name, what = sorted(answering, key=lambda row: row[0] * 7 % 20)[number]
    if what == "telephone":
        story.write_down(name, "yes", "telephone", "Kommunedirektøren", "Ringte og meldte på kommunen.")
    elif what == "outside":
        story.answer_from_outside(name, "Pia Konsulent", f"pia.konsulent{index}@annet.example.no")
    else:
        story.answer(name, what, people.invented(index + 200) if what == "yes" and index % 2 else "")


def _silent(story: Round) -> list[str]:
    answering = {name for _, name, _ in _answering(story)}
    return [name for name in _invited(story) if name not in answering and name in story.directors]


def _once_more(story: Round) -> list[str]:
    """Six directors who are silent, and two of the municipalities whose director is not known."""
    answering = {name for _, name, _ in _answering(story)}
    unknown = [name for name in _invited(story) if name not in story.directors and name not in answering]
    return [*_silent(story)[3:9], *unknown[:2]]


def _new_director(story: Round) -> None:
    """A successor who has not been invited."""
    story.name_director(_silent(story)[2], people.invented(len(story.keys) + 1))


def _comment(story: Round, text: str, by_adviser: bool) -> None:
    story.comment(text, by=None if by_adviser else people.process_adviser())


def _comment_on_the_late(story: Round, text: str, by_adviser: bool) -> None:
    story.comment(text, _silent(story)[0], by=None if by_adviser else people.process_adviser())


def _except(story: Round) -> None:
    late, excepted = _silent(story)[:2]
    story.extend(late, ANSWER, 14, "Kommunestyret behandler saken først i neste møte.")
    story.waive(excepted, ANSWER, "Kommunen er allerede med i et annet oppvekstprogram.")
