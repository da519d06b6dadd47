"""Adding to dates, and reading and setting their parts, as moment does.

Years, months, weeks and days move the calendar and keep the time that clocks
show; hours and smaller units are lengths of time. A day that a month lacks
becomes its last one (https://momentjs.com/docs/#/manipulating/add/).
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import floor, isfinite

from webhooks.templating.dates.instants import at_wall, from_ms, to_ms
from webhooks.templating.dates.weeks import US_WEEKS, weekday_of

# Losant's names of units, and moment's ``date`` for the day of the month.
_SINGULAR = {
    "years": "year",
    "quarters": "quarter",
    "months": "month",
    "weeks": "week",
    "days": "day",
    "date": "day",
    "dates": "day",
    "hours": "hour",
    "minutes": "minute",
    "seconds": "second",
    "milliseconds": "millisecond",
}
_MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}
_DAYS_IN = {"week": 7, "day": 1, "dayOfYear": 1, "dayOfWeek": 1}
_MS_IN = {"hour": 3_600_000, "minute": 60_000, "second": 1_000, "millisecond": 1}
UNITS = (*_MONTHS_IN, *_DAYS_IN, *_MS_IN)
# Far more than fits into the calendar, and small enough to compute with.
_LARGEST = 1e15


def add(moment: datetime, number: float, unit: str) -> datetime:
    """Return a date moved by a number of units, which may be negative.

    Parts of months and days are rounded to whole ones.

    :raises ValueError: if there is no such unit, the number is none, or the
        result leaves the years 1 to 9999.
    """
    unit = _known(unit)
    _check(number)
    if unit in _MS_IN:
        return from_ms(to_ms(moment) + number * _MS_IN[unit], moment.tzinfo or UTC)
    if unit in _DAYS_IN:
        return _plus_days(moment, _rounded(number * _DAYS_IN[unit]))
    return _plus_months(moment, _rounded(number * _MONTHS_IN[unit]))


def subtract(moment: datetime, number: float, unit: str) -> datetime:
    """Return a date moved back by a number of units; errors as :func:`add`."""
    return add(moment, -number, unit)


def difference_ms(moment: datetime, other: datetime) -> int:
    """Return the milliseconds from ``other`` to ``moment``."""
    return to_ms(moment) - to_ms(other)


def days_in_month(moment: datetime) -> int:
    """Return how many days the date's month has."""
    return monthrange(moment.year, moment.month)[1]


def get_part(moment: datetime, unit: str) -> int:
    """Return one part of a date; months count from 0 and weekdays from Sunday.

    :raises ValueError: if there is no such unit.
    """
    return _READERS[_known(unit)](moment)


def set_part(moment: datetime, unit: str, number: float) -> datetime:
    """Return a date with one part set; a number too large runs into the next.

    :raises ValueError: as :func:`add`.
    """
    unit = _known(unit)
    _check(number)
    change = int(number) - get_part(moment, unit)
    if unit in _MONTHS_IN:
        return _plus_months(moment, change * _MONTHS_IN[unit])
    if unit in _DAYS_IN:
        return _plus_days(moment, change * _DAYS_IN[unit])
    return _on_the_clock(moment, change, unit)


def start_of(moment: datetime, unit: str) -> datetime:
    """Return the first millisecond of the date's year, month, day and so on.

    Weeks start on Sunday.

    :raises ValueError: if there is no such unit.
    """
    unit = _known(unit)
    if unit in _MS_IN:
        return at_wall(_cut_off(moment, unit), moment.tzinfo)
    day = _cut_off(moment, "day").replace(fold=0)
    match unit:
        case "year":
            day = day.replace(month=1, day=1)
        case "quarter":
            day = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "month":
            day = day.replace(day=1)
        case "week":
            return _plus_days(day, -weekday_of(day))
    return at_wall(day, moment.tzinfo)


def _cut_off(moment: datetime, unit: str) -> datetime:
    """Set every part smaller than a day or a unit of the clock to zero."""
    cut = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    if unit != "millisecond":
        cut = cut.replace(microsecond=0)
    if unit in {"day", "hour", "minute"}:
        cut = cut.replace(second=0)
    if unit in {"day", "hour"}:
        cut = cut.replace(minute=0)
    return cut.replace(hour=0) if unit == "day" else cut


def _known(unit: str) -> str:
    name = _SINGULAR.get(unit, unit)
    if name not in UNITS:
        raise ValueError(f"{unit[:50]!r} is not a unit of time; use {', '.join(UNITS)}")
    return name


def _check(number: float) -> None:
    if not isfinite(number) or abs(number) > _LARGEST:
        raise ValueError("a date cannot be changed by a number that large, or by none")


def _rounded(number: float) -> int:
    return floor(abs(number) + 0.5) * (-1 if number < 0 else 1)


def _plus_months(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError("the date lies outside the years 1 to 9999")
    last = monthrange(year, month + 1)[1]
    wall = moment.replace(year=year, month=month + 1, day=min(moment.day, last), fold=0)
    return at_wall(wall, moment.tzinfo)


def _plus_days(moment: datetime, days: int) -> datetime:
    return _on_the_clock(moment, days, "day")


def _on_the_clock(moment: datetime, number: int, unit: str) -> datetime:
    """Move what clocks show, whatever happens to them in between."""
    try:
        wall = moment.replace(fold=0) + timedelta(**{f"{unit}s": number})
    except OverflowError:
        raise ValueError("the date lies outside the years 1 to 9999") from None
    return at_wall(wall, moment.tzinfo)


_READERS: dict[str, Callable[[datetime], int]] = {
    "year": lambda moment: moment.year,
    "quarter": lambda moment: (moment.month + 2) // 3,
    "month": lambda moment: moment.month - 1,
    "week": lambda moment: US_WEEKS.week_of(moment)[1],
    "dayOfYear": lambda moment: moment.timetuple().tm_yday,
    "day": lambda moment: moment.day,
    "dayOfWeek": weekday_of,
    "hour": lambda moment: moment.hour,
    "minute": lambda moment: moment.minute,
    "second": lambda moment: moment.second,
    "millisecond": lambda moment: moment.microsecond // 1000,
}
