import logging

from accounts.logs import NoTokens


def written(record):
    NoTokens().filter(record)
    return logging.Formatter("%(message)s").format(record)


def record(message, *args, exc_info=None):
    return logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, exc_info)


def test_a_token_in_a_path_is_struck_out_wherever_it_stands_in_the_line():
    assert written(record("Not Found: %s", "/svar/abc.DEF-123/")) == "Not Found: /svar/[token]/"
    assert written(record("GET /svar/abc.DEF?endre=1 gone")) == "GET /svar/[token]?endre=1 gone"


def test_a_token_in_a_traceback_is_struck_out():
    try:
        raise ValueError("bad path /svar/secret-token/")
    except ValueError as error:
        text = written(record("Internal Server Error", exc_info=(type(error), error, error.__traceback__)))

    assert "secret-token" not in text
    assert "/svar/[token]" in text


def test_other_lines_are_left_alone():
    assert written(record("Not Found: %s", "/program/x/")) == "Not Found: /program/x/"
