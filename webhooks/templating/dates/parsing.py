"""Text to dates by moment's tokens, in its forgiving way.

Each token takes the first text that suits it and skips what stands before; a
token that finds nothing is passed over (https://momentjs.com/docs/#/parsing/).
"""

import re
from collections.abc import Callable
from datetime import datetime

from webhooks.clock import SYSTEM_CLOCK
from webhooks.templating.dates.parts import DateParts
from webhooks.templating.dates.tokens import MONTHS, WEEKDAYS, literal, tokens_of
from webhooks.templating.dates.zones import zone

MAX_TEXT_LENGTH = 1_000

_Reader = Callable[[DateParts, str], None]


def parse_date(
    text: str, tokens: str, timezone: str = "", now: datetime | None = None
) -> datetime | None:
    """Return the date that a text tells in a format, or None if it tells none.

    A text without an offset is read in the zone; ``now`` gives the year, month
    and day that the format leaves out, and is the clock's unless given.

    :raises ValueError: if there is no such zone, or the format is too long.
    """
    place = zone(timezone)
    if len(text) > MAX_TEXT_LENGTH:
        return None
    parts = DateParts()
    found_any = False
    for token in tokens_of(tokens):
        pattern, read = _READERS.get(token) or (_literal_pattern(token), _ignore)
        match = pattern.search(text)
        if match is None:
            continue
        text = text[match.end() :]
        if token in _READERS:
            found_any = True
            read(parts, match[0])
    if not found_any:
        return None
    return parts.moment(place, now or SYSTEM_CLOCK.now())


def offset_minutes(text: str) -> int | None:
    """Return the minutes east of UTC of ``Z``, ``+05``, ``+0530`` or ``+05:30``.

    None if no place on earth has that offset.
    """
    digits = text.upper().lstrip("Z+-").replace(":", "")
    hours, minutes = int(digits[:2] or 0), int(digits[2:] or 0)
    total = hours * 60 + minutes
    west = text.startswith("-")
    if minutes > 59 or total > (12 if west else 14) * 60:
        return None
    return -total if west else total


def whole_year(text: str) -> int:
    """Return the year of a text, of which two digits mean 1969 to 2068."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year > 68 else 2000)


def _literal_pattern(token: str) -> re.Pattern[str]:
    return re.compile(re.escape(literal(token)), re.IGNORECASE)


def _ignore(parts: DateParts, text: str) -> None:
    """Take the place of a reader for text that says nothing."""


def _number(key: str, add: int = 0) -> _Reader:
    def read(parts: DateParts, text: str) -> None:
        parts.numbers[key] = int(text) + add

    return read


def _split_clock(parts: DateParts, text: str) -> None:
    """Read ``930``, ``1230`` or ``123045``: two digits each, from the right."""
    seconds = len(text) > 4
    if seconds:
        text, parts.numbers["second"] = text[:-2], int(text[-2:])
    parts.numbers["hour"] = int(text[:-2])
    parts.numbers["minute"] = int(text[-2:])


def _year(key: str, short: bool) -> _Reader:
    def read(parts: DateParts, text: str) -> None:
        parts.numbers[key] = whole_year(text) if short or len(text) == 2 else int(text)

    return read


def _quarter(parts: DateParts, text: str) -> None:
    parts.numbers["month"] = (int(text) - 1) * 3 + 1


def _month_name(parts: DateParts, text: str) -> None:
    number = _named(text, MONTHS, 3)
    parts.numbers["month"] = number + 1
    parts.wrong |= number < 0


def _weekday_name(parts: DateParts, text: str) -> None:
    number = _named(text, WEEKDAYS, 2)
    parts.numbers["weekday"] = number
    parts.wrong |= number < 0


def _named(text: str, names: tuple[str, ...], letters: int) -> int:
    for number, name in enumerate(names):
        if text.lower().startswith(name[:letters].lower()):
            return number
    return -1


def _day_with_ordinal(parts: DateParts, text: str) -> None:
    parts.numbers["day"] = int(text.rstrip("dhnrst"))


def _half_of_day(parts: DateParts, text: str) -> None:
    parts.afternoon = text[0].lower() == "p"


def _hour_of_24(parts: DateParts, text: str) -> None:
    parts.numbers["hour"] = int(text) % 24 if int(text) == 24 else int(text)


def _fraction(parts: DateParts, text: str) -> None:
    parts.numbers["millisecond"] = int(text[:3].ljust(3, "0"))


def _offset(parts: DateParts, text: str) -> None:
    parts.offset = offset_minutes(text)


def _seconds(parts: DateParts, text: str) -> None:
    parts.instant = float(text) * 1000


def _milliseconds(parts: DateParts, text: str) -> None:
    parts.instant = float(text)


def _table() -> dict[str, tuple[re.Pattern[str], _Reader]]:
    word = r"[0-9]{0,256}['a-z\u00a0-\u05ff\u0700-\ud7ff]{1,256}"
    rows: tuple[tuple[str, str, _Reader], ...] = (
        ("M MM", r"\d\d?", _number("month")),
        ("MMM MMMM", word, _month_name),
        ("Q", r"\d", _quarter),
        ("D DD", r"\d\d?", _number("day")),
        ("Do", r"\d{1,2}(?:th|st|nd|rd)|\d{1,2}", _day_with_ordinal),
        ("DDD", r"\d{1,3}", _number("day of year")),
        ("DDDD", r"\d{3}", _number("day of year")),
        ("d", r"\d\d?", _number("weekday")),
        ("e", r"\d\d?", _number("local weekday")),
        ("E", r"\d\d?", _number("iso weekday")),
        ("dd ddd dddd", word, _weekday_name),
        ("w ww", r"\d\d?", _number("us week")),
        ("W WW", r"\d\d?", _number("iso week")),
        ("Y", r"[+-]?\d{1,9}", _number("year")),
        ("YY", r"\d\d?", _year("year", short=True)),
        ("YYYY", r"\d{1,4}", _year("year", short=False)),
        ("YYYYY YYYYYY", r"[+-]?\d{1,6}", _number("year")),
        ("gg", r"\d\d?", _year("us year", short=True)),
        ("gggg", r"\d{1,4}", _number("us year")),
        ("ggggg", r"[+-]?\d{1,6}", _number("us year")),
        ("GG", r"\d\d?", _year("iso year", short=True)),
        ("GGGG", r"\d{1,4}", _number("iso year")),
        ("GGGGG", r"[+-]?\d{1,6}", _number("iso year")),
        ("a A", r"[ap]\.?m?\.?", _half_of_day),
        ("H HH h hh", r"\d\d?", _number("hour")),
        ("k kk", r"\d\d?", _hour_of_24),
        ("Hmm hmm", r"\d\d\d\d?", _split_clock),
        ("Hmmss hmmss", r"\d\d\d\d\d\d?", _split_clock),
        ("m mm", r"\d\d?", _number("minute")),
        ("s ss", r"\d\d?", _number("second")),
        ("S SS SSS", r"\d{1,3}", _fraction),
        (" ".join("S" * count for count in range(4, 10)), r"\d+", _fraction),
        ("Z ZZ", r"Z|[+-]\d\d(?::?\d\d)?", _offset),
        ("X", r"[+-]?\d{1,20}(?:\.\d{1,3})?", _seconds),
        ("x", r"[+-]?\d{1,20}", _milliseconds),
    )
    return {
        token: (re.compile(pattern, re.IGNORECASE | re.ASCII), read)
        for tokens, pattern, read in rows
        for token in tokens.split()
    }


_READERS = _table()
