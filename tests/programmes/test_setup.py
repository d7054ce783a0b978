"""How a programme is set up: its own facts, and the rows that came from the framework."""

import pytest

from accounts.journal import SYSTEM
from accounts.models import JournalEntry
from municipalities.models import Participation
from programmes import content_actions, lifecycle
from programmes.acting import Archived, ChangedMeanwhile
from programmes.models import CompositionRule, Programme
from programmes.setup import SETUP, change_facts
from programmes.setup_forms import FactsForm, PhaseForm, RoleForm, RuleForm
from programmes.when import When
from programmes.words import Words
from tests import factories

pytestmark = pytest.mark.django_db
PARTS = {part.key: part for part in SETUP}


def change(programme, **values):
    return change_facts(programme=programme, values=values, version=programme.version, by=SYSTEM)


def test_only_what_was_changed_is_told_and_no_words_stand_in_the_journal():
    programme = factories.ProgrammeFactory(contact_email="a@example.no")

    fields = change(programme, contact_email="a@example.no", venue=Words("Hamar"), when=When("years", *years(2028)))

    assert fields == ["venue", "when"]
    assert JournalEntry.objects.get(verb="programme.changed").details == {"fields": ["venue", "when"]}
    stored = Programme.objects.get()
    assert (stored.venue, stored.when.format()) == (Words("Hamar"), "2028")


def years(year):
    return factories.date(year, 1, 1), factories.date(year, 12, 31)


def test_saving_what_stands_says_nothing():
    programme = factories.ProgrammeFactory()

    assert change(programme, when=programme.when, title=programme.title) == []
    assert not JournalEntry.objects.exists()


def test_two_who_change_the_same_programme_do_not_overwrite_each_other():
    programme = factories.ProgrammeFactory()
    late = Programme.objects.get()
    change(programme, venue=Words("Hamar"))

    with pytest.raises(ChangedMeanwhile):
        change(late, venue=Words("Gjøvik"))


def test_an_archived_programme_is_not_changed(programmes):
    late = programmes["innlandet-2021"]
    late.state = "finished"  # as the page found it

    with pytest.raises(Archived):
        change(late, venue=Words("Hamar"))


def valid(form_class, programme, row=None, **data):
    form = form_class({"version": 1, **data}, programme=programme, row=row)
    assert form.is_valid(), form.errors
    return form.values()


def test_a_form_of_facts_gives_back_what_it_was_given(programmes):
    """Opened and saved without a change, nothing changes: also dates whose words lean on a year said elsewhere."""
    for programme in programmes.values():
        form = FactsForm(programme=programme, row=programme)
        shown = {name: form[name].value() for name in form.fields}
        posted = {name: value for name, value in shown.items() if value not in (None, False)} | {"version": 1}
        values = valid(FactsForm, programme, programme, **posted)
        assert {name: getattr(programme, name) for name in values} == values


def test_a_new_phase_gets_a_key_that_no_other_has():
    programme = factories.OpenProgrammeFactory()
    programme.phases.create(key="phase-1", order=2, name=Words("To"))

    assert valid(PhaseForm, programme, name_nb="Tre")["key"] == "phase-2"


@pytest.mark.parametrize(("subject", "field", "value"), [
    ("level:political", "level", "political"),
    ("role:mayor", "role", "mayor"),
    ("role:coordinator", "role", "coordinator"),
    ("group:reference", "group", "reference"),
])  # fmt: skip
def test_a_rule_names_one_of_level_role_and_group(subject, field, value):
    values = valid(RuleForm, factories.ProgrammeFactory(), subject=subject, strength="desired", least="2")

    named = {name: values[name] for name in ("level", "role", "group") if values[name]}
    assert named == {field: value} and values["least"] == 2


@pytest.mark.parametrize(("data", "said"), [
    ({"subject": ""}, "Velg hvem det gjelder"),
    ({"strength": ""}, "Velg må, bør eller gjerne"),
    ({"least": "null"}, "Skriv et helt tall"),
    ({"least": "0"}, "Skriv et helt tall"),
    ({"sponsor": "on"}, "Ta bort krysset, eller velg kommunedirektøren"),
])  # fmt: skip
def test_what_is_wrong_with_a_rule_is_said(data, said):
    given = {"subject": "level:political", "strength": "required", "least": "1", "version": 1, **data}

    form = RuleForm(given, programme=factories.ProgrammeFactory())

    assert said in str(form.errors)


