"""Finds the days, weeks, months, semesters and years that a text names. What the text leaves out stays left out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from programmes import calendar
from programmes.when.tokens import Line, fold
from programmes.when.value import FIRST_YEAR, LAST_YEAR, Precision
from programmes.when.vocabulary import (
    DAY_WORDS,
    EASTER,
    HALF_YEAR,
    HALVES,
    MONTHS,
    ORDINALS,
    QUARTER,
    SCHOOL_YEAR,
    SUMMER,
    WEEK,
    WEEKDAYS,
    Phrases,
)

_MOST_POINTS = 8  # «24., 25. og 26. mars»; nobody lists more days than a week
_APOSTROPHES = ("'", "’", "‘", "`", "´")

_JOINS = Phrases([("to", "til og med, til, t o m, tom"), ("and", "og, samt"), ("or", "eller")])
_LEADS = Phrases([
    ("after", "etter"),
    ("from", "tidligst, tidlegast, fra og med, frå og med, fra, frå, f o m, fom, ikke før, ikkje før, aller tidligst"),
    ("within", "mellom, i perioden, perioden, i tidsrommet, tidsrommet, i løpet av, en gang i løpet av, "
     "ein gong i løpet av"),
])  # fmt: skip
_ABOUT = Phrases([(True, "ca, cirka, circa, omtrent, om lag, omlag, rundt")])
_YEAR_LEADS = {fold(word) for word in ("i", "av", "år", "året")}
_DEN = {"den", "dagene", "dagane"}


@dataclass(frozen=True, slots=True)
class Point:
    """One of them as it was written. ``number`` counts what ``unit`` says: the day of the month, the month of the
    year, the week, the half of the year, or the year itself. ``doubt``: this notation alone could mean something else.
    """

    unit: Precision
    number: int
    first: int
    last: int  # the tokens it was written with: from first up to, not including, last
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    weekday_at: int = -1
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """What was named, from the first point to the last. ``listed``: each by itself («24. og 25.»)."""

    points: tuple[Point, ...]
    listed: bool = False
    lead: str = ""  # after, from, within
    weekdays: tuple[int, int] | None = None  # «torsdag og fredag i uke 43»: the first and the last
    open: bool = False  # «uke 43 eller 44», «høsten 2027 til ca. våren 2029»

    @property
    def names_days(self) -> bool:
        return (self.points[0].unit == Precision.DAY or self.weekdays is not None) and not self.lead


Reader = Callable[[Line, int], Point | None]


def period_at(line: Line, at: int) -> tuple[Period, int] | None:
    """The period that begins at token ``at``, and the position after it."""
    lead, start = _LEADS.at(line, at) or ("", at)
    if lead and line.word(start) in ("i", "om"):
        start += 1
    if period := _months_by_name(line, start, lead) or _after_easter(line, start, lead):
        return period, period.points[-1].last
    if period := _weekdays_of_week(line, at):
        return period, period.points[-1].last
    for read in (_iso_day, _day, _week, _half, _month, _year):
        if period := _series(line, start, read, lead):
            return period, period.points[-1].last
    return None


def _series(line: Line, at: int, read: Reader, lead: str) -> Period | None:
    at, pair = _weekday_pair(line, at) if read is _day else (at, ())
    point = read(line, at)
    if point is None:
        return None
    points, joins, doubted = [point], [], False
    while len(points) < _MOST_POINTS:
        join, after = _join(line, points[-1])
        about = _ABOUT.at(line, after) if join else None
        after = about[1] if about else after
        following = _follower(line, after, read, points[-1]) if join else None
        if following is None:
            break
        points.append(following)
        joins.append(join)
        doubted = doubted or about is not None
    while points and points[-1].unit == Precision.DAY and points[-1].month is None:
        points.pop()
    joins = joins[: len(points) - 1] if points else []
    period = _checked(points, joins, lead, pair)
    return replace(period, open=period.open or doubted) if period else None


def _months_by_name(line: Line, at: int, lead: str) -> Period | None:
    """Months that have a name together: «3. kvartal 2027», «skoleåret 2027–2028», «sommeren 2027»."""
    if line.word(at) in SCHOOL_YEAR:
        return _school_year(line, at, lead)
    if line.word(at) in SUMMER:
        months, end = (6, 8), at + 1
    else:
        number = line.number(at) if line.digits(at) == 1 else ORDINALS.get(line.word(at))
        end = line.past(at + 1, ".")
        if line.word(end) not in QUARTER or number not in (1, 2, 3, 4):
            return None
        months, end = (3 * number - 2, 3 * number), end + 1
    year, end = _year_after(line, end, short=True) or (None, end)
    return Period(tuple(Point(Precision.MONTH, month, at, end, year=year) for month in months), lead=lead)


def _school_year(line: Line, at: int, lead: str) -> Period | None:
    """From August to June; two years in a row, or it is not known which one is meant."""
    first, join, second = line.number(at + 1), at + 2, line.number(at + 3)
    joined = line.dash(join) or line.sign(join, "/")
    if first is None or second is None or not joined or line.digits(at + 1) != 4:
        return None
    second += first // 100 * 100 if line.digits(at + 3) == 2 else 0
    if second != first + 1:
        return None
    august, june = (Point(Precision.MONTH, month, at, at + 4, year=year) for month, year in ((8, first), (6, second)))
    return Period((august, june), lead=lead)


def _after_easter(line: Line, at: int, lead: str) -> Period | None:
    """«etter påske 2027» is after Easter Monday. Before Easter and in it nobody knows which days are meant."""
    year_after = _year_after(line, at + 1, short=False) if lead == "after" and line.word(at) in EASTER else None
    if year_after is None or not FIRST_YEAR <= year_after[0] <= LAST_YEAR:
        return None
    day = calendar.easter_monday(year_after[0])
    return Period((Point(Precision.DAY, day.day, at, year_after[1], month=day.month, year=day.year),), lead=lead)


def _weekdays_of_week(line: Line, at: int) -> Period | None:
    """«torsdag i uke 43», «mandag–fredag veke 43»."""
    first, end = WEEKDAYS.get(line.word(at)), line.past(at + 1, ".")
    if first is None:
        return None
    last, joined = first, line.dash(end) or line.word(end) in ("og", "til")
    if joined:
        second = WEEKDAYS.get(line.word(end + 1))
        listed = line.word(end) == "og"
        if second is None or second <= first or (listed and second != first + 1):
            return None
        last, end = second, line.past(end + 2, ".")
    end = line.past(end, ",")
    point = _week(line, end + (line.word(end) == "i"))
    return Period((replace(point, first=at),), weekdays=(first, last)) if point else None


def _checked(points: list[Point], joins: list[str], lead: str, pair: tuple[tuple[int, int], ...]) -> Period | None:
    """The period, unless how it is put together could mean several things."""
    dated = [point.doubt for point in points if point.month or point.unit != Precision.DAY]
    if not points or set(dated) == {"clock"}:
        return None
    unit, several = points[0].unit, len(points) > 1
    if unit in (Precision.MONTH, Precision.SEMESTER) and "and" in joins and lead != "within":
        return None  # «april og mai»: two things, or one that lasts?
    if unit == Precision.DAY and ("or" in joins or (lead == "within" and not several)):
        return None
    if lead in ("after", "from") and several:
        if lead == "after" or joins != ["to"]:
            return None
        lead = ""  # «fra 27. til 28. april»
    if (len(set(joins)) > 1 and "to" in joins) or (unit == Precision.YEARS and "or" in joins):
        return None
    if pair:
        if not several:
            return None
        points[0] = replace(points[0], weekday=pair[0][0], weekday_at=pair[0][1])
        points[-1] = replace(points[-1], weekday=pair[1][0], weekday_at=pair[1][1])
    listed = bool(joins) and joins[0] == "and" and lead != "within"
    return Period(tuple(points), listed=listed, lead=lead, open="or" in joins)


def _join(line: Line, point: Point) -> tuple[str, int]:
    at = point.last
    if line.dash(at):
        return "to", at + 1
    if line.sign(at, "/"):
        return ("to" if point.unit == Precision.DAY else "or"), at + 1
    if line.sign(at, "&", "+"):
        return "and", at + 1
    if line.sign(at, ",") and point.unit == Precision.DAY and point.month is None:
        return "and", at + 1
    return _JOINS.at(line, at) or ("", at)


def _follower(line: Line, at: int, read: Reader, before: Point) -> Point | None:
    point = _bare_week(line, at) if read is _week and line.number(at) is not None else read(line, at)
    if read is _year and point is None:
        return _short_year(line, at, before)
    if point and point.doubt == "clock" and before.month and not before.doubt:
        return None  # «5. februar – 10.11»: the last is an hour as well as a day
    return point


def _weekday_pair(line: Line, at: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """«tirsdag og onsdag 27.–28. april»: the two weekdays, and where the days begin."""
    first = WEEKDAYS.get(line.word(at))
    join = line.past(at + 1, ".")
    if first is None or not (line.dash(join) or line.word(join) in ("og", "til")):
        return at, ()
    second = WEEKDAYS.get(line.word(join + 1))
    after = line.past(join + 2, ".", ",")
    if second is None:
        return at, ()
    following = _day(line, after)
    if following is None or following.weekday is not None:
        return at, ()
    return after, ((first, at), (second, join + 1))


# --- one point ---


def _iso_day(line: Line, at: int) -> Point | None:
    year, month, day = line.number(at), line.number(at + 2), line.number(at + 4)
    dashed = line.dash(at + 1) and line.dash(at + 3) and all(line.glued(at + n) for n in range(1, 5))
    if not dashed or (line.digits(at), line.digits(at + 2), line.digits(at + 4)) != (4, 2, 2):
        return None
    if year is None or month is None or day is None or not 1 <= month <= 12:
        return None
    return Point(Precision.DAY, day, at, at + 5, month=month, year=year)


def _day(line: Line, at: int) -> Point | None:
    start, at = at, at + 1 if line.word(at) in _DEN else at
    weekday, weekday_at = WEEKDAYS.get(line.word(at)), at
    if weekday is not None:
        at = line.past(at + 1, ".", ",")
        at += line.word(at) in _DEN
    day, after = line.number(at), at + 1
    if day is None or line.digits(at) > 2:
        return None
    found = Point(Precision.DAY, day, start, after, weekday=weekday, weekday_at=weekday_at)
    if line.sign(after, "/"):
        return _slashed(line, found)
    dot = line.past(after, ".")
    if month := MONTHS.get(line.word(dot)):
        end = line.past(dot + 1, ".")
        year, end = _year_after(line, end, short=True) or (None, end)
        return replace(found, month=month, year=year, last=end)
    number = line.number(dot) if dot > after else None
    if number is None or line.digits(dot) > 2:
        return replace(found, last=dot)
    if 1 <= number <= 12 and line.word(line.past(dot + 1, ".")) not in MONTHS:
        return _dotted(line, replace(found, month=number, last=dot + 1))
    return None if line.glued(dot) else replace(found, last=dot)


def _dotted(line: Line, found: Point) -> Point:
    """«25.09.20», «28.9.2021», «25.09.»; «10.11» alone may be a time too."""
    end = line.past(found.last, ".")
    dotted = end > found.last
    if dotted and line.digits(end) == 2 and line.glued(end) and not _has_minutes(line, end):
        return replace(found, year=2000 + (line.number(end) or 0), last=end + 1)
    if line.digits(end) == 4:
        return replace(found, year=line.number(end), last=end + 1)
    may_be_hour = found.weekday is None and found.number < 24 and line.digits(found.last - 1) == 2 and not dotted
    return replace(found, last=end, doubt="clock" if may_be_hour else "")


def _slashed(line: Line, found: Point) -> Point | None:
    """«5/2-21» is a Norwegian day and month; «5/2» and «5/2/21» could be American, unless no month is that long."""
    month, end = line.number(found.last + 1), found.last + 2
    if month is None or line.digits(found.last + 1) > 2 or not 1 <= month <= 12:
        return None
    sure = found.number > 12 or found.number == month
    found = replace(found, month=month, last=end, doubt="" if sure else "order")
    if line.sign(end, "/") and line.digits(end + 1) in (2, 4):
        year = line.number(end + 1) or 0
        return replace(found, year=year if line.digits(end + 1) == 4 else 2000 + year, last=end + 2)
    if year_after := _year_after(line, end, short=False):
        return replace(found, year=year_after[0], last=year_after[1], doubt="")
    return found


def _week(line: Line, at: int) -> Point | None:
    if line.word(at) not in WEEK:
        return None
    point = _bare_week(line, line.past(at + 1, "."))
    return replace(point, first=at) if point else None


def _bare_week(line: Line, at: int) -> Point | None:
    week = line.number(at)
    if week is None or line.digits(at) > 2:
        return None
    year, end = _year_after(line, at + 1, short=False, apart=True) or (None, at + 1)
    return Point(Precision.WEEK, week, at, end, year=year)


def _half(line: Line, at: int) -> Point | None:
    half, end = HALVES.get(line.word(at)), at + 1
    if half is None:
        half = ORDINALS.get(line.word(at)) or (line.number(at) if line.sign(at + 1, ".") else None)
        end = line.past(at + 1, ".")
        if half not in (1, 2) or line.word(end) not in HALF_YEAR:
            return None
        end += 1
    year, end = _year_after(line, end, short=True) or (None, end)
    return Point(Precision.SEMESTER, half, at, end, year=year)


def _month(line: Line, at: int) -> Point | None:
    month, end = MONTHS.get(line.word(at)), line.past(at + 1, ".")
    if month is None:
        return None
    year, end = _year_after(line, end, short=False) or (None, end)
    return Point(Precision.MONTH, month, at, end, year=year)


def _year(line: Line, at: int) -> Point | None:
    start, at = at, at + 1 if line.word(at) in _YEAR_LEADS else at
    year = line.number(at)
    if year is None or line.digits(at) != 4 or not FIRST_YEAR - 1 <= year <= LAST_YEAR:
        return None
    return Point(Precision.YEARS, year, start, at + 1, year=year)


def _short_year(line: Line, at: int, before: Point) -> Point | None:
    """«2020–22». «2011–12» could be December 2011 as well, and is not understood."""
    year = line.number(at)
    if year is None or line.digits(at) != 2 or year <= 12 or _is_hour(line, at) or before.number >= 2000 + year:
        return None
    return Point(Precision.YEARS, 2000 + year, at, at + 1, year=2000 + year)


def _year_after(line: Line, at: int, *, short: bool, apart: bool = False) -> tuple[int, int] | None:
    """The year that follows, and the position after it. ``short``: two digits alone are a year («5. februar 21»);
    with an apostrophe or a dash they always are, unless ``apart``: «uke 43-44» are two weeks.
    """
    start = at = line.past(at, ",")
    if line.word(at) in _YEAR_LEADS:
        at += 1
    marked = line.sign(at, *_APOSTROPHES) or (line.dash(at) and line.glued(at + 1) and not _is_day(line, at + 1))
    at += marked
    year = line.number(at)
    if year is None:
        return None
    if line.digits(at) == 4:
        return year, at + 1
    bare = at == start and not line.sign(start - 1, ",")
    by_dash = marked and line.dash(at - 1)
    alone = line.digits(at) == 2 and not _is_hour(line, at) and not _is_day(line, at)
    if alone and ((marked and not (apart and by_dash)) or (short and bare and line.word(at + 1) not in DAY_WORDS)):
        return 2000 + year, at + 1
    return None


def _is_hour(line: Line, at: int) -> bool:
    """The number begins «13.00», «13:00» or «9–15», and is no year."""
    to_hour = line.dash(at + 1) and line.number(at + 2) is not None and not _is_day(line, at + 2)
    return to_hour or _has_minutes(line, at)


def _has_minutes(line: Line, at: int) -> bool:
    return line.sign(at + 1, ".", ":") and line.glued(at + 2) and line.number(at + 2) is not None


def _is_day(line: Line, at: int) -> bool:
    """The number has a month after it: «5. februar-7. mars», «27/4-28/4-21»."""
    dot = line.past(at + 1, ".")
    numbered = dot > at + 1 or line.sign(at + 1, "/")
    at = at + 2 if numbered else dot
    return line.word(dot) in MONTHS or (numbered and line.glued(at) and line.number(at) is not None)
