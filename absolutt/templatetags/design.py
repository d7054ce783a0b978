from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from absolutt.demo.people import SIGN_IN

register = template.Library()


@cache
def _svg(name):
    text = (settings.ICON_DIR / f"{name}.svg").read_text().replace("\n", "")
    text = text.replace("<svg ", '<svg class="ds-icon" aria-hidden="true" focusable="false" ', 1)
    return text.replace('fill="#23262A"', 'fill="currentColor"')


@register.simple_tag
def icon(name):
    """An icon from aksel, inlined: decoration only, the words beside it say the same."""
    return mark_safe(_svg(name))  # noqa: S308  (a file of ours, no user's text)


@register.simple_tag
def demo_people():
    """Whom a newcomer may sign in as. Only a demo has them."""
    return SIGN_IN if settings.DEMO else ()
