import logging
import re

from django.core.exceptions import PermissionDenied

# What follows one of these in a path opens something for whoever reads it.
SECRET_PATHS = re.compile(r"(/(?:samling/svar|svar|koordinator|tilbud|infomote/avmeld|kalender)/)[^/\s\"'?]+")


def without_tokens(text):
    return SECRET_PATHS.sub(r"\1[token]", text)


class OrdinaryAnswers(logging.Filter):
    """A 403 is an answer and no fault: one line says who was refused what, without a traceback."""

    def filter(self, record):
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


class NoTokens(logging.Filter):
    """Strikes tokens out of every log line, its arguments and its traceback text."""

    def filter(self, record):
        message = record.getMessage()
        clean = without_tokens(message)
        if clean != message:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_tokens(record.exc_text)
        if record.stack_info:
            record.stack_info = without_tokens(record.stack_info)
        return True
