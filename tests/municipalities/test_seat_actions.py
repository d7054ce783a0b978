"""Coordinators, the group and the reference group: who sits where, and who sat there before."""

import pytest
from django.db import connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext

from accounts.journal import Actor
from accounts.models import JournalEntry
from municipalities import seat_actions, signup_links
from municipalities.acting import ChangedMeanwhile, Closed
from municipalities.correcting import KnownElsewhere
from municipalities.models import Holding, Participation, Person, Seat
from municipalities.seat_actions import (
    AddressTaken,
    AlreadySeated,
    Incomplete,
    OtherName,
    Place,
    YouthPlace,
)
from municipalities.standing import standing_of
from programmes.models import CompositionRule
from programmes.words import Words
from tests import factories

pytestmark = pytest.mark.django_db

MAYOR = Place(title=Words("ordfører", "ordførar"), role="mayor", level="political")
HEAD = Place(title=Words("skolesjef", "skulesjef"), role="head_of_schools", level="administrative")
YOUTH = Place(title=Words("representant for barn og unge"), role="youth_rep", level="youth")


def by():
    return Actor(user=factories.UserFactory())


def add(participation, place=MAYOR, name="", email="", kind="member"):
    participation.refresh_from_db()
    return seat_actions.add_seat(
        participation=participation, kind=kind, place=place, name=name, email=email, version=participation.version,
        by=by(),
    )  # fmt: skip


def fill(seat, name, email):
    seat.refresh_from_db()
    seat_actions.fill_seat(seat=seat, name=name, email=email, version=seat.version, by=by())


def confirm(participation):
    participation.refresh_from_db()
    seat_actions.confirm_group(participation=participation, version=participation.version, by=by())


def act(action, seat, **given):
    seat.refresh_from_db()
    action(seat=seat, version=seat.version, by=by(), **given)


@pytest.fixture
def participation():
    """Signed up, in a programme that requires elected people and administrators."""
    made = factories.signed_up()
    for order, level in enumerate(("political", "administrative"), start=1):
        CompositionRule.objects.create(programme=made.programme, order=order, level=level, strength="required")
    return made


def holders(seat):
    return list(Holding.objects.current().filter(seat=seat).values_list("person__name", flat=True))


def verbs():
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_place_may_wait_for_its_name(participation):
    seat = add(participation)

    assert holders(seat) == []
    fill(seat, "Kari Lien", "kari@example.no")
    assert holders(seat) == ["Kari Lien"]


def test_whoever_is_replaced_leaves_and_stays_visible(participation):
    seat = add(participation, name="Kari Lien", email="kari@example.no")

    fill(seat, "Ola Moen", "ola@example.no")

    assert holders(seat) == ["Ola Moen"]
    then = Holding.objects.get(person__name="Kari Lien")
    assert then.until is not None and then.seat == seat


def test_somebody_who_leaves_leaves_a_place_where_a_name_will_come(participation):
    seat = add(participation, name="Kari Lien", email="kari@example.no")

    act(seat_actions.vacate_seat, seat)

    assert holders(seat) == []
    assert Seat.objects.open().filter(pk=seat.pk).exists()


def test_a_removed_place_keeps_its_history(participation):
    seat = add(participation, name="Kari Lien", email="kari@example.no")

    act(seat_actions.remove_seat, seat)

    assert not Seat.objects.open().filter(pk=seat.pk).exists()
    assert Holding.objects.filter(seat=seat, until__isnull=False).count() == 1


def test_two_who_name_the_same_place_at_once_do_not_overwrite_each_other(participation):
    seat = add(participation)
    seen = seat.version
    fill(seat, "Kari Lien", "kari@example.no")

    with pytest.raises(ChangedMeanwhile):
        seat_actions.fill_seat(seat=seat, name="Ola Moen", email="ola@example.no", version=seen, by=by())

    assert holders(seat) == ["Kari Lien"]


