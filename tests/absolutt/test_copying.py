from datetime import date
from uuid import uuid4

import pytest

from absolutt.copying import copy_programme, mark_of
from absolutt.creating import MadeBefore
from accounts import journal
from accounts.models import JournalEntry
from programmes.acting import ChangedMeanwhile
from programmes.models import Programme
from programmes.words import Words
from tests.programmes import contents


def copied(source, weeks=313, key="innlandet-ny", **more):
    return copy_programme(
        source=source, key=key, title=Words(nb="Ny runde"), weeks=weeks, state="sketch", letters_from=None,
        by=journal.SYSTEM, **more,
    )  # fmt: skip


def test_the_plan_is_the_same_with_every_date_moved_by_whole_weeks(programmes):
    source = programmes["innlandet-2021"]

    copy = copied(source)

    before, after = (list(p.gatherings.order_by("order")) for p in (source, copy))
    assert [(g.kind, g.form, g.theme) for g in after] == [(g.kind, g.form, g.theme) for g in before]
    assert {(b.start - a.start).days for a, b in zip(before, after, strict=True)} == {313 * 7}
    assert after[1].phase.programme == copy


def test_what_leads_to_the_old_rounds_meetings_does_not_come_along(programmes):
    source = programmes["innlandet-2021"]
    source.gatherings.update(link="https://mote.example.no/1", external_url="https://example.no/samling-1")

    copy = copied(source)

    assert set(copy.gatherings.values_list("link", "external_url")) == {("", "")}


def test_what_is_not_a_day_moves_to_the_period_it_falls_in(programmes):
    copy = copied(programmes["trondelag-2020"], weeks=52)

    assert [g.when.format() for g in copy.gatherings.order_by("order")[:2]] == ["høsten 2021", "våren 2022"]
    assert copy.gatherings.filter(precision="").count() == 3


def test_a_copy_to_another_region_leaves_out_who_answers_in_the_first(programmes):
    source = programmes["innlandet-2021"]
    source.contact_email = "innlandet@example.no"
    contents.contact(source)
    elsewhere = programmes["trondelag-2020"].region

    copy = copy_programme(
        source=source, region=elsewhere, key="ny", title=Words(nb="Ny runde"), weeks=313, state="sketch",
        letters_from=None, by=journal.SYSTEM,
    )  # fmt: skip

    assert copy.contact_email == "" and not copy.contacts.exists()


def test_a_copy_to_another_region_leaves_out_where_the_first_one_met(programmes):
    source = programmes["innlandet-2021"]
    source.gatherings.filter(number=1).update(place="Scandic Hamar")

    assert "Scandic Hamar" in copied(source).gatherings.values_list("place", flat=True)
    elsewhere = copied(source, key="ny", region=programmes["trondelag-2020"].region)
    assert set(elsewhere.gatherings.values_list("place", flat=True)) == {""}


def test_what_the_file_said_of_the_earlier_round_and_no_room_uses_is_no_copys(programmes):
    source = programmes["more-og-romsdal-2020"]
    assert source.rest

    assert copied(source, key="mr-ny").rest == {}


def test_the_original_is_untouched_and_the_copy_has_its_own_rows(programmes):
    source = programmes["innlandet-2021"]
    before = list(source.phases.values())

    copy = copied(source)

    assert list(source.phases.values()) == before
    assert copy.phases.count() == copy.costs.count() - 1 == 4
    assert JournalEntry.objects.filter(verb="programme.copied", scope=f"programme:{copy.pk}").exists()


def test_the_new_rounds_organisations_are_those_of_its_own_first_day(programmes):
    copy = copied(programmes["more-og-romsdal-2020"])

    shown = {row.shown_name: row.shown_number for row in copy.participations.for_list(copy.day_for_names)}
    assert (shown["Ålesund"], shown["Haram"], len(shown)) == ("1508", "1580", 28)


def test_a_new_round_may_leave_every_date_open(programmes):
    copy = copied(programmes["innlandet-2021"], weeks=None)

    dated = [copy, *copy.deadlines.all(), *copy.gatherings.all()]
    assert {row.when.format() for row in dated} == {"dato ikke satt"}
    assert [row.days for row in copy.gatherings.filter(kind="joint").order_by("number")] == [1, 2, 2, 2]
    assert copy.participations.count() == 47


@pytest.mark.parametrize("key", ["trondelag-2020", "more-og-romsdal-2020", "innlandet-2021"])
def test_the_content_comes_with_the_copy_and_figures_keep_their_source_and_year(programmes, key):
    source = programmes[key]
    source.resources.filter(order=1).update(phase=source.phases.first())
    before = contents.everything(source)

    copy = copied(source)

    assert contents.everything(source) == before
    source.endorsements.all().delete()  # they are of that round, and stay there
    assert contents.everything(copy) == contents.everything(source)
    assert not copy.resources.exclude(phase=None).exclude(phase__programme=copy).exists()


def test_who_endorsed_the_earlier_round_has_not_endorsed_the_new_one(programmes):
    source = programmes["trondelag-2020"]

    copy = copied(source)

    assert source.endorsements.count() == 3 and not copy.endorsements.exists()


@pytest.mark.parametrize("change", [
    lambda source: source.gatherings.filter(number=1).update(start=date(2021, 2, 1), end=date(2021, 2, 1)),
    lambda source: source.gatherings.last().delete(),
    lambda source: source.deadlines.update(date_tentative=True),
    lambda source: Programme.objects.filter(pk=source.pk).update(version=9),
    lambda source: contents.endorsement(source),
])  # fmt: skip
def test_a_source_that_has_changed_since_it_was_looked_over_is_not_copied(programmes, change):
    source = programmes["innlandet-2021"]
    mark = mark_of(source)
    change(source)

    with pytest.raises(ChangedMeanwhile):
        copied(source, mark=mark)

    assert not Programme.objects.filter(key="innlandet-ny").exists()
    assert copied(source, mark=mark_of(source)).pk


def test_a_form_that_is_sent_twice_copies_once(programmes):
    once = uuid4()
    made = copied(programmes["innlandet-2021"], once=once)

    with pytest.raises(MadeBefore) as before:
        copied(programmes["innlandet-2021"], key="innlandet-ny-2", once=once)

    assert before.value.programme == made and not Programme.objects.filter(key="innlandet-ny-2").exists()


def test_a_copy_of_what_was_made_by_a_form_was_not_made_by_it(programmes):
    made = copied(programmes["innlandet-2021"], once=uuid4())

    assert copied(made, key="innlandet-nyest").once is None


def test_a_copy_is_not_public_because_the_original_was(programmes):
    source = programmes["innlandet-2021"]
    Programme.objects.filter(pk=source.pk).update(is_public=True, version=7)
    source.blocks.update(version=4)

    copy = copied(source)

    assert (copy.is_public, copy.version) == (False, 1)
    assert set(copy.blocks.values_list("version", flat=True)) == {1}
