"""Plans without a database, for the tests of what looks at them; and plans that are saved."""

from datetime import date
from itertools import count

from django.utils import translation

from gatherings.cautions import Tone
from gatherings.models import Gathering
from gatherings.plan import Plan, in_plan_order
from gatherings.warnings import cautions_of
from programmes.models import Programme, SchoolHoliday
from programmes.when import When
from programmes.words import Words

TODAY = date(2026, 11, 2)  # long before anything in these plans
_keys = count(1)


def days(first, last=None):
    """One day, or several in a row."""
    return When("range", first, last, (last - first).days + 1) if last and last != first else When.day(first)


APRIL = days(date(2027, 4, 27), date(2027, 4, 28))
WINTER = SchoolHoliday(name="vinterferie", start=date(2027, 2, 22), end=date(2027, 2, 26))


def semester(year, *, autumn=True):
    first, last = (date(year, 7, 1), date(year, 12, 31)) if autumn else (date(year, 1, 1), date(year, 6, 30))
    return When("semester", first, last, tentative=True)


def gathering(number=None, when=None, *, kind="joint", **said):
    """Not saved. Decided in everything unless said otherwise, so that nothing else is warned about."""
    known = {"form": "physical", "place": "Hamar"} | said
    row = Gathering(pk=next(_keys), kind=kind, number=number, order=number or 1, **known)
    row.when = when or When()
    return row


def plan(*rows, state="open", period=None, today=TODAY, **said):
    programme = Programme(pk=1, state=state, title=Words("ABSOLUTT Innlandet"))
    programme.when = period or When()
    deadlines = {"sign_up": When.day(date(2026, 12, 15))} | said.pop("deadlines", {})
    known = {"group_day": When.day(date(2026, 12, 22))} | said
    return Plan(
        programme=programme, gatherings=tuple(in_plan_order(list(rows))), deadlines=deadlines, today=today, **known
    )


def texts(found):
    return [caution.text.replace("\u00a0", " ") for caution in found]


def said_by(look, plan_):
    """What one of the functions says about a plan, in words."""
    return texts(look(plan_))


def keys(plan_, tone=Tone.CONFLICT):
    return [caution.key for caution in cautions_of(plan_) if caution.tone == tone]


def in_nynorsk(look, plan_):
    with translation.override("nn"):
        return said_by(look, plan_)
