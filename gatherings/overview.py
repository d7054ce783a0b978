"""A programme's facts as plain, formatted values in the language in force: the same for page, letter and PDF."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings.models import Gathering
from programmes import formats

_FORM_ICONS = {"digital": "Monitor", "physical": "LocationPin"}


def schedule(programme):
    """The gatherings in order, each a dict of strings; ``decided`` is False while date or form is open,
    ``next`` marks the first that the group attends and that is still to come."""
    language, today = get_language() or "nb", timezone.localdate()
    gatherings = list(programme.gatherings.with_days().in_order())
    coming = next((row for row in gatherings if row.is_joint and row.when.has_day and row.end >= today), None)
    return [
        _gathering(row, language) | {"next": row is coming, "past": row.end is not None and row.end < today}
        for row in gatherings
    ]


def gathering_facts(row):
    """One gathering as the schedule shows it, in the language in force."""
    past = row.end is not None and row.end < timezone.localdate()
    return _gathering(row, get_language() or "nb") | {"past": past}


def _gathering(row, language):
    return {
        "pk": row.pk,
        "kind": row.kind,
        "is_joint": row.is_joint,
        "kind_text": kind_text(row),
        "number": row.number or "",
        "theme": row.theme or (row.phase.name if row.phase else ""),
        "date": formats.when(row.when, language),
        "has_date": row.when.precision != "",
        "has_day": row.when.has_day,
        "tentative": row.when.tentative,
        "clock": ", ".join(hours := hours_text(row, language)),
        "hours": hours,
        "form": form_text(row),
        "form_icon": form_icon(row),
        "place": row.place,
        "link": row.link,
        "takes_registrations": row.takes_registrations,
        "website": row.external_url,
        "decided": row.when.has_day and not row.when.tentative and not row.form_is_open,
    }


def hours_text(row, language):
    """«kl. 10.00–15.00» where the hours are the same each day; else a line for each day that has hours."""
    known, days = row.hours, row.day_count or 1
    if len(known) == days and len(set(known.values())) == 1:
        return [formats.clock(*known[1])]
    return [f"{_day_text(row, number, language)} {formats.clock(*hours)}" for number, hours in known.items()]


def _day_text(row, number, language):
    """«27. april»; «dag 1» while no date is decided."""
    if row.first_day:
        return formats.day_without_year(row.first_day + timedelta(days=number - 1), language)
    return _("dag %(n)s") % {"n": number}


def kind_text(row):
    names = {
        "joint": _("Fellessamling"),
        "experience": _("Erfaringssamling"),
        "coordinator_gathering": _("Koordinatorsamling"),
        "coordinator_follow_up": _("Oppfølging av koordinatorer"),
        "information_meeting": _("Informasjonsmøte"),
        "digital_session": _("Digital fagøkt"),
    }
    text = names[row.kind]
    if row.number:
        return f"{text} {row.number}"
    if row.after_number:
        between = _("mellom samling %(after)s og %(before)s")
        return f"{text} {between % {'after': row.after_number, 'before': row.before_number}}"
    return text


def form_icon(row):
    return "QuestionmarkDiamond" if row.form_is_open else _FORM_ICONS[row.form]


def form_text(row):
    names = {
        Gathering.Form.NOT_SAID: _("Form ikke oppgitt"),
        Gathering.Form.DIGITAL: _("Digital"),
        Gathering.Form.PHYSICAL: _("Fysisk"),
        Gathering.Form.UNDECIDED: _("Digital eller fysisk: ikke avklart"),
    }
    text = names[row.form]
    return _("%(form)s (foreløpig)") % {"form": text} if row.form_tentative else text


def costs(programme):
    """What is covered and what the organisation pays. An amount nobody has set is said to be so, never 0."""
    return [cost(line) for line in programme.costs.all()]


def cost(line):
    return {
        "what": line.what,
        "payer": line.payer,
        "payer_text": _("Programmet dekker det") if line.payer == "funds" else _("Dere betaler selv"),
        "amount": _amount(line),
        "certain": line.certain,
        "note": _("Gjelder bare digitale samlinger") if line.only_form == "digital" else "",
    }


def _amount(line):
    if line.amount is not None:
        amount = formats.kroner(line.amount)
        return amount if line.certain else _("Kan bli aktuelt: %(amount)s") % {"amount": amount}
    if not line.is_fee:
        return "" if line.certain else _("Kan bli aktuelt")
    return _("Beløp ikke fastsatt") if line.certain else _("Kan bli aktuelt, beløpet er ikke fastsatt")


def facts(programme):
    """Everything a reader of the invitation needs, in four queries."""
    rows = schedule(programme)
    return {
        "programme": programme,
        "phases": list(programme.phases.all()),
        "schedule": rows,
        "joint_count": sum(row["is_joint"] for row in rows),
        "costs": costs(programme),
    }
