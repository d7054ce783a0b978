from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import links
from accounts.journal import Actor
from accounts.models import JournalEntry
from municipalities import actions, duty_actions, signup_links
from municipalities.models import ANSWER, Answer, Holding, Participation, Person, Seat
from programmes.models import Programme
from tests import factories

pytestmark = pytest.mark.django_db


def by():
    return Actor(user=factories.UserFactory())


def yes(participation, **said):
    return actions.SignUp(choice="yes", version=participation.version, **said)


def verbs():
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_naming_a_director_seats_her_and_is_journalled_without_her_name():
    participation = factories.ParticipationFactory()

    actions.name_director(participation=participation, name="Kari Lien", email="Kari@Kommune.example.no", by=by())

    assert Holding.objects.current().get().person.email == "kari@kommune.example.no"
    assert "Kari" not in str(JournalEntry.objects.values())


def test_a_new_director_takes_the_seat_and_the_old_ones_link_dies():
    participation = factories.ParticipationFactory()
    old = factories.with_director(participation)
    token = signup_links.issue(participation, old)

    actions.name_director(participation=participation, name="Ny", email="ny@kommune.example.no", by=by())

    assert Holding.objects.current().get().person.name == "Ny"
    assert Holding.objects.get(person=old).until
    with pytest.raises(links.DeadLink, match="revoked"):
        links.find(purpose="sign_up", token=token)


def test_a_seat_is_held_by_one_at_a_time():
    participation = factories.ParticipationFactory()
    factories.with_director(participation)

    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(seat=Seat.objects.get(), person=factories.PersonFactory())


def test_two_advisers_do_not_overwrite_each_other():
    participation = factories.ParticipationFactory()
    seen_by_both = participation.version
    actions.name_director(participation=participation, name="A", email="a@example.no", by=by(), version=seen_by_both)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.name_director(
            participation=participation, name="B", email="b@example.no", by=by(), version=seen_by_both
        )

    assert Holding.objects.current().get().person.name == "A"


def test_inviting_marks_the_time_and_says_so_in_the_journal():
    participation = factories.ParticipationFactory()

    actions.invite(participations=[participation], by=by())

    participation.refresh_from_db()
    assert (participation.state, bool(participation.invited_at)) == ("invited", True)
    assert verbs() == ["participation.invited"]


def test_inviting_again_keeps_an_answer_that_was_given():
    participation = factories.ParticipationFactory(state="signed_up", invited_at=timezone.now())

    actions.invite(participations=[participation], by=by())

    participation.refresh_from_db()
    assert participation.state == "signed_up"


def test_an_archived_programme_invites_nobody():
    participation = factories.ParticipationFactory(programme=factories.ProgrammeFactory(state="archived"))

    with pytest.raises(actions.Closed):
        actions.invite(participations=[participation], by=by())


@pytest.mark.parametrize(("choice", "state"), [("yes", "signed_up"), ("no", "declined"), ("undecided", "undecided")])
def test_the_directors_answer_counts_at_once(choice, state):
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation, factories.PersonFactory(email="hun@annet.example.no"))

    sign_up = actions.SignUp(choice=choice, version=1, invoice_reference="PO-7")
    actions.answer(participation=participation, person=director, sign_up=sign_up)

    participation.refresh_from_db()
    assert (participation.state, participation.invoice_reference) == (state, "PO-7")
    assert JournalEntry.objects.get().actor_ref == f"person:{director.pk}"


def test_a_coordinator_named_with_a_yes_gets_her_seat_and_one_named_with_a_no_does_not():
    first, second = factories.ParticipationFactory(), factories.ParticipationFactory()
    said = {"coordinator_name": "Mona", "coordinator_email": "mona@example.no", "version": 1}

    for participation, choice in ((first, "yes"), (second, "no")):
        director = factories.with_director(participation)
        sign_up = actions.SignUp(choice=choice, **said)
        actions.answer(participation=participation, person=director, sign_up=sign_up)

    assert Holding.objects.filter(seat__kind="coordinator").get().seat.participation == first


def test_somebody_with_an_address_in_the_organisation_may_answer():
    participation = factories.ParticipationFactory()
    secretary = factories.PersonFactory(email="kari@kommune.example.no")

    given = actions.answer(participation=participation, person=secretary, sign_up=yes(participation, role="rådgiver"))

    participation.refresh_from_db()
    assert (given.status, participation.state) == ("accepted", "signed_up")


@pytest.mark.parametrize("email", ["kari@annet.example.no", "kari@xkommune.example.no", "kari@sub.kommune.example.no"])
def test_an_answer_from_outside_waits_for_the_adviser(email):
    participation = factories.ParticipationFactory()
    stranger = factories.PersonFactory(email=email)

    given = actions.answer(participation=participation, person=stranger, sign_up=yes(participation))

    participation.refresh_from_db()
    assert (given.status, participation.state, verbs()) == ("waiting", "waiting", ["answer.waiting"])


