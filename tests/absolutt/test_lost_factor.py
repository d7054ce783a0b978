"""A lost second factor, reset on «Tilganger» by an administrator."""

import pytest
from django.core import mail
from django.test import Client

from accounts import second_factor
from tests import factories
from tests.absolutt.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def liv(client):
    user = factories.UserFactory(name="Liv Myhre", is_superuser=True)
    client.force_login(user)
    return user


def test_an_administrator_resets_what_is_lost_and_its_owner_is_told_and_signed_out(client, liv, on_commit):
    user = factories.with_factor(factories.adviser("KS Innlandet"))
    theirs = Client()
    theirs.force_login(user)

    asked = text(client.get(f"/tilganger/totrinn/{user.pk}/"))
    with on_commit():
        done = text(client.post(f"/tilganger/totrinn/{user.pk}/", follow=True))

    assert "Ring, eller møt personen" in asked and "er tilbakestilt" in done
    assert not second_factor.of(user).exists() and theirs.get("/").status_code == 302
    (told,) = mail.outbox
    assert told.to == [user.email] and "Liv Myhre har tilbakestilt totrinnsinnloggingen din" in told.body
    assert "ikke satt opp" in text(client.post(f"/tilganger/totrinn/{user.pk}/", follow=True))


def test_nobody_resets_her_own(client, liv):
    factories.with_factor(liv)

    assert client.post(f"/tilganger/totrinn/{liv.pk}/").status_code == 403
    assert second_factor.of(liv).exists()


def test_only_of_somebody_with_a_role(client, liv):
    coordinator = factories.with_factor(factories.UserFactory())

    assert client.post(f"/tilganger/totrinn/{coordinator.pk}/").status_code == 404
