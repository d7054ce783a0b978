from datetime import date, time

import pytest

from gatherings.actions import Said, said_of
from gatherings.forms import DeadlineForm, GatheringForm, initial_of
from gatherings.models import Gathering, GatheringDay, Hours
from gatherings.plan import plan_of
from programmes.models import Phase, Programme
from programmes.when import When
from programmes.words import Words

pytestmark = pytest.mark.django_db
DAY = Hours(time(10), time(15))


@pytest.fixture
def programme(round_in_sign_up):
    return round_in_sign_up


def filled(programme, gathering=None, **fields):
    """The form as it is posted: ``fields`` beside what the page showed."""
    plan = plan_of(Programme.objects.get(pk=programme.pk))
    shown = {"kind": "joint", "version": 1}
    if gathering:
        gathering = Gathering.objects.with_days().get(pk=gathering.pk)
        form = GatheringForm(plan=plan, gathering=gathering)
        shown = {name: form[name].value() for name in form.fields}
        shown = {name: value.pk if isinstance(value, Phase) else value for name, value in shown.items()}
        shown = {name: value for name, value in shown.items() if value not in (None, False)}
    return GatheringForm(shown | fields, plan=plan, gathering=gathering)


def errors(form):
    form.is_valid()
    return {name: next(iter(found)) for name, found in form.errors.items()}


def said(form):
    assert form.is_valid(), form.errors
    return form.said()


def test_only_the_kind_must_be_said(programme):
    assert said(filled(programme)) == Said(kind="joint", number=3)
    assert errors(filled(programme, kind="")) == {"kind": "Velg hva slags samling det er"}


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("27.–28. april 2027", (date(2027, 4, 27), date(2027, 4, 28))),
        ("27. og 28. april 2027", (date(2027, 4, 27), date(2027, 4, 28))),
        ("5.2.27", (date(2027, 2, 5), date(2027, 2, 5))),
        ("uke 43 2027", (date(2027, 10, 25), date(2027, 10, 31))),
        ("høsten 2027", (date(2027, 7, 1), date(2027, 12, 31))),
        ("april 2027 (2 dager)", (date(2027, 4, 1), date(2027, 4, 30))),
        ("etter 15. desember 2027", (date(2027, 12, 16), None)),
    ],
)
def test_a_date_is_typed_as_people_write_it(programme, typed, when):
    found = said(filled(programme, when=typed)).when

    assert ((found.start, found.end), found.text) == (when, typed)


@pytest.mark.parametrize("typed", ["31. april 2027", "en dag i mai", "5. februar"])
def test_a_date_that_is_not_understood_keeps_what_was_typed(programme, typed):
    form = filled(programme, when=typed, place="Hamar")

    assert set(errors(form)) == {"when"}
    assert (form["when"].value(), form["place"].value()) == (typed, "Hamar")


def test_what_stands_in_brackets_and_after_the_day_is_taken_too(programme):
    found = said(filled(programme, when="17. november 2027 kl. 10–15 (digitalt)"))

    assert (found.form, found.hours[0], found.when.has_day) == ("digital", DAY, True)
    assert said(filled(programme, when="10. og 11. desember 2027 (fysisk?)")).form_tentative


def test_hours_in_the_words_are_each_days(programme):
    found = said(filled(programme, when="27.–28. april 2027 kl. 10–15"))

    assert found.hours[:2] == (DAY, DAY)


def test_words_and_choices_that_disagree_are_told(programme):
    form = filled(programme, when="17. november 2027 kl. 9 (digitalt)", form="physical", hours_1="10–15")

    assert errors(form) == {
        "form": "Du har skrevet en annen form i datoen enn den du har valgt her. Velg én av dem",
        "hours_1": "Du har skrevet 09.00 i datoen og noe annet her. Velg én av dem",
    }


def test_words_from_before_give_way_to_what_is_chosen_now(programme):
    row = programme.gatherings.get(number=1)
    row.when = When.day(date(2027, 11, 17))
    row.date_text, row.form = "17. november 2027 (digitalt)", "digital"
    row.save()

    found = said(filled(programme, row, form="physical"))

    assert (found.form, found.when.start, found.when.text) == ("physical", date(2027, 11, 17), "")


def test_a_form_that_nobody_touched_says_what_holds(programmes):
    """Every gathering of the three real programmes goes through the form unchanged."""
    count = 0
    for programme in programmes.values():
        for row in programme.gatherings.with_days().select_related("phase"):
            assert said(filled(programme, row)) == said_of(row), row
            count += 1

    assert count == 22


def test_own_hours_of_each_day_go_through_the_form_unchanged(programme):
    row = programme.gatherings.get(number=1)
    row.when, row.answer_deadline, row.places_total = When(days=4), date(2027, 4, 9), 80
    row.label, row.after_number, row.before_number = Words("Oppstart", "Oppstart"), 2, 5
    row.kind = "coordinator_gathering"
    row.save()
    GatheringDay.objects.create(gathering=row, number=4, starts_at=time(9))
    row = Gathering.objects.with_days().get(pk=row.pk)

    assert said(filled(programme, row)) == said_of(row)
    assert initial_of(row)["days"] == 4


@pytest.mark.parametrize("box", [True, False])
def test_the_box_for_doubt_can_be_ticked_and_unticked(programme, box):
    row = programme.gatherings.get(number=1)
    row.date_tentative = not box
    row.save()
    form = filled(programme, row)
    form.data = form.data | {"date_tentative": box} if box else {
        name: value for name, value in form.data.items() if name != "date_tentative"
    }  # fmt: skip

    assert said(form).when.tentative is box