def test_an_answer_from_outside_does_not_undo_one_that_counts():
    participation = factories.ParticipationFactory(state="signed_up", invited_at=timezone.now())
    stranger = factories.PersonFactory(email="kari@annet.example.no")

    actions.answer(
        participation=participation, person=stranger, sign_up=actions.SignUp(choice="no", version=participation.version)
    )

    participation.refresh_from_db()
    assert participation.state == "signed_up"


@pytest.mark.parametrize(
    ("accept", "state", "status"), [(True, "signed_up", "accepted"), (False, "invited", "refused")]
)
def test_the_adviser_settles_an_answer_from_outside(accept, state, status):
    participation = factories.ParticipationFactory(state="invited", invited_at=timezone.now())
    stranger = factories.PersonFactory(email="kari@annet.example.no")
    given = actions.answer(participation=participation, person=stranger, sign_up=yes(participation))

    actions.settle_waiting(given=given, accept=accept, by=by())

    participation.refresh_from_db()
    assert (participation.state, given.status) == (state, status)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.settle_waiting(given=given, accept=accept, by=by())


def test_what_an_outsider_wrote_counts_whole_once_the_adviser_says_yes():
    participation = factories.ParticipationFactory()
    stranger = factories.PersonFactory(email="kari@annet.example.no")
    said = yes(participation, coordinator_name="Mona", coordinator_email="mona@example.no", invoice_reference="PO 1")
    given = actions.answer(participation=participation, person=stranger, sign_up=said)
    before = Holding.objects.count()

    actions.settle_waiting(given=given, accept=True, by=by())

    participation.refresh_from_db()
    assert (before, participation.invoice_reference) == (0, "PO 1")
    assert Holding.objects.get(seat__kind="coordinator").person.name == "Mona"


def test_the_directors_newer_answer_cannot_be_overridden_by_an_older_one_from_outside():
    participation = factories.invited()
    director = factories.with_director(participation)
    stranger = factories.PersonFactory(email="kari@annet.example.no")
    older = actions.answer(
        participation=participation, person=stranger, sign_up=actions.SignUp(choice="no", version=participation.version)
    )
    actions.answer(participation=participation, person=director, sign_up=yes(participation))

    with pytest.raises(actions.ChangedMeanwhile):
        actions.settle_waiting(given=older, accept=True, by=by())

    participation.refresh_from_db()
    older.refresh_from_db()
    assert (participation.state, older.status) == ("signed_up", "superseded")
    assert "answer.superseded" in verbs()


def test_a_director_who_hands_the_coordinators_seat_on_keeps_her_own_link():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)
    token = signup_links.issue(participation, director)
    for name, email in (("Selv", director.email), ("Ola", "ola@example.no")):
        said = yes(participation, coordinator_name=name, coordinator_email=email)
        actions.answer(participation=participation, person=director, sign_up=said)

    assert links.find(purpose="sign_up", token=token)


def test_a_new_spelling_of_a_name_stands_in_the_journal_without_the_name():
    participation = factories.ParticipationFactory()
    factories.with_director(participation, factories.PersonFactory(name="Kari Lien", email="kari@example.no"))

    actions.name_director(participation=participation, name="Kari Lien Moe", email="kari@example.no", by=by())

    assert "person.renamed" in verbs()
    assert Person.objects.get().name == "Kari Lien Moe"


@pytest.mark.parametrize("act", [actions.name_director, actions.register_answer, duty_actions.extend])
def test_an_archived_programme_is_not_changed_also_where_it_was_archived_after_the_page_found_it(act):
    participation = factories.ParticipationFactory(programme=factories.ProgrammeFactory())
    Programme.objects.update(state="archived")
    given = {
        "name_director": {"name": "Kari", "email": "kari@example.no"},
        "register_answer": {"choice": "yes", "via": "telephone", "said_by": "Kari", "reason": "x", "version": 1},
        "extend": {"duty": ANSWER, "day": factories.in_days(9), "reason": "x", "version": 1},
    }[act.__name__]

    with pytest.raises(actions.Closed):
        act(participation=participation, by=by(), **given)


def test_a_director_who_knows_an_address_cannot_rename_its_owner():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)
    elsewhere = factories.PersonFactory(name="Berit Dalen", email="berit@annen-kommune.example.no")

    said = yes(participation, coordinator_name="Tulling", coordinator_email=elsewhere.email)
    actions.answer(participation=participation, person=director, sign_up=said)

    elsewhere.refresh_from_db()
    assert elsewhere.name == "Berit Dalen"


