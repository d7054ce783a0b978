"""What somebody fills in who answers about a gathering: for herself, or for a group. Every error says what to do."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings.answer_actions import Said, SeatSaid
from gatherings.attending import Attendee
from gatherings.models import SeatAnswer
from municipalities.forms import email_field, name_field, plain_text
from programmes import formats
from programmes.fields import VersionedForm

Choice = SeatAnswer.Choice


class AnswersForm(VersionedForm):
    """One choice a day for each seat, and who the deputy is. ``version`` is the gathering's; beside each seat stands
    the newest answer that the page shows, so that nobody answers over one she has not seen.

    A seat that is left as «Ikke svart» says nothing, unless ``asks`` demands an answer.
    """

    asks = False

    def __init__(self, *args: Any, attendees: Iterable[Attendee], days: Sequence[date], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.attendees, self.days = list(attendees), tuple(days)
        for row in self.shown:
            self._add_fields(row)
        for row in self.attendees:
            self.fields[f"seen_{row.seat}"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.newest)
            self.fields[f"holder_{row.seat}"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.person)

    @property
    def shown(self) -> list[Attendee]:
        """The seats that have fields of their own."""
        return self.attendees

    def _add_fields(self, row: Attendee) -> None:
        deputy = next(iter(row.deputies), None)
        for number, day in enumerate(self.days):
            given = row.answers.get(day)
            self.fields[f"choice_{row.seat}_{number}"] = self._choice(day, given.choice if given else "")
        # Asked of whoever sends one: what is said about them else is passed over (``_check``)
        self.fields[f"name_{row.seat}"] = name_field(
            _("Varaens navn"), _("Skriv hvem som er vara"), initial=deputy.name if deputy else "",
            widget=plain_text(**{"data-width": "medium"}),
        )  # fmt: skip
        self.fields[f"email_{row.seat}"] = email_field(
            _("Varaens e-postadresse"), _("Skriv e-postadressen til varaen. De praktiske opplysningene går dit"),
            initial=deputy.address if deputy else "",
        )  # fmt: skip

    def _choice(self, day: date, initial: str) -> forms.ChoiceField:
        label = formats.day(day, get_language() or "nb") if len(self.days) > 1 else _("Svar")
        # Who has answered may change her answer, and not take it away
        offered = [*([] if initial else [("", _("Ikke svart"))]), *Choice.choices]
        return forms.ChoiceField(
            label=label, initial=initial, choices=offered, widget=forms.Select(attrs={"data-width": "medium"}),
            error_messages={"required": _("Velg et svar")},
        )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Each seat with its fields, for the template."""
        return [
            {
                "attendee": row,
                "choices": [self[name] for name in self._choices_of(row)],
                "deputy": [self[f"name_{row.seat}"], self[f"email_{row.seat}"]],
            }
            for row in self.shown
        ]

    def _choices_of(self, row: Attendee) -> list[str]:
        return [f"choice_{row.seat}_{number}" for number in range(len(self.days))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in self.shown:
            self._check(row, data)
        return data

    def _check(self, row: Attendee, data: dict[str, Any]) -> None:
        """What is missing is a fault only where something is said: of who answers, and of who sends a deputy."""
        chosen = [data.get(name) for name in self._choices_of(row)]
        if not any(chosen) and not self.asks:
            self._pass_over(self._choices_of(row))
        if Choice.DEPUTY not in chosen:
            self._pass_over([f"name_{row.seat}", f"email_{row.seat}"])

    def _pass_over(self, names: Iterable[str]) -> None:
        for name in names:
            self.errors.pop(name, None)

    def said(self) -> list[SeatSaid]:
        """For the seats about which something is said. Only for a valid form."""
        found = [self._said_of(row, row) for row in self.attendees]
        return [one for one in found if one is not None]

    def _said_of(self, asked: Attendee, row: Attendee) -> SeatSaid | None:
        """What stands in the fields of ``asked``, for the seat ``row``."""
        data = self.cleaned_data
        chosen = [data.get(name) for name in self._choices_of(asked)]
        if not all(chosen):
            return None
        deputy = {
            "deputy_name": data.get(f"name_{asked.seat}", ""),
            "deputy_email": data.get(f"email_{asked.seat}", "").lower(),
        }
        days = tuple(
            Said(day=day, choice=choice or "", **(deputy if choice == Choice.DEPUTY else {}))
            for day, choice in zip(self.days, chosen, strict=True)
        )
        return SeatSaid(seat=row.seat, person=data[f"holder_{row.seat}"], days=days, seen=data[f"seen_{row.seat}"])

    def show_newest(self, version: int) -> None:
        """After somebody was quicker: what was typed stays, and what the page now shows is at hand. What was chosen for
        somebody who has left her seat is not taken for the one who has it now."""
        self.data = self.data.copy()
        for row in self.shown:
            if self.cleaned_data.get(f"holder_{row.seat}") != row.person:
                for name in self._choices_of(row):
                    self.data[self.add_prefix(name)] = ""
        self.data[self.add_prefix("version")] = version
        for row in self.attendees:
            self.data[self.add_prefix(f"seen_{row.seat}")] = row.newest
            self.data[self.add_prefix(f"holder_{row.seat}")] = row.person


class OwnAnswerForm(AnswersForm):
    """Hers: for every seat that she holds in the group at once, since she comes or not."""

    asks = True
    WORDS = (
        (Choice.COMES, lambda: _("Jeg kommer")),
        (Choice.CANNOT, lambda: _("Jeg kan ikke komme")),
        (Choice.DEPUTY, lambda: _("Jeg kan ikke, og sender en vara")),
    )

    @property
    def shown(self) -> list[Attendee]:
        return self.attendees[:1]

    def _choice(self, day: date, initial: str) -> forms.ChoiceField:
        label = _("Kommer du?")
        if len(self.days) > 1:
            label = _("Kommer du %(day)s?") % {"day": formats.day_without_year(day, get_language() or "nb")}
        return forms.ChoiceField(
            label=label, initial=initial, widget=forms.RadioSelect,
            choices=[(value, words()) for value, words in self.WORDS], error_messages={"required": _("Velg et svar")},
        )  # fmt: skip

    def said(self) -> list[SeatSaid]:
        found = [self._said_of(self.attendees[0], row) for row in self.attendees]
        return [one for one in found if one is not None]
