"""How long ago: ``5 minutes ago``, ``in 2 days``, ``a month ago``.

Apart because the thresholds are a small table of their own
(https://momentjs.com/docs/#/displaying/fromnow/), in English.
"""

from datetime import UTC, datetime
from math import floor

from webhooks.templating.dates.arithmetic import add
from webhooks.templating.dates.instants import moved, to_ms

_SECOND, _MINUTE, _HOUR, _DAY = 1_000, 60_000, 3_600_000, 86_400_000
# A calendar of 400 years has 4,800 months and 146,097 days.
_DAYS_IN_A_MONTH = 146_097 / 4_800


def relative(moment: datetime, reference: datetime) -> str:
    """Return the distance of a date from another one, in words."""
    if to_ms(moment) < to_ms(reference):
        return f"{_in_words(*_apart(moment, reference))} ago"
    return f"in {_in_words(*_apart(reference, moment))}"


def _apart(earlier: datetime, later: datetime) -> tuple[int, int]:
    """Return whole months between two dates, and the milliseconds that remain."""
    there = moved(later, earlier.tzinfo or UTC)
    months = (there.year - earlier.year) * 12 + there.month - earlier.month
    if to_ms(add(earlier, months, "month")) > to_ms(later):
        months -= 1
    return months, to_ms(later) - to_ms(add(earlier, months, "month"))


def _in_words(months: int, rest: int) -> str:
    days = _rounded(months * _DAYS_IN_A_MONTH)
    all_months = months + rest / _DAY / _DAYS_IN_A_MONTH
    milliseconds = days * _DAY + rest
    if _rounded(milliseconds / _SECOND) < 45:
        return "a few seconds"
    # Each unit, the number from which the next larger one is used, and its value.
    steps = (
        ("minute", 45, milliseconds / _MINUTE),
        ("hour", 22, milliseconds / _HOUR),
        ("day", 26, milliseconds / _DAY),
        ("month", 11, all_months),
    )
    for unit, limit, value in steps:
        number = _rounded(value)
        if number < limit:
            return _count(number, unit)
    return _count(_rounded(all_months / 12), "year")


def _count(number: int, unit: str) -> str:
    if number > 1:
        return f"{number} {unit}s"
    return f"an {unit}" if unit == "hour" else f"a {unit}"


def _rounded(value: float) -> int:
    return floor(value + 0.5)
