"""A page as its reader meets it."""

import html


def text(response):
    """Entities resolved, and every run of white space one space."""
    return " ".join(html.unescape(response.content.decode()).split())
