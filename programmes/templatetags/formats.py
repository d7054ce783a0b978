"""Template filters over programmes/formats.py, in the page's language."""

from django import template
from django.utils.translation import get_language

from programmes import formats

register = template.Library()


def _in_page_language(function):
    return lambda value: function(value, get_language() or "nb") if value else ""


register.filter("day", _in_page_language(formats.day))
register.filter("near_month", _in_page_language(formats.near_month))
register.filter("moment", _in_page_language(formats.moment))
register.filter("when", _in_page_language(formats.when))
register.filter("organisation_number", formats.organisation_number)
