"""Dates as text by moment's tokens.

Apart from parsing because writing cannot fail once the format has been read: a
format becomes a tuple of functions, kept for the next time.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from webhooks.templating.dates.instants import in_zone, to_ms
from webhooks.templating.dates.tokens import (
    MONTHS,
    WEEKDAYS,
    literal,
    ordinal,
    tokens_of,
)
from webhooks.templating.dates.weeks import ISO_WEEKS, US_WEEKS, weekday_of

_Writer = Callable[[datetime], str]


def format_date(moment: datetime, tokens: str, timezone: str = "") -> str:
    """Return a date as text, in its own zone or in a named one.

    No tokens means moment's default, ISO 8601 to the second.

    :raises ValueError: if there is no such zone, or the format is too long.
    """
    there = in_zone(moment, timezone)
    if not tokens:
        tokens = "YYYY-MM-DDTHH:mm:ss" + ("[Z]" if there.tzinfo is UTC else "Z")
    return "".join(write(there) for write in _writers(tokens))


@lru_cache(maxsize=256)
def _writers(tokens: str) -> tuple[_Writer, ...]:
    return tuple(_writer(token) for token in tokens_of(tokens))


def _writer(token: str) -> _Writer:
    known = _WRITERS.get(token)
    if known is not None:
        return known
    text = literal(token)
    return lambda moment: text


def _number(read: Callable[[datetime], int], width: int = 0) -> _Writer:
    return lambda moment: str(read(moment)).zfill(width)


def _ordinal(read: Callable[[datetime], int]) -> _Writer:
    return lambda moment: ordinal(read(moment))


def _quarter(moment: datetime) -> int:
    return (moment.month + 2) // 3


def _day_of_year(moment: datetime) -> int:
    return moment.timetuple().tm_yday


def _hour_of_12(moment: datetime) -> int:
    return moment.hour % 12 or 12


def _hour_of_24(moment: datetime) -> int:
    return moment.hour or 24


def _us_year(moment: datetime) -> int:
    return US_WEEKS.week_of(moment)[0]


def _us_week(moment: datetime) -> int:
    return US_WEEKS.week_of(moment)[1]


def _iso_year(moment: datetime) -> int:
    return ISO_WEEKS.week_of(moment)[0]


def _iso_week(moment: datetime) -> int:
    return ISO_WEEKS.week_of(moment)[1]


def _half_of_day(moment: datetime) -> str:
    return "am" if moment.hour < 12 else "pm"


def _fraction(digits: int) -> _Writer:
    # Milliseconds are all that a date has; further places are zeros.
    return lambda moment: f"{moment.microsecond // 1000:03d}".ljust(9, "0")[:digits]


def _offset(separator: str) -> _Writer:
    def write(moment: datetime) -> str:
        offset = moment.utcoffset()
        minutes = int(offset.total_seconds() / 60) if offset else 0
        sign = "-" if minutes < 0 else "+"
        hours, rest = divmod(abs(minutes), 60)
        return f"{sign}{hours:02d}{separator}{rest:02d}"

    return write


def _zone_long(moment: datetime) -> str:
    if moment.tzinfo is UTC:
        return "Coordinated Universal Time"
    return moment.tzname() or ""


_NUMBERS: dict[str, tuple[Callable[[datetime], int], tuple[int, ...]]] = {
    "M": (lambda moment: moment.month, (1, 2)),
    "D": (lambda moment: moment.day, (1, 2)),
    "w": (_us_week, (1, 2)),
    "W": (_iso_week, (1, 2)),
    "Y": (lambda moment: moment.year, (5, 6)),
    "g": (_us_year, (4, 5)),
    "G": (_iso_year, (4, 5)),
    "H": (lambda moment: moment.hour, (1, 2)),
    "h": (_hour_of_12, (1, 2)),
    "k": (_hour_of_24, (1, 2)),
    "m": (lambda moment: moment.minute, (1, 2)),
    "s": (lambda moment: moment.second, (1, 2)),
}
_WRITERS: dict[str, _Writer] = {
    **{
        letter * width: _number(read, width)
        for letter, (read, widths) in _NUMBERS.items()
        for width in widths
    },
    **{"S" * digits: _fraction(digits) for digits in range(1, 10)},
    "Mo": _ordinal(lambda moment: moment.month),
    "MMM": lambda moment: MONTHS[moment.month - 1][:3],
    "MMMM": lambda moment: MONTHS[moment.month - 1],
    "Q": _number(_quarter),
    "Qo": _ordinal(_quarter),
    "Do": _ordinal(lambda moment: moment.day),
    "DDD": _number(_day_of_year),
    "DDDo": _ordinal(_day_of_year),
    "DDDD": _number(_day_of_year, 3),
    "d": _number(weekday_of),
    "do": _ordinal(weekday_of),
    "dd": lambda moment: WEEKDAYS[weekday_of(moment)][:2],
    "ddd": lambda moment: WEEKDAYS[weekday_of(moment)][:3],
    "dddd": lambda moment: WEEKDAYS[weekday_of(moment)],
    "e": _number(weekday_of),
    "E": _number(datetime.isoweekday),
    "wo": _ordinal(_us_week),
    "Wo": _ordinal(_iso_week),
    "Y": _number(lambda moment: moment.year, 4),
    "YY": _number(lambda moment: moment.year % 100, 2),
    "YYYY": _number(lambda moment: moment.year, 4),
    "YYYYYY": lambda moment: f"+{moment.year:06d}",
    "gg": _number(lambda moment: _us_year(moment) % 100, 2),
    "GG": _number(lambda moment: _iso_year(moment) % 100, 2),
    "a": _half_of_day,
    "A": lambda moment: _half_of_day(moment).upper(),
    "Hmm": lambda moment: f"{moment.hour}{moment.minute:02d}",
    "Hmmss": lambda moment: f"{moment.hour}{moment.minute:02d}{moment.second:02d}",
    "hmm": lambda moment: f"{_hour_of_12(moment)}{moment.minute:02d}",
    "hmmss": lambda moment: (
        f"{_hour_of_12(moment)}{moment.minute:02d}{moment.second:02d}"
    ),
    "z": lambda moment: moment.tzname() or "",
    "zz": _zone_long,
    "Z": _offset(":"),
    "ZZ": _offset(""),
    "X": lambda moment: str(to_ms(moment) // 1000),
    "x": lambda moment: str(to_ms(moment)),
}
