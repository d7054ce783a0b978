"""Deadlines that no one can meet: what brings the warning, what does not, and that it says what to do."""

from datetime import date

import pytest

from gatherings import warnings
from gatherings.plan import plan_of
from programmes.when import When
from tests.gatherings.plans import APRIL, days, gathering, plan, said_by, semester, texts

WEEK_40 = When("week", date(2027, 10, 4), date(2027, 10, 10))


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
