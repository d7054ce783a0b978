from absolutt.copying import copy_programme
from accounts import journal
from accounts.models import JournalEntry
from programmes.words import Words


def copied(source, weeks=313):
    return copy_programme(
        source=source, key="innlandet-ny", title=Words(nb="Ny runde"), weeks=weeks, state="sketch", letters_from=None,
        by=journal.SYSTEM,
    )  # fmt: skip


def test_the_plan_is_the_same_with_every_date_moved_by_whole_weeks(programmes):
    source = programmes["innlandet-2021"]

    copy = copied(source)

    before, after = (list(p.gatherings.order_by("order")) for p in (source, copy))
    assert [(g.kind, g.form, g.theme) for g in after] == [(g.kind, g.form, g.theme) for g in before]
    assert {(b.start - a.start).days for a, b in zip(before, after, strict=True)} == {313 * 7}
    assert after[1].phase.programme == copy


def test_what_is_not_a_day_moves_to_the_period_it_falls_in(programmes):
    copy = copied(programmes["trondelag-2020"], weeks=52)

    assert [g.when.format() for g in copy.gatherings.order_by("order")[:2]] == ["høsten 2021", "våren 2022"]
    assert copy.gatherings.filter(precision="").count() == 3


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
