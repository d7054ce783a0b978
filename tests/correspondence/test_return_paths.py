from uuid import uuid4

import pytest

from correspondence import return_paths
from correspondence.models import Envelope


@pytest.fixture(autouse=True)
def _with_an_address(settings):
    settings.BOUNCE_ADDRESS = "retur@mail.example.no"


def test_each_envelope_has_a_sender_of_its_own_that_leads_back_to_it():
    one, other = Envelope(key=uuid4()), Envelope(key=uuid4())

    assert return_paths.sender_of(one) == f"retur+{one.key.hex}@mail.example.no"
    assert return_paths.key_in(f"<{return_paths.sender_of(other)}>") == other.key


def test_the_longest_address_that_a_site_may_give_has_room_for_the_key(settings):
    settings.BOUNCE_ADDRESS = f"{'r' * 31}@mail.example.no"

    assert len(return_paths.sender_of(Envelope(key=uuid4())).rpartition("@")[0]) == 64


@pytest.mark.parametrize("text", [
    "", "retur@mail.example.no", "retur+12@mail.example.no", f"retur+{'z' * 32}@mail.example.no",
    f"xretur+{'a' * 32}@mail.example.no", f"retur+{'a' * 32}@mail.example.no.evil.example",
    f"retur+{'a' * 32}@mailxexample.no",
])  # fmt: skip
def test_what_is_not_quite_such_an_address_leads_nowhere(text):
    assert return_paths.key_in(text) is None
