"""The log filter lies in accounts, which knows no addresses: whether it knows all of them is asked here."""

import logging
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, get_resolver, reverse

from accounts.logs import NoTokens, OrdinaryAnswers, without_tokens


def opened_by_a_token():
    patterns = [row for row in get_resolver().url_patterns if isinstance(row, URLPattern)]
    return sorted({row.name for row in patterns if "token" in row.pattern.converters})


def test_the_site_has_addresses_that_a_token_opens():
    assert {"answer", "appoint"} <= set(opened_by_a_token())


@pytest.mark.parametrize("name", opened_by_a_token())
def test_no_log_line_keeps_the_token_of_any_address(name):
    address = reverse(name, kwargs={"token": "abc.DEF-123"})

    line = without_tokens(f"Not Found: {address} and GET {address}?endre=1")

    assert "abc.DEF-123" not in line
    assert line.count("[token]") == 2


def logged(fault):
    """What the log writes of a fault that ended a request."""
    try:
        raise fault
    except type(fault):
        record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Trouble: /a/", (), sys.exc_info())
    for each in (OrdinaryAnswers(), NoTokens()):
        assert each.filter(record)
    return logging.Formatter().format(record)


def test_a_refusal_is_one_line_in_the_log_and_a_fault_has_its_traceback():
    assert logged(PermissionDenied()) == "Trouble: /a/"
    assert "Traceback" in logged(ValueError())


def test_the_log_that_is_kept_uses_both_filters(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["ordinary_answers", "no_tokens"]
