"""A programme's plan as plain values: gatherings, deadlines and windows in one agenda, and what to do about it."""

from collections import defaultdict

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gatherings import cautions, overview
from gatherings.cautions import Tone
from programmes import formats
from programmes.models import Deadline

DEADLINE_ICON, GROUP_ICON = "HourglassTopFilled", "PersonGroup"


def agenda(plan, found):
    """Every entry in order; ``found`` are the plan's cautions."""
    about = defaultdict(set)
    for caution in found:
        for row in caution.about:
            about[row].add(caution.tone)
    coming = next((row for row in plan.with_days if row.is_joint and row.last_day >= plan.today), None)
    entries = [_gathering(plan, row, about) | {"is_next": row is coming} for row in plan.gatherings]
    first = next((place for place, row in enumerate(plan.gatherings) if row.is_joint), len(entries))
    undated = [entry for entry in _deadlines(plan, about) if entry["sorts"] is None]
    entries[first:first] = undated
    for entry in sorted((one for one in _deadlines(plan, about) if one["sorts"]), key=lambda one: one["sorts"]):
        entries.insert(_place(entry, entries), entry)
    return entries


def _place(entry, entries):
    """Before the first that comes later; a deadline before the gathering of the same day."""
    for place, other in enumerate(entries):
        later = other["sorts"] and (other["sorts"] > entry["sorts"] or (
            other["sorts"] == entry["sorts"] and other["is_gathering"]))  # fmt: skip
        if later:
            return place
    return len(entries)


def _gathering(plan, row, about):
    language = get_language() or "nb"
    return {
        **_marks(about[cautions.of(row)]),
        "is_gathering": True,
        "anchor": f"samling-{row.pk}",
        "url": reverse("gathering", args=[plan.programme.key, row.pk]),
        "answers_url": reverse("gathering_answers", args=[plan.programme.key, row.pk]) if row.days_to_answer else "",
        "sorts": row.start,
        "number": row.number if row.is_joint else None,
        "title": overview.kind_text(row),
        "own_name": _own_name(row),
        "theme": row.theme,
        "phase": row.phase.name if row.phase else "",
        "date": capfirst(formats.when(row.when, language)),
        "weekdays": weekdays(row, language),
        "is_tentative": row.date_tentative and bool(row.precision),
        "hours": overview.hours_text(row, language),
        "form": overview.form_text(row),
        "form_icon": overview.form_icon(row),
        "form_is_open": row.form_is_open,
        "place": row.place,
        "link": row.link,
        "website": row.external_url,
        "places": _places(row),
        "answers": answers(plan, row),
        "is_past": row.end is not None and row.end < plan.today,
    }


def _own_name(row):
    """What the programme calls it, where that says more than its kind and number."""
    return row.label if any(letter.isalpha() for letter in str(row.label)) else ""


def weekdays(row, language):
    """«tirsdag», «tirsdag og onsdag», «mandag–fredag»; empty while no day is decided."""
    if not row.first_day:
        return ""
    first, last = (formats.weekday(day, language) for day in (row.first_day, row.last_day))
    count = (row.last_day - row.first_day).days
    if count > 6 or count == 0:
        return first if count == 0 else ""
    return _("%(first)s og %(last)s") % {"first": first, "last": last} if count == 1 else f"{first}–{last}"


def _places(row):
    texts = []
    if row.places_total:
        texts.append(_("%(n)s plasser i alt") % {"n": formats.number(row.places_total)})
    if row.places_per_organisation:
        texts.append(_("%(n)s per kommune") % {"n": formats.number(row.places_per_organisation)})
    return ", ".join(texts)


def answers(plan, row):
    """By when its invitation is answered, in words, and whether somebody has set that day; empty where none follows."""
    days, language = plan.answering.get(row.pk), get_language() or "nb"
    if days is None and row.answer_deadline:
        return _("Svarfrist %(day)s") % {"day": formats.day(row.answer_deadline, language)}
    if days is None:
        return ""
    words = {"day": formats.day(days.deadline, language), "follows": formats.day(days.follows, language)}
    if days.is_set:
        return _("Svarfrist %(day)s (satt av dere, ellers %(follows)s)") % words
    return _("Svarfrist %(day)s (følger av datoen)") % words


