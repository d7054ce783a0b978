import logging
import re

# What follows one of these in a path opens something for whoever reads it.
SECRET_PATHS = re.compile(r"(/svar/)[^/\s\"'?]+")


class NoTokens(logging.Filter):
    """Strikes tokens out of every log line, its arguments and its traceback text."""

    def filter(self, record):
        message = record.getMessage()
        clean = SECRET_PATHS.sub(r"\1[token]", message)
        if clean != message:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = SECRET_PATHS.sub(r"\1[token]", logging.Formatter().formatException(record.exc_info))
        return True