def test_the_newest_answer_from_outside_is_the_one_that_waits():
    participation = factories.ParticipationFactory()
    stranger = factories.PersonFactory(email="kari@annet.example.no")

    actions.answer(participation=participation, person=stranger, sign_up=yes(participation))
    newest = actions.answer(
        participation=participation, person=stranger, sign_up=actions.SignUp(choice="no", version=participation.version)
    )

    assert Answer.objects.get(status="waiting") == newest


def test_a_deadline_lasts_to_midnight_in_norway_and_not_a_minute_longer():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)
    closes = participation.closes_at

    with time_machine.travel(closes - timedelta(minutes=1), tick=False):
        actions.answer(participation=participation, person=director, sign_up=yes(participation))
    with time_machine.travel(closes, tick=False), pytest.raises(actions.Closed):
        actions.answer(participation=participation, person=director, sign_up=yes(participation))

    local = timezone.localtime(closes)
    assert (local.hour, local.minute, local.date()) == (0, 0, participation.deadline + timedelta(days=1))


def test_a_stale_answer_is_refused_and_nothing_is_saved():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)
    stale = actions.SignUp(choice="no", version=participation.version)
    actions.answer(participation=participation, person=director, sign_up=yes(participation))

    with pytest.raises(actions.ChangedMeanwhile), transaction.atomic():
        actions.answer(participation=participation, person=director, sign_up=stale)

    assert Answer.objects.count() == 1


def test_an_answer_by_telephone_has_its_source_and_can_come_after_the_deadline():
    participation = factories.ParticipationFactory()
    adviser = by()

    with time_machine.travel(participation.closes_at + timedelta(days=3)):
        given = actions.register_answer(
            participation=participation, choice="yes", via="telephone", said_by="Kari", reason="Ringte 3. mars.",
            version=participation.version, by=adviser,
        )  # fmt: skip

    participation.refresh_from_db()
    assert (participation.state, given.registered_by, given.given_by) == ("signed_up", adviser.user, "Kari")


@pytest.mark.parametrize("choice", ["yes", "no", "undecided"])
def test_one_that_is_held_outside_is_taken_in_before_it_answers(choice):
    participation = factories.ParticipationFactory()
    seen = Participation.objects.get()
    Participation.objects.update(state="left_out")  # after the page found it

    with pytest.raises(actions.LeftOut):
        actions.register_answer(
            participation=seen, choice=choice, via="telephone", said_by="Kari", reason="x", version=1, by=by()
        )  # fmt: skip
    with pytest.raises(actions.LeftOut):
        person = factories.with_director(participation)
        actions.answer(participation=participation, person=person, sign_up=actions.SignUp(choice=choice, version=1))

    assert Participation.objects.get().state == "left_out" and not Answer.objects.exists()


def test_nobody_can_register_an_answer_as_if_it_came_through_the_portal():
    participation = factories.ParticipationFactory()

    with pytest.raises(ValueError, match="through the portal"):
        actions.register_answer(
            participation=participation, choice="yes", via="portal", said_by="x", reason="x", version=1, by=by()
        )


@pytest.mark.parametrize(
    "fields", [{"via": "portal"}, {"via": "telephone", "reason": "x"}, {"via": "telephone", "reason": ""}]
)
def test_the_database_refuses_an_answer_without_a_source(fields):
    participation = factories.ParticipationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(participation=participation, choice="yes", **fields)


def test_one_organisation_gets_longer_time_and_its_links_live_as_long():
    participation = factories.ParticipationFactory()
    director = factories.with_director(participation)
    token = signup_links.issue(participation, director)
    day = participation.deadline + timedelta(days=14)

    duty_actions.extend(participation=participation, duty=ANSWER, day=day, reason="Sak i januar", version=1, by=by())

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert links.find(purpose="sign_up", token=token)
        assert Participation.objects.get().takes_answers


def test_an_extension_is_later_than_the_deadline_it_extends():
    participation = factories.ParticipationFactory()

    with pytest.raises(ValueError, match="after the programme's own day"):
        duty_actions.extend(
            participation=participation, duty=ANSWER, day=participation.deadline, reason="x", version=1, by=by()
        )


def test_the_same_address_is_the_same_human_in_two_programmes():
    first, second = factories.ParticipationFactory(), factories.ParticipationFactory()

    for participation in (first, second):
        actions.name_director(participation=participation, name="Kari", email="kari@example.no", by=by())

    assert Person.objects.count() == 1


def test_organisations_are_listed_once(programmes):
    programme = programmes["innlandet-2021"]

    assert programme.participations.count() == 47
    assert actions.list_organisations(programme=programme, by=by()) == 0
