"""What an adviser is told before a change in the plan is saved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.journal import Actor
from gatherings import actions
from gatherings.actions import Said, said_of
from gatherings.models import Gathering
from municipalities.models import DutyException
from programmes import consequences
from programmes.models import Deadline, Programme
from programmes.when import When
from tests import factories
from tests.correspondence.changes import everything_leaves, taking_part
from tests.gatherings import answers
from tests.gatherings.meetings import meeting, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return Actor(user=factories.UserFactory())


@pytest.fixture
def programme(round_in_sign_up):
    return round_in_sign_up


def told(programme, act, topic=None):
    """[(what, about whom)] in words, of one topic or of all."""
    found = consequences.preview(programme=programme, act=act)
    return [(row.text.replace("\u00a0", " "), row.names) for row in found if topic in (None, row.topic)]


def texts(programme, act, topic=None):
    return [text for text, _ in told(programme, act, topic)]


def changing(programme, by, **said):
    def act():
        row = Gathering.objects.with_days().select_related("programme").get(programme=programme, key="joint-1")
        actions.change_gathering(gathering=row, said=replace(said_of(row), **said), version=row.version, by=by)

    return act


def adding(programme, by, **said):
    def act():
        fresh = Programme.objects.get(pk=programme.pk)
        actions.add_gathering(programme=fresh, said=Said(**({"kind": "joint"} | said)), version=fresh.version, by=by)

    return act


def moving(programme, by, kind, when):
    def act():
        fresh = Programme.objects.get(pk=programme.pk)
        actions.set_deadline(programme=fresh, kind=kind, when=when, version=fresh.version, by=by)

    return act


def signed_up(programme, name):
    return factories.signed_up(programme=programme, organisation=factories.OrganisationFactory(name=name))


# --- whom it is about


def test_those_who_are_signed_up_are_counted_and_named(programme, by):
    for name in ("Lom", "Hamar"):
        signed_up(programme, name)
    factories.invited(programme=programme)

    assert told(programme, changing(programme, by, form="physical"), "people") == [
        ("2 er påmeldt.", ("Hamar kommune", "Lom kommune"))
    ]


def test_people_in_the_groups_are_counted_once_each(programme, by):
    row = signed_up(programme, "Lom")
    factories.with_coordinator(row, email="mona@example.no")
    factories.with_member(row, name="Mona Dalen", email="mona@example.no")
    factories.with_member(row, title="rektor", email="per@example.no")
    factories.with_member(row, title="styrer", email="")
    factories.with_member(row, title="lærer", email="ref@example.no", kind="reference")

    assert texts(programme, changing(programme, by, form="physical"), "people") == [
        "Én er påmeldt.", "2 personer er med i en gruppe eller er koordinator."
    ]  # fmt: skip


def test_who_has_answered_about_a_day_that_falls_away_is_counted_and_who_answers_for_one_that_stays_is_not(by):
    held = answers.gathering(days=40, last=41)
    row = answers.group(held, "Kari Lien", "Ola Moe")
    for name in ("Kari Lien", "Ola Moe"):
        answers.own(held, row, "comes", "comes", name=name)

    def to(when):
        def act():
            gathering = Gathering.objects.get(pk=held.pk)
            actions.change_gathering(
                gathering=gathering, said=replace(said_of(gathering), when=when), version=gathering.version, by=by
            )

        return [text for text in texts(held.programme, act, "people") if "svar" in text]

    asked = "2 personer har svart for en dag som samlingen ikke lenger har, og må svare på nytt."
    assert to(When.day(factories.in_days(60))) == to(When.day(held.end)) == [asked]
    assert to(When("range", held.start, factories.in_days(42), 3)) == []


def test_a_coordinator_meeting_is_for_coordinators_only(programme, by):
    row = signed_up(programme, "Lom")
    factories.with_coordinator(row)
    factories.with_member(row)

    act = adding(programme, by, kind="coordinator_follow_up", when=When.day(factories.in_days(90)))

    assert texts(programme, act, "people") == ["Én er påmeldt.", "Én koordinator må få vite det."]


def test_an_information_meeting_is_for_everybody_who_is_invited(programme, by):
    factories.invited(programme=programme)
    signed_up(programme, "Lom")

    assert texts(programme, adding(programme, by, kind="information_meeting"), "people") == ["2 er invitert."]


def test_a_moved_sign_up_deadline_is_for_those_who_have_not_answered(programme, by):
    signed_up(programme, "Lom")
    factories.invited(programme=programme, organisation=factories.OrganisationFactory(name="Sel"))

    act = moving(programme, by, "sign_up", When.day(factories.in_days(25)))

    assert told(programme, act, "people") == [("Én er invitert og har ikke svart.", ("Sel kommune",))]


@pytest.mark.parametrize("said", [{"number": 7}, {"external_url": "https://example.no/"}])
def test_what_nobody_must_know_to_come_is_nobodys_business(programme, by, said):
    signed_up(programme, "Lom")

    assert told(programme, changing(programme, by, **said), "people") == []


# --- which days move


def test_the_groups_duties_move_with_the_window_and_the_answer_deadline_with_them(programmes, by):
    programme = programmes["innlandet-2021"]
    Programme.objects.update(state="running", letters_from=None)
    with_today = changing_today(programme)

    act = moving(programme, by, "pre_meeting", When("range", date(2020, 12, 15), date(2021, 1, 12)))

    with with_today:
        assert texts(programme, act, "days") == [
            "«Velg en koordinator», «Meld inn deltakergruppa» og «Bekreft deltakergruppa»: "
            "fra 25. januar 2021 til 15. januar 2021.",
            "Svarfristen for Fellessamling 1: fra 29. januar 2021 til 22. januar 2021.",
        ]
        (gone,) = texts(programme, act, "gone")
    assert gone.startswith("Gruppene meldes inn 25. januar 2021, og Fellessamling 1 er 5. februar 2021.")


def changing_today(programme):
    import time_machine

    return time_machine.travel("2020-11-01 12:00+00:00", tick=False)


def test_a_deadline_that_loses_its_day_says_so(programme, by):
    Programme.objects.filter(pk=programme.pk).update(state="announced")
    (said, *_) = texts(programme, moving(programme, by, "sign_up", When()), "days")

    assert said.endswith("til ikke satt.")


def test_a_longer_deadline_that_is_no_longer_longer_is_told(programme, by):
    row = factories.invited(programme=programme, organisation=factories.OrganisationFactory(name="Sel"))
    factories.extended(row, programme.sign_up_deadline.end + timedelta(days=7))
    later = programme.sign_up_deadline.end + timedelta(days=7)

    found = told(programme, moving(programme, by, "sign_up", When.day(later)), "days")

    assert (
        "Noen har utsatt frist som nå ikke er senere enn den vanlige. Ta bort unntaket hos dem.", ("Sel kommune",)
    ) in found  # fmt: skip
    DutyException.objects.update(day=later + timedelta(days=1))
    assert len(told(programme, moving(programme, by, "sign_up", When.day(later)), "days")) == len(found) - 1


# --- what does not fit, and what does again


def test_a_form_that_is_decided_is_one_thing_less_to_decide_and_needs_a_link(programme, by):
    Gathering.objects.filter(number=1).update(form="undecided")
    act = changing(programme, by, form="digital")

    assert ["Digital eller fysisk" in text for text in texts(programme, act, "gone")] == [True]
    assert ["Lenke ikke oppgitt" in text for text in texts(programme, act, "new")] == [True]


def test_what_was_wrong_before_and_is_so_still_is_not_told_again(programme, by):
    Gathering.objects.filter(number=1).update(form="undecided")

    assert texts(programme, changing(programme, by, place="Hamar"), "new") == []


def test_a_removed_gathering_takes_its_cautions_with_it(programme, by):
    def act():
        row = Gathering.objects.select_related("programme").get(programme=programme, number=2)
        actions.remove_gathering(gathering=row, version=1, by=by)

    assert len(texts(programme, act, "gone")) == 2  # no day, and no form
    assert programme.gatherings.count() == 2


# --- what has been sent


def sent_invitation(programme, state="sent"):
    row = factories.invited(programme=programme)
    factories.with_director(row)
    envelope = factories.letter_to(row).envelope
    envelope.state, envelope.sent_at = state, factories.timezone.now() if state == "sent" else None
    envelope.save()
    return envelope


def test_invitations_that_have_gone_state_the_old_plan(programme, by):
    sent_invitation(programme)
    sent_invitation(programme)
    sent_invitation(programme, "ready")

    assert texts(programme, changing(programme, by, form="physical"), "letters") == [
        "Invitasjonen til 2 er sendt, med planen slik den var. Portalen sender ikke en ny.",
        "Invitasjonen til én er ikke sendt ennå. Den får den nye planen.",
    ]


@pytest.mark.parametrize("said", [{"places_total": 50}, {"number": 7}])
def test_what_an_invitation_does_not_say_makes_none_untrue(programme, by, said):
    sent_invitation(programme)

    assert texts(programme, changing(programme, by, **said), "letters") == []


# --- which letters follow


def test_letters_about_the_change_are_counted_and_the_municipalities_named(programme, by):
    for name in ("Lom", "Hamar"):
        taking_part(programme, name)

    assert told(programme, changing(programme, by, form="physical"), "follows") == [
        ("Brev om endringen går til 2 påmeldte, 4 personer i alt.", ("Hamar kommune", "Lom kommune")),
        ("Med brevet følger én kalenderoppføring, som oppdaterer den de har.", ()),
    ]


def test_who_is_registered_for_a_meeting_is_told_and_nobody_has_to_do_it_by_hand(by):
    row = meeting()
    for number in range(2):
        registered(row, f"{number}@example.no")

    def act():
        found = Gathering.objects.with_days().select_related("programme").get(pk=row.pk)
        said = replace(said_of(found), when=When.day(factories.in_days(12)))
        actions.change_gathering(gathering=found, said=said, version=1, by=by)

    assert "2 personer er meldt på møtet." in texts(row.programme, act, "people")
    assert "Brev om endringen går til de 2 som er meldt på møtet." in texts(row.programme, act, "follows")
    assert consequences.must_be_shown(row.programme, consequences.preview(programme=row.programme, act=act))


@pytest.mark.parametrize("said", [{"when": When()}, None])
def test_an_entry_that_is_taken_out_of_calendars_is_told(programme, by, said):
    taking_part(programme)

    def removing():
        row = Gathering.objects.select_related("programme").get(programme=programme, number=1)
        actions.remove_gathering(gathering=row, version=1, by=by)

    assert texts(programme, changing(programme, by, **said) if said else removing, "follows")[:2] == [
        "Brev om endringen går til én påmeldt, 2 personer i alt.",
        "Én kalenderoppføring blir avlyst hos dem som har den.",
    ]


def test_a_change_that_gives_no_letter_says_nothing_of_letters(programme, by):
    taking_part(programme)

    assert texts(programme, changing(programme, by, places_total=50), "follows") == []


# --- the whole


def test_nothing_of_a_preview_stays(programme, by):
    before = list(Gathering.objects.values()) + list(Deadline.objects.values())

    told(programme, changing(programme, by, form="physical", place="Hamar"))
    told(programme, moving(programme, by, "sign_up", When.day(factories.in_days(30))))

    assert list(Gathering.objects.values()) + list(Deadline.objects.values()) == before


def test_consequences_are_told_in_nynorsk(programme, by):
    signed_up(programme, "Lom")

    with translation.override("nn"):
        assert texts(programme, changing(programme, by, form="physical"), "people") == ["Éin er påmeld."]


def test_a_preview_costs_the_same_for_1_and_50_who_are_signed_up_and_get_a_letter(programme, by):
    counts = []
    for size in (1, 49):
        for _ in range(size):
            factories.with_coordinator(factories.signed_up(programme=programme))
        everything_leaves()
        with CaptureQueriesContext(connection) as counted:
            assert texts(programme, changing(programme, by, form="physical"), "follows")
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 100, counts  # the planned letters are reckoned before and after
