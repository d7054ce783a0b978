"""Each warning by itself: what brings it, what does not, and that it says what to do."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings import warnings
from gatherings.cautions import Tone
from gatherings.plan import plan_of
from programmes.models import Programme, SchoolHoliday
from programmes.when import When
from programmes.words import Words
from tests.gatherings.plans import days, gathering, in_nynorsk, keys, plan, said_by, semester, texts

APRIL = days(date(2027, 4, 27), date(2027, 4, 28))
WEEK_40 = When("week", date(2027, 10, 4), date(2027, 10, 10))
WINTER = SchoolHoliday(name="vinterferie", start=date(2027, 2, 22), end=date(2027, 2, 26))


# --- Days that are taken


def test_two_gatherings_on_the_same_day_collide():
    follow_up = gathering(None, days(date(2027, 4, 28)), kind="coordinator_follow_up")

    said = said_by(warnings.on_the_same_days, plan(gathering(1, APRIL), follow_up))

    assert said == ["Fellessamling 1 og Oppfølging av koordinatorer er samme dag, 28. april 2027. Flytt den ene."]


def test_several_days_in_common_are_told_as_such():
    said = said_by(warnings.on_the_same_days, plan(gathering(1, APRIL), gathering(2, APRIL)))

    assert said == ["Fellessamling 1 og Fellessamling 2 er samme dag, 27.–28. april 2027. Flytt den ene."]


@pytest.mark.parametrize("other", [days(date(2027, 4, 29)), When(), semester(2027, autumn=False)])
def test_neighbours_and_what_is_no_day_do_not_collide(other):
    assert said_by(warnings.on_the_same_days, plan(gathering(1, APRIL), gathering(2, other))) == []


def test_another_programme_of_the_region_on_the_same_day_is_to_be_looked_at():
    other = gathering(3, APRIL)
    other.programme = Programme(title=Words("ABSOLUTT Innlandet 2026"))
    apart = gathering(4, days(date(2027, 6, 1)))
    apart.programme = other.programme

    found = list(warnings.on_a_day_of_another_programme(plan(gathering(1, APRIL), elsewhere=(other, apart))))

    assert texts(found) == [
        "Fellessamling 1 er samme dag som Fellessamling 3 i ABSOLUTT Innlandet 2026, 27.–28. april 2027. Se om noen "
        "skal begge steder."
    ]
    assert found[0].tone == Tone.LOOK


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (days(date(2027, 5, 6)), "Fellessamling 1: 6. mai 2027 er Kristi himmelfartsdag. Velg en annen dag."),
        (days(date(2027, 3, 24), date(2027, 3, 25)),
         "Fellessamling 1: 25. mars 2027 er skjærtorsdag. Velg en annen dag."),
        (days(date(2027, 5, 1)), "Fellessamling 1: 1. mai 2027 er første mai. Velg en annen dag."),  # a Saturday too
    ],
)  # fmt: skip
def test_a_public_holiday_is_named(when, said):
    the_plan = plan(gathering(1, when))

    assert said_by(warnings.on_a_public_holiday, the_plan) == [said]
    assert said_by(warnings.on_a_weekend, the_plan) == []


def test_a_public_holiday_is_named_in_nynorsk():
    said = in_nynorsk(warnings.on_a_public_holiday, plan(gathering(1, days(date(2027, 3, 25)))))

    assert said == ["Fellessamling 1: 25. mars 2027 er skjertorsdag. Vel ein annan dag."]


WEEK_12 = When("week", date(2027, 3, 22), date(2027, 3, 28))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (WEEK_12, "Fellessamling 1 er satt til uke 12, 2027. I den uka er 25. mars skjærtorsdag og 26. mars "
                  "langfredag. Velg blant de andre dagene."),
        (When("week", date(2027, 5, 3), date(2027, 5, 9)), "Fellessamling 1 er satt til uke 18, 2027. I den uka er "
         "6. mai Kristi himmelfartsdag. Velg blant de andre dagene."),
    ],
)  # fmt: skip
def test_public_holidays_in_the_week_of_a_gathering_are_named_without_saying_that_it_is_on_one(when, said):
    the_plan = plan(gathering(1, when))

    (found,) = warnings.in_a_week_with_a_public_holiday(the_plan)

    assert (texts([found]), found.tone) == ([said], Tone.LOOK)
    assert said_by(warnings.on_a_public_holiday, the_plan) == []


def test_holidays_of_a_week_are_told_in_nynorsk():
    (said,) = in_nynorsk(warnings.in_a_week_with_a_public_holiday, plan(gathering(1, WEEK_12)))

    assert said == (
        "Fellessamling 1 er sett til veke 12, 2027. I den veka er 25. mars skjertorsdag og 26. mars langfredag. Vel "
        "blant dei andre dagane."
    )


@pytest.mark.parametrize(
    "when",
    [
        days(date(2027, 3, 25)),  # a day is told as one
        When("week", date(2027, 3, 15), date(2027, 3, 21)),
        When("week", date(2027, 5, 10), date(2027, 5, 16)),  # Whit Sunday is no day that anybody would choose
        When("month", date(2027, 3, 1), date(2027, 3, 31)),
    ],
)
def test_a_day_an_ordinary_week_and_a_month_that_holds_one_are_not_told_as_such_a_week(when):
    assert said_by(warnings.in_a_week_with_a_public_holiday, plan(gathering(1, when))) == []


def test_a_sign_up_deadline_on_a_public_holiday_or_a_weekend_is_told_too():
    holiday = plan(deadlines={"sign_up": When.day(date(2026, 12, 25))})
    sunday = plan(deadlines={"sign_up": When.day(date(2026, 12, 13))})

    assert said_by(warnings.on_a_public_holiday, holiday) == [
        "Påmeldingsfrist: 25. desember 2026 er første juledag. Velg en annen dag."
    ]
    assert said_by(warnings.on_a_weekend, sunday) == [
        "Påmeldingsfrist: 13. desember 2026 er en søndag. Er det meningen?"
    ]


def test_a_weekend_is_asked_about():
    assert said_by(warnings.on_a_weekend, plan(gathering(1, days(date(2027, 4, 23), date(2027, 4, 24))))) == [
        "Fellessamling 1: 24. april 2027 er en lørdag. Er det meningen?"
    ]


@pytest.mark.parametrize(
    "when",
    [
        days(date(2027, 2, 24)),
        days(date(2027, 2, 19), date(2027, 2, 22)),  # its last day
        When("week", date(2027, 2, 22), date(2027, 2, 28)),
    ],
)
def test_days_and_the_week_of_a_school_holiday_are_warned_about(when):
    (said,) = said_by(warnings.in_school_holidays, plan(gathering(1, when), school_holidays=(WINTER,)))

    assert said.endswith("er i skoleferie: vinterferie. Velg en annen dag.")


@pytest.mark.parametrize(
    "when",
    [
        days(date(2027, 3, 1)),
        days(date(2027, 2, 19)),
        When("week", date(2027, 2, 15), date(2027, 2, 21)),
        When("month", date(2027, 2, 1), date(2027, 2, 28)),
    ],
)
def test_the_weeks_around_and_a_month_that_holds_one_are_free(when):
    assert said_by(warnings.in_school_holidays, plan(gathering(1, when), school_holidays=(WINTER,))) == []


# --- Deadlines that no one can meet


def test_innlandets_groups_are_asked_for_too_late_for_its_first_gathering(programmes):
    found = warnings.cautions_of(plan_of(programmes["innlandet-2021"], today=date(2020, 11, 1)))

    late = [caution for caution in found if caution.key == "group_too_late"]
    assert texts(late) == [
        "Gruppene meldes inn 25. januar 2021, og Fellessamling 1 er 5. februar 2021. Invitasjonen til samlingen skulle "
        "gått 23. desember 2020, men må vente på gruppene. Da er det 4 dager til å svare. Be om gruppene før, eller "
        "flytt samlingen."
    ]


def test_a_group_asked_for_after_the_gathering_leaves_no_time_at_all():
    said = said_by(
        warnings.group_is_asked_for_too_late,
        plan(gathering(1, days(date(2027, 2, 2))), group_day=When.day(date(2027, 2, 1))),
    )

    assert "Da er det for sent å svare." in said[0]


def test_a_group_asked_for_in_time_is_no_trouble():
    assert said_by(warnings.group_is_asked_for_too_late, plan(gathering(1, APRIL))) == []
    assert said_by(warnings.group_is_asked_for_too_late, plan(gathering(1, APRIL), group_day=When())) == []


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (date(2027, 4, 27), "Svarfristen for Fellessamling 1, 27. april 2027, er ikke før samlingen. Velg en tidligere "
         "frist."),
        (date(2027, 3, 16), "Invitasjonen til Fellessamling 1 går tidligst 16. mars 2027, og svarfristen er 16. mars "
         "2027. Da er det for sent å svare. Velg en senere frist."),
        (date(2027, 3, 17), "Invitasjonen til Fellessamling 1 går tidligst 16. mars 2027, og svarfristen er 17. mars "
         "2027. Da er det én dag til å svare. Velg en senere frist."),
    ],
)  # fmt: skip
def test_a_deadline_that_somebody_has_set_can_be_impossible(deadline, said):
    row = gathering(1, APRIL, answer_deadline=deadline)

    assert said_by(warnings.answer_deadline_that_no_one_can_meet, plan(row)) == [said]


def test_a_deadline_that_leaves_a_week_is_possible():
    row = gathering(1, APRIL, answer_deadline=date(2027, 3, 23))

    assert said_by(warnings.answer_deadline_that_no_one_can_meet, plan(row)) == []


def test_signing_up_must_end_before_the_first_gathering():
    row = gathering(1, days(date(2026, 12, 15)))

    assert said_by(warnings.sign_up_ends_after_the_first_gathering, plan(row)) == [
        "Påmeldingsfristen, 15. desember 2026, er ikke før Fellessamling 1, 15. desember 2026. Flytt en av dem."
    ]
    row.when = days(date(2026, 12, 16))
    assert said_by(warnings.sign_up_ends_after_the_first_gathering, plan(row)) == []


def test_an_information_meeting_comes_before_the_sign_up_ends():
    late, in_time = (
        gathering(None, days(date(2026, 12, day)), kind="information_meeting", form="digital") for day in (16, 15)
    )

    assert said_by(warnings.information_meeting_after_sign_up, plan(late, in_time)) == [
        "Informasjonsmøte, 16. desember 2026, er etter påmeldingsfristen, 15. desember 2026. Da er det for sent å "
        "melde seg på."
    ]


def test_pre_meetings_are_over_before_the_first_gathering():
    window = {"pre_meeting": days(date(2026, 12, 15), date(2027, 2, 5))}

    assert said_by(warnings.pre_meeting_too_late, plan(gathering(1, days(date(2027, 2, 5))), deadlines=window)) == [
        "Formøtene kan være så sent som 5. februar 2027, og Fellessamling 1 er 5. februar 2027. La formøtene være "
        "ferdige før."
    ]
    later = plan(gathering(1, days(date(2027, 2, 8))), deadlines=window)
    assert said_by(warnings.pre_meeting_too_late, later) == []


def test_pre_meetings_are_held_by_those_who_know_that_they_take_part():
    early = plan(deadlines={"pre_meeting": days(date(2026, 12, 1), date(2026, 12, 14))})
    fits = plan(deadlines={"pre_meeting": days(date(2026, 12, 15), date(2027, 1, 22))})

    assert said_by(warnings.pre_meeting_too_early, early) == [
        "Formøtene skal være ferdige 14. desember 2026, men påmeldingsfristen er 15. desember 2026. Da vet ikke alle "
        "om de er med."
    ]
    assert said_by(warnings.pre_meeting_too_early, fits) == []


def test_the_reflection_note_comes_before_the_pre_meetings_are_over():
    window = days(date(2026, 12, 15), date(2027, 1, 22))
    late = plan(deadlines={"pre_meeting": window, "reflection_note": When("after", date(2027, 1, 23))})
    fits = plan(deadlines={"pre_meeting": window, "reflection_note": When("after", date(2026, 12, 16))})

    assert said_by(warnings.reflection_note_after_the_pre_meeting, late) == [
        "Refleksjonsnotatet sendes etter 22. januar 2027, men formøtene skal være ferdige 22. januar 2027. Send det "
        "tidligere."
    ]
    assert said_by(warnings.reflection_note_after_the_pre_meeting, fits) == []


@pytest.mark.parametrize("state", ["sketch", "announced"])
def test_a_sign_up_that_is_over_before_it_is_opened_is_told(state):
    past = plan(state=state, deadlines={"sign_up": When.day(date(2020, 12, 1))})

    assert said_by(warnings.sign_up_that_ends_before_it_begins, past) == [
        "Påmeldingsfristen, 1. desember 2020, har vært, og påmeldingen er ikke åpnet. Velg en dag som kommer."
    ]


@pytest.mark.parametrize(
    ("state", "deadline"),
    [("sketch", When.day(date(2026, 11, 2))), ("sketch", When()), ("open", When.day(date(2026, 11, 1)))],
)
def test_a_sign_up_that_is_to_come_or_has_been_open_is_not(state, deadline):
    fine = plan(state=state, deadlines={"sign_up": deadline})

    assert said_by(warnings.sign_up_that_ends_before_it_begins, fine) == []


@pytest.mark.parametrize(
    ("when", "deadline", "told"),
    [
        (WEEK_40, date(2028, 12, 1), True),
        (WEEK_40, date(2027, 10, 10), True),  # the week's last day
        (WEEK_40, date(2027, 10, 6), False),  # perhaps before, perhaps after
        (semester(2027), date(2028, 1, 1), True),
        (When("after", date(2027, 12, 16)), date(2028, 12, 1), False),
        (When(), date(2028, 12, 1), False),
    ],
)
def test_an_answer_deadline_after_all_of_what_is_no_day_is_told(when, deadline, told):
    found = said_by(warnings.answer_deadline_that_no_one_can_meet, plan(gathering(1, when, answer_deadline=deadline)))

    assert [text.endswith("er ikke før samlingen. Velg en tidligere frist.") for text in found] == [True] * told


# --- Order


@pytest.mark.parametrize("state", ["sketch", "announced", "open", "running"])
def test_a_gathering_on_a_day_long_past_is_told(state):
    long_past = plan(gathering(1, days(date(2020, 1, 1))), state=state)

    assert said_by(warnings.gathering_that_has_been, long_past) == [
        "Fellessamling 1, 1. januar 2020, har vært. Rett datoen, eller fjern samlingen fra planen."
    ]


@pytest.mark.parametrize(
    ("state", "kind", "day"),
    [
        ("finished", "joint", date(2020, 1, 1)),
        ("archived", "joint", date(2020, 1, 1)),
        ("sketch", "joint", date(2026, 11, 2)),
        ("sketch", "information_meeting", date(2026, 10, 1)),
        ("open", "information_meeting", date(2026, 1, 10)),
    ],
)
def test_what_has_been_where_it_belongs_is_not(state, kind, day):
    assert said_by(warnings.gathering_that_has_been, plan(gathering(None, days(day), kind=kind), state=state)) == []


def test_a_programme_under_way_has_had_gatherings():
    later = date(2028, 3, 1)
    rows = [gathering(1, days(date(2027, 2, 5))), gathering(None, days(date(2026, 10, 1)), kind="information_meeting")]

    assert said_by(warnings.gathering_that_has_been, plan(*rows, state="running", today=later)) == []


def test_numbers_go_with_the_dates():
    wrong = plan(gathering(1, APRIL), gathering(2, days(date(2027, 3, 2))))
    uncertain = plan(gathering(1, APRIL), gathering(2, semester(2027, autumn=False)))

    assert said_by(warnings.numbers_against_the_dates, wrong) == [
        "Fellessamling 2, 2. mars 2027, er før Fellessamling 1, 27.–28. april 2027. Bytt nummer eller dato."
    ]
    assert said_by(warnings.numbers_against_the_dates, uncertain) == []


@pytest.mark.parametrize("day", [date(2027, 4, 26), date(2027, 9, 30)])
def test_a_coordinator_meeting_lies_in_its_gap(day):
    first, second = gathering(1, APRIL), gathering(2, days(date(2027, 9, 28), date(2027, 9, 29)))
    meeting = {"kind": "coordinator_gathering", "after_number": 1, "before_number": 2}

    outside = plan(first, second, gathering(None, days(day), **meeting))
    inside = plan(first, second, gathering(None, days(date(2027, 6, 1)), **meeting))

    (said,) = said_by(warnings.outside_its_gap, outside)
    assert said.startswith("Koordinatorsamling mellom samling 1 og 2 er ") and said.endswith("Endre datoen.")
    assert said_by(warnings.outside_its_gap, inside) == []


def test_a_gathering_lies_within_the_programmes_period():
    period = When("range", date(2027, 2, 1), date(2027, 12, 31))
    outside = gathering(2, days(date(2027, 12, 31), date(2028, 1, 1)))
    partly, wholly = gathering(3, semester(2027, autumn=False)), gathering(4, semester(2028))
    before = gathering(None, days(date(2026, 11, 20)), kind="information_meeting")

    said = said_by(warnings.outside_the_period, plan(outside, partly, wholly, before, period=period))

    assert said == [
        "Fellessamling 2, 31. desember 2027–1. januar 2028, er utenfor perioden til programmet, 1. februar 2027–31. "
        "desember 2027. Endre datoen eller perioden."
        .replace("1. februar 2027–31. desember 2027", "1. februar–31. desember 2027"),
        "Fellessamling 4, høsten 2028, er utenfor perioden til programmet, 1. februar–31. desember 2027. Endre datoen "
        "eller perioden.",
    ]  # fmt: skip
    assert said_by(warnings.outside_the_period, plan(outside)) == []


# --- All of them


def test_a_plan_that_fits_is_not_warned_about():
    second = gathering(2, days(date(2027, 9, 28), date(2027, 9, 29)), form="digital", link="https://example.no/2")
    meeting = gathering(None, days(date(2027, 6, 1)), kind="coordinator_gathering", after_number=1, before_number=2)

    assert warnings.cautions_of(plan(gathering(1, APRIL), second, meeting)) == []


def test_what_has_been_is_warned_about_no_more():
    row = gathering(1, days(date(2027, 5, 17)), form="", place="")

    assert keys(plan(row)) == ["public_holiday"]
    assert warnings.cautions_of(plan(row, today=date(2027, 5, 18))) == []


def test_conflicts_come_first_then_what_to_look_at_then_decisions():
    row = gathering(1, days(date(2027, 5, 16), date(2027, 5, 17)), form="undecided")
    sunday = gathering(2, days(date(2027, 6, 6)))

    found = [caution.tone for caution in warnings.cautions_of(plan(row, sunday))]

    assert found == [Tone.CONFLICT, Tone.LOOK, Tone.DECIDE]


def test_a_caution_is_the_same_whatever_its_words_say():
    row = gathering(1, days(date(2027, 5, 17)))
    before = {caution.identity for caution in warnings.cautions_of(plan(row))}
    row.when = days(date(2027, 5, 6))

    assert {caution.identity for caution in warnings.cautions_of(plan(row))} == before


MOMENTS = st.dates(date(2026, 11, 2), date(2028, 12, 31))
SOME = st.lists(st.tuples(MOMENTS, st.integers(0, 4), st.sampled_from(["joint", "coordinator_follow_up"])), max_size=6)


@settings(deadline=None)
@given(SOME, MOMENTS, MOMENTS)
def test_no_plan_of_days_stops_the_warnings(rows, sign_up, window):
    made = [gathering(n, days(first, first + timedelta(days=more)), kind=kind, answer_deadline=sign_up)
            for n, (first, more, kind) in enumerate(rows, start=1)]  # fmt: skip
    the_plan = plan(
        *made, deadlines={"sign_up": When.day(sign_up), "pre_meeting": days(window, window + timedelta(days=9))},
        group_day=When.day(window), school_holidays=(WINTER,), period=When("range", sign_up, max(sign_up, window)),
    )  # fmt: skip

    for caution in warnings.cautions_of(the_plan):
        assert caution.text and caution.about and "%" not in caution.text