def test_a_question_mark_in_the_words_is_doubt_whatever_the_box_says(programme):
    assert said(filled(programme, when="27. april 2027?")).when.tentative


def test_days_may_be_said_where_the_date_does_not(programme):
    assert said(filled(programme, days="2")).when == When(days=2)
    assert said(filled(programme, when="uke 43 2027", days="2")).when.days == 2
    told = {"days": "Datoen sier 2 dager. La feltet stå tomt, eller endre datoen"}
    assert errors(filled(programme, when="27.–28. april 2027", days="3")) == told
    assert errors(filled(programme, when="uke 43 2027", days="9"))["days"].startswith("Så mange dager får ikke plass")


def test_a_length_from_before_gives_way_to_a_date_that_says_its_own(programme):
    row = programme.gatherings.get(number=1)
    row.when = When("month", date(2027, 4, 1), date(2027, 4, 30), 2)
    row.save()

    assert said(filled(programme, row, when="27. april 2027")).when.days == 1
    assert said(filled(programme, row, when="uke 43 2027")).when.days == 2


def test_hours_for_more_days_than_it_lasts_are_told(programme):
    form = filled(programme, when="27. april 2027", hours_2="10–15")

    assert errors(form) == {
        "hours_2": "Datoen sier at samlingen varer én dag. Ta bort klokkeslettet her, eller endre datoen"
    }


@pytest.mark.parametrize("form", ["", "undecided"])
def test_a_form_that_is_not_decided_cannot_be_tentative(programme, form):
    assert errors(filled(programme, form=form, form_tentative=True)) == {
        "form_tentative": "Velg digital eller fysisk, eller fjern haken for foreløpig"
    }


@pytest.mark.parametrize(
    ("typed", "said_"),
    [
        ("april 2027", "Skriv én dag, for eksempel 13. april 2027"),
        ("27. april 2027", "Velg en dag før samlingen, 27. april 2027"),
    ],
)
def test_an_answer_deadline_is_one_day_before_the_gathering(programme, typed, said_):
    form = filled(programme, when="27. april 2027", answer_deadline=typed)

    assert errors(form)["answer_deadline"].replace("\u00a0", " ") == said_


def test_an_answer_deadline_is_stored_only_where_it_is_set(programme):
    assert said(filled(programme, when="27. april 2027")).answer_deadline is None
    set_to = said(filled(programme, when="27. april 2027", answer_deadline="9. april 2027"))
    assert set_to.answer_deadline == date(2027, 4, 9)


def test_places_are_limits_that_may_be_unsaid(programme):
    assert errors(filled(programme, places_total="0", places_per_organisation="fem")) == {
        "places_total": "Skriv et helt tall fra 1, eller la feltet stå tomt",
        "places_per_organisation": "Skriv et helt tall fra 1, eller la feltet stå tomt",
    }
    assert set(errors(filled(programme, places_total="5", places_per_organisation="8"))) == {"places_per_organisation"}
    assert said(filled(programme, places_total="80")).places_total == 80


def test_a_gap_is_a_coordinator_meetings_and_nobody_elses(programme):
    assert said(filled(programme, kind="coordinator_gathering", gap="1-2")).before_number == 2
    assert said(filled(programme, kind="joint", gap="1-2")).after_number is None


@pytest.mark.parametrize("link", ["ikke en lenke", "javascript:alert(1)"])
def test_a_link_is_a_whole_address(programme, link):
    assert set(errors(filled(programme, link=link))) == {"link"}


# --- deadlines and proposals


def deadline(kind, typed):
    return DeadlineForm({"version": 1, "when": typed}, kind=kind, initial={"when": When()})


def test_a_sign_up_deadline_is_one_day_or_not_set():
    assert errors(deadline("sign_up", "1.–3. mars 2027")) == {"when": "Skriv én dag, for eksempel 15. desember 2027"}
    for typed, when in (("", When()), ("1. mars 2027", date(2027, 3, 1))):
        form = deadline("sign_up", typed)
        assert form.is_valid() and form.cleaned_data["when"] in (when, When.day(date(2027, 3, 1)).__class__(
            "day", date(2027, 3, 1), date(2027, 3, 1), 1, text=typed
        ))  # fmt: skip


def test_a_window_and_a_note_may_be_as_vague_as_they_are():
    for kind, typed in (
        ("pre_meeting", "15. desember 2027–22. januar 2028"),
        ("reflection_note", "etter 15. desember 2027"),
    ):
        assert deadline(kind, typed).is_valid()


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("sign_up", "15. desember 2027 kl 12", "Ta bort klokkeslettet. Fristen varer alltid til midnatt"),
        ("pre_meeting", "15. desember 2027 kl 12", "Ta bort klokkeslettet. Her skriver du bare datoen"),
        ("sign_up", "15. desember 2027", None),
    ],
)
def test_an_hour_that_a_deadline_cannot_keep_is_told(kind, typed, told):
    form = DeadlineForm({"when": typed, "version": 1, "purpose_nb": "", "purpose_nn": ""}, kind=kind)

    assert errors(form).get("when") == told


def test_an_hour_in_the_answer_deadline_is_told(programme):
    form = filled(programme, when="uke 40 2027", answer_deadline="1. september 2027 kl 12")

    assert errors(form) == {"answer_deadline": "Ta bort klokkeslettet. Fristen varer alltid til midnatt"}
