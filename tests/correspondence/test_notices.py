"""What somebody is told at once about her own account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import factor_actions, journal
from accounts.actions import end_administrator, make_administrator
from accounts.journal import Actor
from programmes import reach_actions
from programmes.models import Adviser
from programmes.reach import Given
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def liv():
    return factories.UserFactory(name="Liv Myhre", is_superuser=True)


@pytest.fixture
def user():
    return factories.UserFactory(name="Even Nygård", email="even@example.no")


def let_in(given, by, where="KS Innlandet"):
    region = factories.RegionFactory(name=where)
    return reach_actions.let_in(email="even@example.no", name="Even Nygård", given=given, region=region, by=by)


def body():
    (message,) = mail.outbox
    return message.body


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Given.ADVISER, "Liv Myhre har gitt deg tilgang som rådgiver i KS Innlandet."),
        (Given.PROCESS, "har gitt deg tilgang som prosessveileder i KS Innlandet. Du kan lese og kommentere."),
        (Given.NATIONAL, "Liv Myhre har gitt deg tilgang som nasjonal rådgiver. Det gjelder alle regionene."),
        (Given.ADMINISTRATOR, "Liv Myhre har gitt deg tilgang som administrator."),
    ],
)
def test_whoever_is_given_a_role_is_told_by_whom_and_how_to_sign_in(liv, on_commit, settings, given, said):
    settings.REQUIRE_SECOND_FACTOR = True
    with on_commit():
        let_in(given, Actor(user=liv))

    assert said in body() and "Logg inn med denne e-postadressen: http://localhost:8000" in body()
    assert "setter du også opp totrinnsinnlogging" in body()
    assert mail.outbox[0].reply_to == [settings.CONTACT_EMAIL]
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert said in mail.outbox[0].alternatives[0].content


def test_it_speaks_the_readers_norm(liv, on_commit):
    factories.UserFactory(email="even@example.no", language="nn")

    with on_commit():
        let_in(Given.ADVISER, Actor(user=liv))

    assert "har gitt deg tilgang som rådgivar i KS Innlandet" in body() and "Venleg helsing" in body()


def test_what_a_command_gives_is_not_written_about(on_commit):
    with on_commit():
        let_in(Given.ADVISER, journal.SYSTEM)

    assert mail.outbox == []


def test_what_is_given_twice_is_told_once(liv, on_commit):
    with on_commit():
        let_in(Given.ADVISER, Actor(user=liv))
        let_in(Given.ADVISER, Actor(user=liv))

    assert len(mail.outbox) == 1


def test_a_stand_in_is_told_for_whom_where_and_how_long(liv, on_commit, user):
    absent = factories.adviser("KS Innlandet")
    Adviser.objects.create(user=absent, region=factories.RegionFactory(name="KS Trøndelag"))
    today = timezone.localdate()

    with on_commit():
        reach_actions.stand_in(
            user=user, absent=absent, from_day=today, until=today + timedelta(days=7), by=Actor(user=liv)
        )

    assert "stedfortreder for Ingrid Solbakken i KS Innlandet, KS Trøndelag, fra og med" in body()


def test_who_loses_a_role_is_not_written_to(liv, on_commit, user):
    make_administrator(user=user, by=journal.SYSTEM)

    with on_commit():
        end_administrator(user=user, by=Actor(user=liv))
        reach_actions.end_reach(reach=factories.adviser("KS Innlandet").advises.get(), by=Actor(user=liv))

    assert mail.outbox == []


def test_each_change_of_ones_factor_is_told_and_the_first_codes_are_not(on_commit, user):
    by = Actor(user=user)
    with on_commit():
        factor = factor_actions.add_app(user=user, secret="JBSWY3DPEHPK3PXP", by=by)
        codes, _ = factor_actions.make_codes(user=user, seen=0, by=by)
        factor_actions.make_codes(user=user, seen=codes.pk, by=by)
        factor_actions.remove_factor(factor=factor, must_keep_one=False, by=by)

    said = [message.body for message in mail.outbox]
    assert len(said) == 3 and all("Var det ikke deg" in one for one in said)
    told = ("lagt til en app med koder", "nye reservekoder", "fjernet en app med koder")
    for one, words in zip(said, told, strict=True):
        assert words in one


def test_a_reset_by_command_says_who_runs_the_portal(on_commit, user):
    factories.with_factor(user)

    with on_commit():
        factor_actions.reset_factors(user=user, by=journal.SYSTEM)

    assert "Den som drifter portalen har tilbakestilt" in body()


def test_a_mail_server_that_is_away_does_not_undo_the_act(liv, on_commit, settings, caplog):
    settings.EMAIL_BACKEND = "correspondence.backends.GuardedSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with on_commit():
        let_in(Given.ADVISER, Actor(user=liv))

    assert Adviser.objects.exists()
    assert "adviser.reach_given: its e-mail could not be sent" in caplog.text and "even@" not in caplog.text


def test_an_act_that_is_rolled_back_tells_nobody(liv, on_commit, user):
    with on_commit(), pytest.raises(reach_actions.NothingToStandInFor):
        today = timezone.localdate()
        reach_actions.let_stand_in(
            email="ny@example.no", name="Ny", absent=user, from_day=today, until=today, by=Actor(user=liv)
        )

    assert mail.outbox == []
