from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from programmes.words import Words

register = template.Library()


@register.filter
def words(value):
    """The words in the page's norm; where they are missing, the other norm, marked so that a screen reader knows."""
    text, norm = Words.of(value).best()
    if not text or norm == (get_language() or "nb"):
        return text
    return format_html('<span lang="{}">{}</span>', norm, text)


@register.filter
def plain(value):
    """The words without a mark, for a title or an attribute."""
    return str(Words.of(value))


@register.filter
def capitalised(value):
    """The words as ``words`` gives them, with the first letter large: what stood inside a sentence begins a line."""
    given = Words.of(value)
    return words(Words(*(text[:1].upper() + text[1:] for text in (given.nb, given.nn))))
