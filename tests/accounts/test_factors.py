"""What is stored of a second factor, and the acts on it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from accounts import factor_actions, second_factor
from accounts.journal import SYSTEM, Actor
from accounts.mfa import Adapter
from accounts.models import JournalEntry
from tests import factories
from tests.accounts.factors import code_of

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def user():
    return factories.UserFactory()


def add_app(user):
    return factor_actions.add_app(user=user, secret=SECRET, by=Actor(user=user))


def make_codes(user, seen=0):
    return factor_actions.make_codes(user=user, seen=seen, by=Actor(user=user))


def verbs():
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B: the last six digits of its eight, for SHA-1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert [code_of(secret, at) for at in (59, 1111111109, 1234567890, 20000000000)] == [
        "287082", "081804", "005924", "353130",
    ]  # fmt: skip


def test_the_secret_of_an_app_is_not_readable_in_the_database(user):
    factor = add_app(user)

    stored = str(Authenticator.objects.values())
    assert SECRET not in stored
    assert factor.wrap().validate_code(code_of(SECRET))


def test_the_seed_of_recovery_codes_is_not_readable_in_the_database(user):
    add_app(user)
    row, codes = make_codes(user)

    stored = str(Authenticator.objects.values())
    assert Adapter().decrypt(row.data["seed"]) not in stored
    assert not any(code in stored for code in codes)
    assert len(set(codes)) == 10 and all(len(code) == 8 and code.isdigit() for code in codes)


def test_an_older_key_of_the_site_still_reads_what_it_wrote(user, settings):
    factor, old = add_app(user), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" * 8, [old]

    assert factor.wrap().validate_code(code_of(SECRET))


def test_without_the_key_that_wrote_it_the_reader_is_told_what_to_do(user, settings):
    factor = add_app(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" * 8, []

    with pytest.raises(ValidationError, match="Be en administrator"):
        factor.wrap().validate_code(code_of(SECRET))


def test_one_app_and_no_second_from_another_window(user):
    add_app(user)

    with pytest.raises(factor_actions.AlreadySetUp):
        add_app(user)

    assert second_factor.of(user).count() == 1 and verbs() == ["factor.added"]


def test_the_journal_knows_what_kind_and_nothing_secret(user):
    add_app(user)
    make_codes(user)

    assert [(line.verb, line.subject, line.details) for line in JournalEntry.objects.order_by("pk")] == [
        ("factor.added", f"user:{user.pk}", {"kind": "totp"}),
        ("factor.codes_made", f"user:{user.pk}", {"again": False}),
    ]


def test_the_last_is_kept_where_one_must_be_kept(user):
    factor = add_app(user)

    with pytest.raises(factor_actions.LastFactor):
        factor_actions.remove_factor(factor=factor, must_keep_one=True, by=Actor(user=user))

    assert second_factor.of(user).exists()


def test_with_the_last_go_the_recovery_codes(user):
    factor = add_app(user)
    make_codes(user)

    factor_actions.remove_factor(factor=factor, must_keep_one=False, by=Actor(user=user))

    assert not Authenticator.objects.filter(user=user).exists()
    with pytest.raises(factor_actions.NothingSetUp):
        factor_actions.remove_factor(factor=factor, must_keep_one=False, by=Actor(user=user))


def test_one_of_two_goes_and_the_codes_stay(user):
    factor = add_app(user)
    make_codes(user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "mobilen", "credential": {}})

    factor_actions.remove_factor(factor=factor, must_keep_one=True, by=Actor(user=user))

    assert second_factor.of(user).get() == key and second_factor.codes_of(user)


def test_recovery_codes_are_for_who_has_a_factor(user):
    with pytest.raises(factor_actions.NothingSetUp):
        make_codes(user)


def test_a_second_press_does_not_kill_the_codes_she_has_written_down(user):
    add_app(user)
    row, codes = make_codes(user, seen=0)

    with pytest.raises(factor_actions.AlreadySetUp):
        make_codes(user, seen=0)

    assert second_factor.codes_of(user) == row
    assert row.wrap().validate_code(codes[3])


def test_new_codes_take_the_place_of_the_old(user):
    add_app(user)
    row, old = make_codes(user)
    newer, codes = make_codes(user, seen=row.pk)

    assert not newer.wrap().validate_code(old[0])
    assert newer.wrap().validate_code(f"{codes[0][:4]} {codes[0][4:]}")
    assert JournalEntry.objects.filter(verb="factor.codes_made", details__again=True).count() == 1


def test_a_recovery_code_works_once(user):
    add_app(user)
    row, codes = make_codes(user)

    assert row.wrap().validate_code(codes[0])
    assert not second_factor.codes_of(user).wrap().validate_code(codes[0])
    assert len(second_factor.codes_of(user).wrap().get_unused_codes()) == 9


def test_a_reset_takes_everything_and_ends_every_session(user, client):
    add_app(user)
    make_codes(user)
    client.force_login(user)
    assert client.get("/").status_code == 200

    factor_actions.reset_factors(user=user, by=SYSTEM)

    assert client.get("/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert verbs()[-1] == "factor.reset"
    with pytest.raises(factor_actions.NothingSetUp):
        factor_actions.reset_factors(user=user, by=SYSTEM)
