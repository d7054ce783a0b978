"""Answers to a gathering in words, for the pages of who answers, of her coordinator and of the adviser."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gatherings.attending import Attendee, Tally
from gatherings.models import Gathering, SeatAnswer
from programmes import formats

COLOURS = {"comes": "success", "deputy": "success", "cannot": "neutral"}


def title_of(attendee: Attendee) -> str:
    """«ordfører»; «koordinator» for the one who answers for the municipality."""
    return str(attendee.title) or _("koordinator")


def answer_words(attendee: Attendee) -> list[str]:
    """«Kommer», «Sender vara: Siv Rud», a line for each day where the gathering has several; none without an
    answer that counts."""
    return [_of_day(attendee, day, given) for day, given in sorted(attendee.answers.items())]


def _of_day(attendee, day, given):
    said = str(SeatAnswer.Choice(given.choice).label)
    if given.deputy_name:
        said = _("%(said)s: %(name)s") % {"said": said, "name": given.deputy_name}
    if len(attendee.days) == 1:
        return said
    return _("%(day)s: %(said)s") % {"day": formats.day_without_year(day, get_language() or "nb"), "said": said}


def question_words(attendee: Attendee, *, to_her: bool = False) -> list[str]:
    """What was answered and does not count: whose it was, or which day it was about, and that it is asked anew.
    ``to_her``: she who is asked reads it."""
    found = []
    for day, given in sorted(attendee.questions.items()):
        if day in attendee.days:
            own = _("Den som hadde plassen før deg, svarte «%(said)s». Nå spør vi deg.")
            words = own if to_her else _("Den som hadde plassen før, svarte «%(said)s». Nå må %(name)s svare.")
        else:
            own = _("Svaret «%(said)s» gjaldt %(day)s. Samlingen er flyttet, så svar på nytt.")
            others = _("Svaret «%(said)s» gjaldt %(day)s. Samlingen er flyttet, så %(name)s må svare.")
            words = own if to_her else others
        said, of_day = SeatAnswer.Choice(given.choice).label, formats.day(day, get_language() or "nb")
        found.append(words % {"said": said, "name": attendee.name, "day": of_day})
    return list(dict.fromkeys(found))


def seat_row(attendee: Attendee) -> dict:
    first = next(iter(sorted(attendee.answers.items())), None)
    return {
        "seat": attendee.seat,
        "name": attendee.name,
        "email": attendee.address,
        "title": title_of(attendee),
        "answers": answer_words(attendee),
        "colour": COLOURS[first[1].choice] if first else "warning",
        "has_answered": attendee.has_answered,
        "questions": question_words(attendee),
    }


def first_who_has_not(attendees) -> list[Attendee]:
    """Who has not answered is the first to see."""
    return sorted(attendees, key=lambda row: row.has_answered)


def history_rows(answers) -> list[dict]:
    """Every answer as it was given, the newest first: «Kari Lien. Egen lenke. 3. mars 2027 kl. 10.00»."""
    return [
        {
            "title": row.seat.name, "day": row.day, "said": row.get_choice_display(), "deputy": row.deputy_name,
            "by": row.given_by, "via": row.get_via_display(), "at": row.at, "holds": row.replaced_at is None,
        }
        for row in answers
    ]  # fmt: skip


def too_many(gathering: Gathering, found: Tally) -> str:
    """In words that a group takes more places than each may; it is no refusal. Empty where it does not."""
    most = gathering.places_per_organisation
    if most is None or found.taken <= most:
        return ""
    return ngettext(
        "Hver kommune har én plass, og %(taken)s kommer. Avtal med rådgiveren i KS hvem som kan bli med.",
        "Hver kommune har %(n)s plasser, og %(taken)s kommer. Avtal med rådgiveren i KS hvem som kan bli med.",
        most,
    ) % {"n": formats.number(most), "taken": formats.number(found.taken)}
