import pytest
from django.core.management import CommandError, call_command

from accounts import second_factor
from accounts.models import JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_only_administrator_who_has_lost_her_factor_is_helped_from_the_server(capsys):
    user = factories.with_factor(factories.UserFactory(email="liv@example.no", is_superuser=True))

    call_command("reset_second_factor", "Liv@Example.no")

    assert not second_factor.of(user).exists() and "sets up a second factor anew" in capsys.readouterr().out
    assert JournalEntry.objects.get(verb="factor.reset").actor_ref == "system"


@pytest.mark.parametrize(
    ("email", "said"), [("ukjent@example.no", "Nobody signs in"), ("kari@example.no", "has no second")]
)
def test_a_mistake_is_told(email, said):
    factories.UserFactory(email="kari@example.no")

    with pytest.raises(CommandError, match=said):
        call_command("reset_second_factor", email)
