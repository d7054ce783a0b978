"""How a typed date was understood, in the reader's words: what the form shows under the field at once."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from programmes import formats
from programmes.calendar import days_of, public_holiday
from programmes.when import Cadence, Fault, Precision, Reading, When, parse

_YEARS_ON = 9  # «29. februar», «mandag 1. mars» are not in every year
_LONG = 14  # days: in a longer stretch a public holiday surprises nobody


@dataclass(frozen=True, slots=True)
class Understanding:
    """``date`` in words, what else was said as ``notes``, what to look out for as ``warnings``; or a ``problem``."""

    date: str = ""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: str = ""

    def __bool__(self) -> bool:
        return bool(self.date or self.notes or self.problem)


def understand(text: str, default_year: int | None = None) -> Understanding:
    """In the language in force. Empty for an empty text."""
    return explain(parse(text, default_year), default_year) if text.strip() else Understanding()


def explain(reading: Reading, default_year: int | None = None) -> Understanding:
    if said := problem(reading):
        return Understanding(problem=said)
    when = reading.when
    notes = [*_about(when), *_besides(reading)]
    if when and default_year and parse(reading.text).needs_year:
        notes.append(_("Året %(year)s er lagt til") % {"year": default_year})
    if when and reading.unsaid:
        notes.append(_("Datoen blir vist uten «%(words)s»") % {"words": reading.unsaid})
    return Understanding(
        date=_date(when) if when else "", notes=tuple(notes), warnings=tuple(_holidays(when)) if when else ()
    )


def problem(reading: Reading, *, has_been: bool = False) -> str:
    """What to do about a text that gives no date; empty where nothing is wrong. ``has_been``: it is about what has
    happened, so that a year is proposed which lies behind us."""
    if reading.fault:
        return _fault(reading.fault)
    if reading.needs_year:
        proposed = _last(reading.text) if has_been else _next(reading.text)
        example = proposed.format(_language()) if proposed else str(timezone.localdate().year + (not has_been))
        return _("Hvilket år? Skriv året også, for eksempel «%(example)s»") % {"example": example}
    return ""


def _next(text: str) -> When | None:
    """The next such date that is not over, as a proposal: nobody has said its year, and it is filled in nowhere."""
    today = timezone.localdate()
    for year in range(today.year, today.year + _YEARS_ON):
        when = parse(text, year).when
        if when and (last := when.end or when.start) and last >= today:
            return when
    return None


def _last(text: str) -> When | None:
    """The newest such date that has begun, as a proposal as well."""
    today = timezone.localdate()
    for year in range(today.year, today.year - _YEARS_ON, -1):
        when = parse(text, year).when
        if when and when.start and when.start <= today:
            return when
    return None


def no_date(text: str) -> str:
    """Everything was understood, and none of it is a date."""
    return _("Vi fant ingen dato i «%(text)s».") % {"text": text} + " " + _examples()


def _language() -> str:
    return get_language() or "nb"


def _date(when: When) -> str:
    language = _language()
    if when.has_day and when.start and when.end:
        return formats.days_by_name(when.start, when.end, language)
    text = formats.when(when, language)
    if when.precision == Precision.WEEK and when.start and when.end:
        return f"{text} ({formats.day_range(when.start, when.end, language)})"
    return text


def _about(when: When | None) -> list[str]:
    if when is None:
        return []
    notes = []
    if when.precision == Precision.RANGE and when.days is None:
        notes.append(_("En gang i perioden, lengden er ikke sagt"))
    elif when.days and when.precision in (Precision.NONE, Precision.RANGE):
        notes.append(_days(when.days))
    if when.precision == Precision.AFTER and when.start:
        notes.append(_("Tidligst %(day)s") % {"day": formats.days_by_name(when.start, when.start, _language())})
    if when.precision in (Precision.WEEK, Precision.MONTH, Precision.SEMESTER, Precision.AFTER):
        notes.append(_("Dagen er ikke bestemt"))
    if when.tentative:
        notes.append(_("Foreløpig"))
    return notes


def _days(days: int) -> str:
    return capfirst(ngettext("én dag", "%(days)s dager", days) % {"days": formats.count(days)})


def _besides(reading: Reading) -> list[str]:
    kinds = {
        "joint": _("Fellessamling"),
        "experience": _("Erfaringssamling"),
        "coordinator_gathering": _("Koordinatorsamling"),
        "coordinator_follow_up": _("Oppfølging av koordinatorer"),
        "information_meeting": _("Informasjonsmøte"),
        "digital_session": _("Digital fagøkt"),
    }
    forms = {
        "digital": _("Digital"),
        "physical": _("Fysisk"),
        "undecided": _("Digital eller fysisk: ikke avklart"),
    }
    notes = []
    if reading.kind:
        notes.append(kinds[reading.kind])
    if reading.form:
        form = forms[reading.form]
        notes.append(_("%(form)s (foreløpig)") % {"form": form} if reading.form_tentative else form)
    if reading.starts_at:
        notes.append(capfirst(formats.clock(reading.starts_at, reading.ends_at)))
    if reading.cadence:
        notes.append(_cadence(reading.cadence))
    return notes


def _cadence(cadence: Cadence) -> str:
    per = {"semester": _("per semester"), "year": _("per år"), "month": _("per måned")}[cadence.per]
    times = ngettext("én gang", "%(count)s ganger", cadence.count) % {"count": formats.count(cadence.count)}
    return capfirst(f"{times} {per}")


def _holidays(when: When) -> list[str]:
    if not when.start or not when.end or (when.end - when.start).days >= _LONG:
        return []
    return [
        _("%(day)s er en helligdag") % {"day": formats.day_without_year(day, _language())}
        for day in days_of(when.start, when.end)
        if public_holiday(day)
    ]


def _examples() -> str:
    year, language = timezone.localdate().year + 1, _language()
    return _("Skriv for eksempel «%(day)s», «%(days)s» eller «%(semester)s»") % {
        "day": formats.day(date(year, 2, 5), language),
        "days": formats.day_range(date(year, 4, 27), date(year, 4, 28), language),
        "semester": formats.when(When(Precision.SEMESTER, date(year, 7, 1), date(year, 12, 31)), language),
    }


def _fault(fault: Fault) -> str:
    if fault.code == "unknown":
        return _("Vi forsto ikke «%(part)s».") % {"part": fault.part} + " " + _examples()
    if fault.code == "wrong_weekday" and fault.day:
        told = {"day": formats.day(fault.day, _language()), "weekday": formats.weekday(fault.day, _language())}
        return _("%(day)s er en %(weekday)s. Rett ukedagen eller datoen") % told
    return _fault_sentences()[fault.code] % {"part": fault.part}


def _fault_sentences() -> dict[str, str]:
    return {
        "too_long": _("Teksten er for lang. Bruk høyst 200 tegn"),
        "no_such_day": _("Dagen «%(part)s» finnes ikke. Rett datoen"),
        "no_such_week": _("«%(part)s» finnes ikke. Rett uka eller året"),
        "far_year": _("Året i «%(part)s» er for langt unna. Skriv et år mellom 1990 og 2099"),
        "backwards": _("«%(part)s» slutter før det begynner. Rett datoene"),
        "apart": _("«%(part)s» er ikke dager på rad. Skriv bare én av dem, eller første og siste dag med strek mellom"),
        "too_many_days": _("«%(part)s» er kortere enn det antallet dager du skrev. Rett datoen eller antallet"),
        "order": _("«%(part)s» kan leses på to måter. Skriv måneden med bokstaver"),
        "day_or_clock": _(
            "«%(part)s» kan være både dato og klokkeslett. Skriv måneden med bokstaver, eller «kl.» foran"
        ),
        "number_or_day": _("Er tallet i «%(part)s» et nummer eller en dato? Skriv kolon etter nummeret"),
        "clock_backwards": _("«%(part)s» slutter før det begynner. Rett klokkeslettene"),
        "winter": _("«%(part)s» er både først og sist i året. Skriv månedene, for eksempel «januar–mars 2028»"),
        "at_latest": _("«%(part)s» sier bare når det senest må skje. Skriv dagen alene"),
        "contradiction": _("«%(part)s» stemmer ikke med resten av det du skrev. Ta bort det som er feil"),
        "unclear": _(
            "Vi er ikke sikre på hva «%(part)s» gjelder. Skriv det rett etter det du mener, for eksempel «(foreløpig)» "
            "etter datoen"
        ),
        "two_dates": _("Vi fant mer enn én dato. Skriv bare én, eller første og siste dag med strek mellom"),
        "two_clocks": _("Vi fant mer enn ett klokkeslett. Skriv bare start og slutt, for eksempel «kl. 13.00–14.00»"),
        "two_lengths": _("Vi fant mer enn ett antall dager. Skriv bare ett"),
        "two_forms": _("Vi fant både «digital» og «fysisk». Skriv «digital eller fysisk» hvis det ikke er avklart"),
        "two_kinds": _("Vi fant mer enn ett slags møte. Skriv bare ett"),
        "two_cadences": _("Vi fant mer enn ett svar på hvor ofte. Skriv bare ett"),
    }
