import pytest
from django.core.management import CommandError, call_command

from accounts.models import JournalEntry, User
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_first_user_of_a_site_is_made_by_command_and_stands_in_the_journal(capsys):
    factories.RegionFactory()

    call_command("add_adviser", "Kari@Example.no", name="Kari Nordmann", region=["ks innlandet"])

    user = User.objects.get()
    assert (user.email, user.has_usable_password()) == ("kari@example.no", False)
    assert user.advises.get().region.name == "KS Innlandet"
    assert {"user.added", "adviser.reach_given"} <= set(JournalEntry.objects.values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Say what she may reach"),
        ({"region": ["KS Nowhere"]}, "Known regions: KS Innlandet"),
        ({"national": True, "email": "not an address"}, "e-post|email"),
        ({"national": True, "process": True}, "follows a region"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(options, sentence):
    factories.RegionFactory()
    email = options.pop("email", "kari@example.no")

    with pytest.raises(CommandError, match=sentence):
        call_command("add_adviser", email, name="Kari", **options)

    assert not User.objects.exists()


def test_a_process_adviser_follows_a_region_and_advises_none():
    factories.RegionFactory()

    call_command("add_adviser", "even@example.no", name="Even", region=["KS Innlandet"], process=True)

    assert User.objects.get().advises.get().role == "process"


def test_whoever_runs_it_is_told_that_a_second_factor_comes_next(capsys, settings):
    settings.REQUIRE_SECOND_FACTOR = True

    call_command("add_adviser", "liv@example.no", name="Liv", administrator=True)

    assert "sets up a second factor" in capsys.readouterr().out and User.objects.get().is_superuser


def test_an_address_is_used_once():
    factories.UserFactory(email="kari@example.no")

    with pytest.raises(CommandError):
        call_command("add_adviser", "KARI@example.no", name="Kari", national=True)
