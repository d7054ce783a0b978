"""Exceptions on the list: left out, taken in again, added from elsewhere."""

from datetime import date

import pytest

from accounts.models import JournalEntry
from municipalities import actions, list_actions
from municipalities.acting import ChangedMeanwhile, Closed, ReasonMissing
from municipalities.models import Participation, PlaceDecision
from programmes.models import Programme
from tests import factories
from tests.municipalities.places import by

pytestmark = pytest.mark.django_db


def elsewhere(name="Gjerdrum", county="32", **kwargs):
    organisation = factories.OrganisationFactory(name=name, **kwargs)
    organisation.designations.update(county_number=county, county_name="Akershus")
    return organisation


def leave_out(*rows):
    return list_actions.leave_out(participations=rows, reason="Vil vente til neste runde", by=by())


def test_one_that_is_left_out_is_not_invited_and_its_reason_is_kept_outside_the_journal():
    row = factories.ParticipationFactory()

    leave_out(row)

    assert row.state == "left_out"
    assert not Participation.objects.on_the_list().exists()
    assert PlaceDecision.objects.get().reason == "Vil vente til neste runde"
    assert "vente" not in str(JournalEntry.objects.values())
    with pytest.raises(ChangedMeanwhile):
        actions.invite(participations=[row], by=by())


@pytest.mark.parametrize("state", ["invited", "undecided", "waiting", "signed_up", "declined", "withdrawn"])
def test_one_that_is_invited_or_has_answered_is_not_left_out_and_neither_are_those_with_it(state):
    row = factories.ParticipationFactory()
    asked = factories.ParticipationFactory(programme=row.programme, state=state, invited_at="2026-01-01T12:00Z")

    with pytest.raises(ChangedMeanwhile):
        leave_out(row, asked)

    assert set(Participation.objects.values_list("state", flat=True)) == {"listed", state}


def test_two_windows_leave_out_once():
    row = factories.ParticipationFactory()
    seen = Participation.objects.get()
    actions.name_director(participation=row, name="Kari", email="kari@example.no", by=by())

    with pytest.raises(ChangedMeanwhile):
        leave_out(seen)


def test_one_that_is_left_out_comes_back_as_it_was():
    row = factories.ParticipationFactory()
    director = factories.with_director(row)
    leave_out(row)

    list_actions.take_in(participation=row, version=row.version, by=by())

    assert row.state == "listed"
    assert row.seats.get().holder.person == director
    with pytest.raises(ChangedMeanwhile):
        list_actions.take_in(participation=row, version=row.version, by=by())


def test_the_list_of_an_archived_programme_stands_also_where_it_was_archived_after_the_page_found_it():
    row, out = factories.ParticipationFactory(), factories.ParticipationFactory()
    leave_out(out)
    Programme.objects.update(state="archived", letters_from=None)

    with pytest.raises(Closed):
        leave_out(row)
    with pytest.raises(Closed):
        list_actions.take_in(participation=out, version=out.version, by=by())


def test_a_municipality_from_another_county_is_added_with_a_reason():
    programme, other = factories.OpenProgrammeFactory(), elsewhere()

    with pytest.raises(ReasonMissing):
        list_actions.add_organisation(programme=programme, organisation=other, reason="", by=by())
    added = list_actions.add_organisation(
        programme=programme, organisation=other, reason="Samarbeider med Hamar", by=by()
    )

    assert (added.state, added.organisation) == ("listed", other)
    assert (PlaceDecision.objects.get().kind, PlaceDecision.objects.get().reason) == ("added", "Samarbeider med Hamar")
    assert JournalEntry.objects.get().verb == "participation.added"


def test_one_of_the_regions_own_needs_no_reason_and_the_county_municipality_only_where_it_takes_part():
    programme = factories.OpenProgrammeFactory()
    own, county = factories.OrganisationFactory(), factories.OrganisationFactory(kind="county")

    list_actions.add_organisation(programme=programme, organisation=own, reason="", by=by())
    with pytest.raises(ReasonMissing):
        list_actions.add_organisation(programme=programme, organisation=county, reason="", by=by())
    programme.county_takes_part = True
    list_actions.add_organisation(programme=programme, organisation=county, reason="", by=by())

    assert programme.participations.count() == 2 and not PlaceDecision.objects.exists()


def test_nobody_is_on_the_list_twice_and_one_that_is_left_out_is_taken_in():
    row = factories.ParticipationFactory()
    add = {"programme": row.programme, "organisation": row.organisation, "reason": "", "by": by()}

    with pytest.raises(list_actions.AlreadyListed):
        list_actions.add_organisation(**add)
    leave_out(row)
    list_actions.add_organisation(**add)

    row.refresh_from_db()
    assert row.state == "listed"


def test_a_body_that_has_ended_before_the_first_day_is_not_added_and_one_that_ends_later_is():
    programme = factories.OpenProgrammeFactory()  # begins in 60 days
    gone = elsewhere(valid_to=factories.in_days(30))
    going = elsewhere("Nes", valid_to=factories.in_days(90))

    with pytest.raises(list_actions.NoSuchBody):
        list_actions.add_organisation(programme=programme, organisation=gone, reason="Vil", by=by())
    list_actions.add_organisation(programme=programme, organisation=going, reason="Vil", by=by())

    assert programme.participations.get().organisation == going


def test_one_that_will_come_to_be_in_the_region_is_the_regions_own():
    programme = factories.OpenProgrammeFactory()
    new = factories.OrganisationFactory(name="Ny kommune", valid_from=factories.in_days(90))
    new.designations.update(valid_from=factories.in_days(90))

    list_actions.add_organisation(programme=programme, organisation=new, reason="", by=by())

    assert programme.participations.get().organisation == new


def test_nobody_is_added_to_an_archived_programme():
    programme = factories.ProgrammeFactory(state="archived")

    with pytest.raises(Closed):
        list_actions.add_organisation(programme=programme, organisation=elsewhere(), reason="Vil", by=by())


def test_the_list_can_be_made_again_without_those_who_are_left_out_coming_back():
    programme = factories.OpenProgrammeFactory()
    factories.OrganisationFactory(name="Hamar", valid_from=date(2020, 1, 1))
    actions.list_organisations(programme=programme, by=by())
    leave_out(programme.participations.get())

    assert actions.list_organisations(programme=programme, by=by()) == 0
    assert programme.participations.get().state == "left_out"