def test_the_director_may_back_the_work_from_outside():
    values = valid(
        RuleForm, factories.ProgrammeFactory(), subject="role:municipal_director", strength="desired", least="1",
        sponsor="on",
    )  # fmt: skip

    assert values["may_be"] == ["member", "sponsor"]


@pytest.mark.parametrize(("name", "level", "found"), [
    ("rektor", "", ("principal", "professional")),
    ("rektor", "political", ("principal", "professional")),
    ("barnevernleder", "professional", ("", "professional")),
    ("barnevernleder", "", ("", "")),
])  # fmt: skip
def test_a_role_that_is_known_has_its_level_from_the_catalogue(name, level, found):
    values = valid(RoleForm, factories.ProgrammeFactory(), name_nb=name, level=level)

    assert (values["key"], values["level"]) == found


def with_confirmed_group():
    participation = factories.signed_up()
    factories.with_member(participation, level="political")
    Participation.objects.update(group_confirmed_at=factories.timezone.now())
    return participation


def add_rule(programme, **values):
    part = PARTS["composition"]
    return content_actions.add(
        programme=programme, part=part, newest=content_actions.newest_of(part, programme), by=SYSTEM,
        values={"strength": CompositionRule.Strength.REQUIRED, "least": 1, "may_be": [], **values},
    )  # fmt: skip


def test_a_confirmed_group_that_a_new_rule_finds_somebody_missing_in_must_be_confirmed_anew():
    participation = with_confirmed_group()

    add_rule(participation.programme, level="administrative")

    participation.refresh_from_db()
    assert participation.group_confirmed_at is None
    assert JournalEntry.objects.filter(verb="group.reopened").count() == 1


def test_a_new_rule_that_is_met_leaves_the_group_confirmed():
    participation = with_confirmed_group()

    add_rule(participation.programme, level="political")

    participation.refresh_from_db()
    assert participation.group_confirmed_at is not None


def facts_form(programme, **data):
    given = {"version": programme.version, "title_nb": "ABSOLUTT", "when": "2028", "contact_email": "a@example.no"}
    return FactsForm(given | data, programme=programme, row=programme)


def an_announced_round(**fields):
    programme = factories.ProgrammeFactory(state="announced", **fields)
    programme.when = When("years", *years(2028))
    programme.save()
    return programme


def test_a_programmes_own_address_may_go_where_its_region_has_one():
    programme = factories.OpenProgrammeFactory(state="announced", contact_email="egen@example.no")
    assert lifecycle.taken_away(programme, {"contact_email": ""}) == ["contact_email"]

    programme.region.reply_to = "region@example.no"

    assert lifecycle.taken_away(programme, {"contact_email": ""}) == []


@pytest.mark.parametrize("state", ["announced", "open", "running", "finished"])
def test_what_announcing_demanded_is_changed_and_not_taken_away(state):
    programme = an_announced_round(contact_email="a@example.no")
    Programme.objects.update(state=state)
    programme.refresh_from_db()

    form = facts_form(programme, when="", contact_email="")

    assert form.errors == {
        "contact_email": ["Programmet er kunngjort og må ha en kontaktadresse. Skriv en annen adresse"],
        "when": ["Programmet er kunngjort og må ha en periode. Skriv en annen periode"],
    }
    assert facts_form(programme, when="2029", contact_email="b@example.no").is_valid()
    for taken in ({"contact_email": ""}, {"when": When()}, {"title": Words("")}):
        with pytest.raises(ValueError, match="demanded"):
            change(programme, **taken)


def test_a_sketch_may_leave_open_what_announcing_will_demand():
    assert facts_form(factories.ProgrammeFactory(), when="", contact_email="").is_valid()


def test_a_round_that_never_had_an_address_is_not_asked_for_one_when_something_else_is_changed():
    programme = an_announced_round(contact_email="")

    assert facts_form(programme, contact_email="").is_valid()
    assert change(programme, contact_email="", venue=Words("Hamar")) == ["venue"]
