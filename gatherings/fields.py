"""Hours as people write them: «10–15», «kl. 10.00–15.00», «fra 10 til 15.30», «13»."""

import re
from datetime import time

from django import forms
from django.utils.translation import gettext_lazy

from gatherings.models import Hours
from programmes.formats import EN_DASH

_CLOCK = r"(\d{1,2})(?:[.:]?(\d{2}))?"
_HOURS = re.compile(rf"(?:fra\s+)?(?:kl\.?\s*)?{_CLOCK}(?:\s*(?:-|–|—|til)\s*(?:kl\.?\s*)?{_CLOCK})?", re.IGNORECASE)


def read_hours(text: str) -> Hours | None:
    """None for words that are no hours. Raises ``ValueError`` for a clock that does not exist, and for an end that is
    not after the start."""
    match = _HOURS.fullmatch(" ".join(text.split()))
    if not match:
        return None
    starts, starts_at, ends, ends_at = match.groups()
    start = time(int(starts), int(starts_at or 0))
    end = time(int(ends), int(ends_at or 0)) if ends else None
    if end and end <= start:
        raise ValueError("the end is not after the start")
    return Hours(start, end)


def write_hours(hours: Hours) -> str:
    """«10.00–15.00»."""
    return f"{hours.starts_at:%H.%M}" + (f"{EN_DASH}{hours.ends_at:%H.%M}" if hours.ends_at else "")


class HoursField(forms.CharField):
    """The hours of one day; None where nothing is said."""

    default_error_messages = {
        "unclear": gettext_lazy("Skriv klokkeslettet slik: 10.00–15.00"),
        "impossible": gettext_lazy(
            "Skriv et klokkeslett som finnes, med slutten etter starten, for eksempel 10.00–15.00"
        ),
        "max_length": gettext_lazy("Skriv klokkeslettet slik: 10.00–15.00"),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "data-width": "short"}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return write_hours(value) if isinstance(value, Hours) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            hours = read_hours(text)
        except ValueError as fault:
            raise forms.ValidationError(self.error_messages["impossible"], code="impossible") from fault
        if hours is None:
            raise forms.ValidationError(self.error_messages["unclear"], code="unclear")
        return hours
