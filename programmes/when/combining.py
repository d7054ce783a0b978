"""From the facts of a text to what it says as a whole. Facts that contradict each other are not understood."""

from dataclasses import dataclass, replace
from typing import Any

from programmes.when.particulars import Fact, Hours, Said
from programmes.when.periods import Period
from programmes.when.resolving import Misread, YearMissing, resolve
from programmes.when.tokens import Line
from programmes.when.value import Precision, When

_COARSE = (Precision.MONTH, Precision.SEMESTER)  # nobody has decided more than about when
_SURE_FORMS = ("digital", "physical")
_ONE_OF_EACH = {
    Said.PERIOD: "two_dates", Said.CLOCK: "two_clocks", Said.DAYS: "two_lengths", Said.FORM: "two_forms",
    Said.CADENCE: "two_cadences",
}  # fmt: skip


@dataclass(slots=True)
class _Sum:
    """What the facts come to, while they are weighed against each other."""

    period: Fact | None
    hours: Fact | None
    days: int | None
    form: str | None
    kind: str | None
    date_open: bool = False
    date_doubted: bool = False
    form_doubted: bool = False


def combine(line: Line, facts: list[Fact], default_year: int | None) -> dict[str, Any]:
    """The values of a ``Reading``. Raises ``Misread``."""
    one = {said: _only(facts, said) for said in _ONE_OF_EACH}
    cadence, of_kind = _value(one[Said.CADENCE]) or (None, "")
    kind, form = _kind(facts), one[Said.FORM]
    total = _Sum(
        period=one[Said.PERIOD],
        hours=one[Said.CLOCK],
        days=_value(one[Said.DAYS]),
        form=_value(form) or (kind[1] if kind else None) or None,
        kind=(kind[0] if kind else of_kind) or None,
    )
    for fact in facts:
        if fact.said == Said.OPEN:
            _leave_open(total, fact)
    for at, fact in enumerate(facts):
        if fact.said == Said.WINTER:
            raise _misread("winter", fact)
        if fact.said in (Said.DOUBT, Said.PART):
            _doubt(total, line, facts, at)
    _check(total, facts)
    when, needs_year = _when(total, facts, default_year)
    hours = _hours(total, line)
    return {
        "when": replace(when, text=line.text.strip()) if when else None,
        "form": total.form,
        "form_tentative": total.form_doubted and total.form in _SURE_FORMS,
        "starts_at": hours.starts_at if hours else None,
        "ends_at": hours.ends_at if hours else None,
        "kind": total.kind,
        "needs_year": needs_year,
        "cadence": cadence,
        "unsaid": next((line.part(fact.first, fact.last) for fact in facts if fact.said == Said.PART), ""),
    }


def _value(fact: Fact | None) -> Any:
    return fact.value if fact else None


def _misread(code: str, fact: Fact) -> Misread:
    return Misread(code, fact.first, fact.last)


def _only(facts: list[Fact], said: Said) -> Fact | None:
    found = [fact for fact in facts if fact.said == said]
    for other in found[1:]:
        if other.value != found[0].value or said == Said.PERIOD:
            raise _misread(_ONE_OF_EACH[said], other)
    return found[0] if found else None


def _kind(facts: list[Fact]) -> tuple[str, str] | None:
    """(kind, the form that its name says); «samling» alone is of no said kind."""
    named = [fact for fact in facts if fact.said == Said.KIND and isinstance(fact.value, tuple) and fact.value[0]]
    for other in named[1:]:
        if other.value != named[0].value:
            raise _misread("two_kinds", other)
    return _value(named[0]) if named else None


def _leave_open(total: _Sum, fact: Fact) -> None:
    """«Ikke avklart»: of the date, the form or the hours; where it is not said of which, it must be plain."""
    about = fact.value
    dayed = total.period is not None and isinstance(total.period.value, Period) and total.period.value.names_days
    if about == "":
        about = "form" if total.form == "undecided" else "date"
        if about == "date" and (total.period or total.form):
            raise _misread("unclear", fact)
    if about == "any":
        about = "clock" if dayed else "date"
    if (about == "date" and dayed) or (about == "clock" and total.hours) or (
        about == "form" and total.form in _SURE_FORMS
    ):  # fmt: skip
        raise _misread("contradiction", fact)
    total.date_open = total.date_open or about == "date"
    total.form = "undecided" if about == "form" else total.form


def _doubt(total: _Sum, line: Line, facts: list[Fact], at: int) -> None:
    """«(fysisk?)» doubts the form, «10. desember?» the date. A doubt about hours or length cannot be kept."""
    fact = facts[at]
    before = facts[at - 1] if at and _touch(line, facts[at - 1], fact) else None
    after = facts[at + 1] if at + 1 < len(facts) and facts[at + 1].first == fact.last else None
    if fact.value == "?":
        about = before
        if about is None or about.said not in (Said.FORM, Said.PERIOD, Said.OPEN):
            raise _misread("unclear", fact)
    elif after and after.said in (Said.FORM, Said.CLOCK, Said.DAYS, Said.CADENCE):
        about = after
    else:
        about = before if before and before.said == Said.FORM else total.period
    if about and about.said in (Said.CLOCK, Said.DAYS, Said.CADENCE):
        raise _misread("unclear", fact)
    if about and about.said == Said.FORM:
        total.form_doubted = True
    elif total.period or total.date_open or total.days:
        total.date_doubted = True
    elif total.form and fact.value != "?":
        total.form_doubted = True
    elif not (about and about.said == Said.OPEN):
        raise _misread("unclear", fact)


def _touch(line: Line, before: Fact, fact: Fact) -> bool:
    """Nothing stands between the two but an opening bracket: «fysisk (foreløpig)», «5. februar (?)»."""
    return line.past(before.last, "(") == fact.first


def _check(total: _Sum, facts: list[Fact]) -> None:
    deadline = any(fact.said == Said.DEADLINE for fact in facts)
    for fact in facts:
        if fact.said == Said.AT_LATEST and not (deadline and total.period):
            raise _misread("at_latest", fact)
        if fact.said == Said.CERTAIN and not total.period:
            raise _misread("unclear", fact)
        if fact.said == Said.CERTAIN and total.date_doubted:
            raise _misread("contradiction", fact)


def _when(total: _Sum, facts: list[Fact], default_year: int | None) -> tuple[When | None, bool]:
    """(the date, whether only its year is missing)."""
    if total.period is None:
        said = total.date_open or total.days
        return (When(days=total.days, tentative=total.date_doubted) if said else None), False
    period = total.period.value
    assert isinstance(period, Period)  # noqa: S101  (for mypy: a fact about a period holds one)
    coarse = period.points[0].unit in _COARSE and period.lead not in ("after", "from")
    vague = period.open or (coarse and all(fact.said != Said.CERTAIN for fact in facts))
    try:
        return resolve(period, default_year, days=total.days, tentative=total.date_doubted or vague), False
    except YearMissing:
        return None, True


def _hours(total: _Sum, line: Line) -> Hours | None:
    if total.hours is None:
        return None
    hours = total.hours.value
    assert isinstance(hours, Hours)  # noqa: S101  (for mypy)
    after_dash = hours.ends_at is None and line.dash(total.hours.first - 1)
    if hours.doubt and (total.period is None or after_dash):
        raise _misread("day_or_clock", total.hours)
    if hours.ends_at and hours.ends_at <= hours.starts_at:
        raise _misread("clock_backwards", total.hours)
    return hours