def test_two_who_add_a_place_at_once_see_each_others_first(participation):
    seen = participation.version
    add(participation)

    with pytest.raises(ChangedMeanwhile):
        seat_actions.add_seat(
            participation=participation, kind="member", place=MAYOR, name="", email="", version=seen, by=by()
        )

    assert participation.seats.count() == 1


def test_nobody_holds_the_same_role_twice(participation):
    add(participation, name="Kari Lien", email="kari@example.no")

    with pytest.raises(AlreadySeated):
        add(participation, name="Kari Lien", email="kari@example.no")

    assert participation.seats.filter(kind="member").count() == 2 - 1


def test_one_person_may_hold_different_places(participation):
    add(participation, name="Kari Lien", email="kari@example.no")
    add(participation, HEAD, name="Kari Lien", email="kari@example.no")

    assert Person.objects.filter(email="kari@example.no").count() == 1
    assert Holding.objects.current().filter(person__email="kari@example.no").count() == 2


def test_a_youth_place_holds_a_contact_and_not_the_young_person(participation):
    seat = add(participation, YOUTH, name="Ungdomsrådets sekretær", email="ungdom@example.no")

    assert Holding.objects.get(seat=seat).is_contact


def test_a_youth_place_does_not_become_another_while_a_contact_stands_there(participation):
    seat = add(participation, YOUTH, name="Sekretæren", email="ungdom@example.no")

    with pytest.raises(YouthPlace):
        act(seat_actions.change_place, seat, place=MAYOR)


def test_a_group_without_somebody_required_is_not_confirmed(participation):
    add(participation, name="Kari Lien", email="kari@example.no")

    with pytest.raises(Incomplete) as incomplete:
        confirm(participation)

    assert incomplete.value.texts == ["Dere mangler en fra administrasjonen."]


def test_an_empty_group_is_not_confirmed_even_without_rules():
    with pytest.raises(Incomplete):
        confirm(factories.signed_up())


def test_a_confirmed_group_that_loses_somebody_required_must_be_confirmed_anew(participation):
    mayor = add(participation, name="Kari Lien", email="kari@example.no")
    add(participation, HEAD, name="Ola Moen", email="ola@example.no")
    confirm(participation)

    act(seat_actions.vacate_seat, mayor)

    participation.refresh_from_db()
    assert participation.group_confirmed_at is None
    assert verbs()[-1] == "group.reopened"


def test_a_confirmed_group_stays_confirmed_when_it_still_has_everybody(participation):
    add(participation, name="Kari Lien", email="kari@example.no")
    add(participation, HEAD, name="Ola Moen", email="ola@example.no")
    extra = add(participation, YOUTH, name="Sekretæren", email="ungdom@example.no")
    confirm(participation)

    act(seat_actions.remove_seat, extra)

    participation.refresh_from_db()
    assert participation.group_confirmed_at is not None


def test_a_misspelt_address_is_put_right_without_a_replacement(participation):
    seat = add(participation, name="Kari Lein", email="kari.lein@example.no")

    act(seat_actions.correct_person, seat, name="Kari Lien", email="kari.lien@example.no")

    assert Holding.objects.filter(seat=seat).count() == 1
    assert Person.objects.get().email == "kari.lien@example.no"


def test_somebody_who_stands_elsewhere_too_is_not_put_right_by_one_coordinator(participation):
    seat = add(participation, name="Kari Lien", email="kari@example.no")
    add(factories.signed_up(), name="Kari Lien", email="kari@example.no")

    with pytest.raises(KnownElsewhere):
        act(seat_actions.correct_person, seat, name="Tulling", email="kari@example.no")

    assert Person.objects.get().name == "Kari Lien"


def test_an_address_that_is_somebody_elses_is_no_correction(participation):
    seat = add(participation, name="Kari Lien", email="kari@example.no")
    add(participation, HEAD, name="Ola Moen", email="ola@example.no")

    with pytest.raises(AddressTaken):
        act(seat_actions.correct_person, seat, name="Kari Lien", email="ola@example.no")