def _marks(tones):
    return {"conflicts": Tone.CONFLICT in tones, "decides": Tone.DECIDE in tones, "looks": Tone.LOOK in tones}


def deadline_names():
    return {
        Deadline.Kind.SIGN_UP: _("Påmeldingsfrist"),
        Deadline.Kind.PRE_MEETING: _("Formøte i kommunene"),
        Deadline.Kind.REFLECTION_NOTE: _("Refleksjonsnotat sendes"),
    }


def _deadlines(plan, about):
    """The sign-up deadline always; the others where the programme has them; and the day that follows from them."""
    for kind, name in deadline_names().items():
        when = plan.deadline(kind)
        if kind != Deadline.Kind.SIGN_UP and kind not in plan.deadlines:
            continue
        ends = kind == Deadline.Kind.SIGN_UP
        url = reverse("plan_deadline", args=[plan.programme.key, kind])
        made = _deadline(name, when, when.end if ends else when.start, about[cautions.of_deadline(kind)], url)
        yield made | {"purpose": plan.purpose(kind)}
    if plan.group_day.has_day:
        name, tones = _("Gruppene meldes inn"), about[cautions.of_deadline("group")]
        yield _deadline(name, plan.group_day, plan.group_day.end, tones, "") | {"note": _group_note(plan)}


def _deadline(name, when, sorts, tones, url):
    language = get_language() or "nb"
    return {
        **_marks(tones),
        "is_gathering": False,
        "anchor": "",
        "url": url,
        "sorts": sorts,
        "title": name,
        "date": capfirst(formats.when(when, language)),
        "weekdays": formats.weekday(when.start, language) if when.precision == "day" else "",
        "is_tentative": when.tentative and bool(when.precision),
        "note": "",
    }


def _group_note(plan):
    if Deadline.Kind.PRE_MEETING in plan.deadlines:
        return _("Følger av formøtet: tre dager etter")
    return _("Følger av påmeldingsfristen: sju dager etter")


def lacking_deadlines(plan):
    """(address, what to do) for what the programme may have and has not."""
    texts = {
        Deadline.Kind.PRE_MEETING: _("Legg til formøte"),
        Deadline.Kind.REFLECTION_NOTE: _("Legg til refleksjonsnotat"),
    }
    key = plan.programme.key
    return [
        (reverse("plan_deadline", args=[key, kind]), text) for kind, text in texts.items() if kind not in plan.deadlines
    ]


def caution_rows(plan, found, tone):
    """Cautions of one tone in words, each with the way to the first thing that it is about."""
    rows = {cautions.of(row): row for row in plan.gatherings}
    return [
        {"text": caution.text, **_way(plan, rows, caution)}
        for caution in found
        if caution.tone == tone
    ]  # fmt: skip


def _way(plan, rows, caution):
    for about in caution.about:
        if about in rows:
            row = rows[about]
            return {"url": reverse("gathering", args=[plan.programme.key, row.pk]), "to": overview.kind_text(row)}
        kind = about.removeprefix("deadline:")
        if kind in Deadline.Kind.values:
            return {"url": reverse("plan_deadline", args=[plan.programme.key, kind]), "to": deadline_names()[kind]}
    return {"url": "", "to": ""}


def decision_rows(plan, found):
    """What must be decided: each with a day by itself, those of one kind without a day together."""
    heads = {
        "no_date": _("Dato ikke satt"),
        "no_day": _("Dagen er ikke bestemt"),
        "tentative_day": _("Datoen er foreløpig"),
        "form_undecided": _("Digital eller fysisk er ikke avklart"),
        "form_not_said": _("Form ikke oppgitt"),
        "form_tentative": _("Formen er foreløpig"),
    }
    decisions = [caution for caution in found if caution.tone == Tone.DECIDE]
    together = defaultdict(list)
    for caution in decisions:
        if caution.by is None and caution.key in heads:
            together[caution.key].append(caution.what)
    dated = [caution for caution in decisions if caution.by or len(together[caution.key]) < 2]
    rows = caution_rows(plan, dated, Tone.DECIDE)
    grouped = [(key, names) for key, names in together.items() if len(names) > 1]
    return rows + [{"text": f"{heads[key]}: {', '.join(names)}.", "url": "", "to": ""} for key, names in grouped]
