from accounts import limits


def test_the_limit_counts_each_one_by_itself():
    tries = [limits.spend("code", "kari@example.no", most=2, seconds=60) for _ in range(3)]

    assert tries == [True, True, False]
    assert limits.spend("code", "ola@example.no", most=2, seconds=60)


def test_only_as_many_proxies_as_we_trust_may_name_the_client(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7")

    settings.TRUSTED_PROXIES = 0
    assert limits.client_address(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert limits.client_address(request) == "192.0.2.7"
