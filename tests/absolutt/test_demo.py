import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from absolutt import demo
from accounts.models import User
from correspondence.models import Envelope
from municipalities import register
from municipalities.models import Participation, Person
from programmes.models import Programme


@pytest.fixture
def loaded(settings, programmes):
    from accounts import journal

    settings.DEMO, settings.MAIL_SERVER = True, {}
    register.load(by=journal.SYSTEM)
    call_command("load_demo", verbosity=0)
    return Programme.objects.get(state="open")


def test_the_demo_is_a_round_in_sign_up_today_with_the_historical_plan(loaded):
    deadline = loaded.sign_up_deadline

    assert 14 < (deadline.end - timezone.localdate()).days < 30
    assert deadline.end.strftime("%a") == "Tue"  # as 15 December 2020 was
    assert loaded.gatherings.count() == 5
    assert not loaded.gatherings.exclude(date_text="").exists()


def test_every_state_is_there_to_see(loaded):
    states = set(Participation.objects.filter(programme=loaded).values_list("state", flat=True))

    assert states == set(Participation.State.values)
    assert Participation.objects.filter(programme=loaded, extended_deadline__isnull=False).count() == 1


def test_every_person_and_every_letter_is_at_example_no(loaded):
    addresses = [
        *Person.objects.values_list("email", flat=True),
        *User.objects.values_list("email", flat=True),
        *Envelope.objects.values_list("address", flat=True),
    ]

    assert {address.rpartition("@")[2] for address in addresses} == {"example.no", "annet.example.no"}


def test_the_demos_texts_are_complete_in_nynorsk(loaded):
    from correspondence.documents import missing_in

    assert missing_in(loaded, "nn") == []


def test_loading_the_demo_twice_changes_nothing(loaded):
    before = Envelope.objects.count()

    assert demo.load() is False
    assert Envelope.objects.count() == before


@pytest.mark.parametrize("change", [{"DEMO": False}, {"MAIL_SERVER": {"EMAIL_HOST": "mail"}}])
def test_demo_people_are_never_loaded_on_a_real_site(settings, db, change):
    settings.DEMO, settings.MAIL_SERVER = True, {}
    for name, value in change.items():
        setattr(settings, name, value)

    with pytest.raises(CommandError, match="no demo"):
        call_command("load_demo")

    assert not User.objects.exists()
