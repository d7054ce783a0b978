import time

import pytest
import time_machine
from django.core.management import call_command

from accounts import limits


def test_the_limit_counts_each_one_by_itself():
    tries = [limits.spend("code", "kari@example.no", most=2, seconds=60) for _ in range(3)]

    assert tries == [True, True, False]
    assert limits.spend("code", "ola@example.no", most=2, seconds=60)


@pytest.mark.django_db
def test_an_hours_limit_lasts_an_hour_in_the_database_cache_too(settings):
    """The embedded default: a place that is taken is free again after its own time, not after the cache's."""
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "limits_under_test"}
    }
    call_command("createcachetable", verbosity=0)
    began = time.time()
    limits.spend("code", "kari@example.no", most=1, seconds=3600)

    with time_machine.travel(began + 3000, tick=False):
        assert not limits.spend("code", "kari@example.no", most=1, seconds=3600)
    with time_machine.travel(began + 3700, tick=False):
        assert limits.spend("code", "kari@example.no", most=1, seconds=3600)


def test_an_ipv6_client_is_counted_by_its_network(rf):
    addresses = {limits.client_address(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in (1, 2)}

    assert addresses == {"2001:db8:1:2::/64"}


def test_only_as_many_proxies_as_we_trust_may_name_the_client(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7")

    settings.TRUSTED_PROXIES = 0
    assert limits.client_address(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert limits.client_address(request) == "192.0.2.7"
