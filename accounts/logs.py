import logging
import re

# What follows one of these in a path opens something for whoever reads it.
SECRET_PATHS = re.compile(r"(/svar/)[^/\s\"'?]+")


def without_tokens(text):
    return SECRET_PATHS.sub(r"\1[token]", text)


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