def test_a_name_that_is_known_is_not_changed_by_another_spelling(participation):
    factories.PersonFactory(name="Berit Dalen", email="berit@example.no")

    add(participation, name="Berit D. Moen", email="berit@example.no")

    assert Person.objects.get(email="berit@example.no").name == "Berit Dalen"


def test_two_people_who_share_an_address_do_not_become_one(participation):
    add(participation, name="Ola Moen", email="post@skole.example.no")

    with pytest.raises(OtherName):
        add(participation, HEAD, name="Kari Lien", email="post@skole.example.no")

    assert participation.seats.filter(kind="member").count() == 1


def test_whoever_has_answered_is_trusted_by_her_address_and_is_not_corrected(participation):
    answerer = factories.PersonFactory(name="Pia Berg", email="pia@annet.example.no")
    signup_links.issue(participation, answerer)
    seat = add(participation, name="Pia Berg", email="pia@annet.example.no")

    with pytest.raises(KnownElsewhere):
        act(seat_actions.correct_person, seat, name="Pia Berg", email="finnes.ikke@kommune.example.no")


def test_an_existing_body_is_the_reference_group_by_its_name(participation):
    seat_actions.name_reference_body(
        participation=participation, body="Oppvekstforum", version=participation.version, by=by()
    )

    participation.refresh_from_db()
    assert participation.reference_body == "Oppvekstforum"


def test_nothing_is_changed_in_an_archived_programme(participation):
    type(participation.programme).objects.update(state="archived", letters_from=None)
    participation = Participation.objects.get(pk=participation.pk)

    with pytest.raises(Closed):
        add(participation)


def test_the_journal_holds_no_names(participation):
    add(participation, name="Kari Lien", email="kari@example.no")

    assert "seat.named" in verbs()
    assert not any("Kari" in str(line.details) or "kari" in str(line.details) for line in JournalEntry.objects.all())


def test_one_role_may_have_several_places_whose_names_are_to_come(participation):
    participation.programme.composition.all().delete()
    CompositionRule.objects.create(
        programme=participation.programme, order=1, role="head_of_schools", least=2, strength="required"
    )
    before = standing_of(participation).states["group.register"].waits

    add(participation, HEAD)
    add(participation, HEAD, name="Kari Lien", email="kari@example.no")
    add(participation, HEAD)

    assert [seat.holder is None for seat in participation.seats.with_holders()] == [True, False, True]
    assert (before, standing_of(participation).states["group.register"].waits) == (True, False)


def test_a_second_tap_on_a_place_without_a_name_makes_no_second_place(participation):
    seen = participation.version
    add(participation)

    with pytest.raises(ChangedMeanwhile):
        seat_actions.add_seat(
            participation=participation, kind="member", place=MAYOR, name="", email="", version=seen, by=by()
        )

    assert participation.seats.filter(kind="member").count() == 1


def test_an_address_that_somebody_else_gets_in_the_same_moment_is_taken(participation):
    seat = add(participation, name="Kari Lien", email="feil@example.no")

    def be_quicker(instance, **kwargs):
        if instance.pk == seat.holder.person_id:
            Person.objects.bulk_create([Person(name="Ola Moen", email="kari@example.no")])

    pre_save.connect(be_quicker, sender=Person)
    try:
        with pytest.raises(AddressTaken):
            act(seat_actions.correct_person, seat, name="Kari Lien", email="kari@example.no")
    finally:
        pre_save.disconnect(be_quicker, sender=Person)

    assert Person.objects.get(pk=seat.holder.person_id).email == "feil@example.no"


def test_a_group_without_a_place_says_so_itself_and_is_read_once(participation):
    participation.programme.composition.all().delete()

    with CaptureQueriesContext(connection) as counted, pytest.raises(Incomplete) as refused:
        confirm(participation)

    assert refused.value.texts == ["Gruppa har ingen plasser ennå."]
    assert sum('FROM "municipalities_seat"' in query["sql"] for query in counted) == 1
