"""Dates come out as moment writes them; expected texts are moment 2.31's."""

from datetime import UTC, datetime

import pytest

from webhooks.templating.dates import format_date, zone

MOMENT = datetime(2026, 1, 5, 15, 4, 9, 45678, UTC)

TOKENS = {
    "M Mo MM MMM MMMM": "1 1st 01 Jan January",
    "Q Qo D Do DD": "1 1st 5 5th 05",
    "DDD DDDo DDDD": "5 5th 005",
    "d do dd ddd dddd e E": "1 1st Mo Mon Monday 1 1",
    "w wo ww W Wo WW": "2 2nd 02 2 2nd 02",
    "YY YYYY Y YYYYYY gg gggg GG GGGG": "26 2026 2026 +002026 26 2026 26 2026",
    "A a H HH h hh k kk": "PM pm 15 15 3 03 15 15",
    "m mm s ss S SS SSS SSSS SSSSSS": "4 04 9 09 0 04 045 0450 045000",
    "Z ZZ z": "+00:00 +0000 UTC",
    "X x": "1767625449 1767625449045",
    "L": "01/05/2026",
    "LL": "January 5, 2026",
    "LLL": "January 5, 2026 3:04 PM",
    "LLLL": "Monday, January 5, 2026 3:04 PM",
    "LT": "3:04 PM",
    "LTS": "3:04:09 PM",
    "l ll": "1/5/2026 Jan 5, 2026",
    "llll": "Mon, Jan 5, 2026 3:04 PM",
    "YYYY[Y] [at] \\LT": "2026Y at LT",
    "Hmm hmmss": "1504 30409",
    "": "2026-01-05T15:04:09Z",
}


@pytest.mark.parametrize(("tokens", "result"), TOKENS.items())
def test_each_token_is_written(tokens: str, result: str) -> None:
    assert format_date(MOMENT, tokens) == result


def test_a_zone_moves_the_clock_and_names_itself() -> None:
    text = format_date(MOMENT, "YYYY-MM-DD HH:mm Z ZZ z", "America/St_Johns")
    assert text == "2026-01-05 11:34 -03:30 -0330 NST"


def test_without_a_zone_the_date_keeps_its_own() -> None:
    there = MOMENT.astimezone(zone("Europe/Berlin"))
    assert format_date(there, "HH:mm z") == "16:04 CET"
    assert format_date(there, "") == "2026-01-05T16:04:09+01:00"


def test_zones_are_found_in_any_case() -> None:
    assert format_date(MOMENT, "HH", "europe/berlin") == "16"


@pytest.mark.parametrize("name", ["Mars/Base", "../etc/passwd", "America", "\0"])
def test_an_unknown_zone_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        zone(name)


@pytest.mark.parametrize(
    ("day", "us", "iso"),
    [
        (datetime(2026, 12, 31, tzinfo=UTC), "2027 1", "2026 53"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2027 1", "2026 53"),
        (datetime(2023, 1, 1, tzinfo=UTC), "2023 1", "2022 52"),
        (datetime(9999, 12, 31, tzinfo=UTC), "10000 1", "9999 52"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001 1", "0001 1"),
    ],
)
def test_weeks_at_the_turn_of_the_year(day: datetime, us: str, iso: str) -> None:
    assert format_date(day, "gggg w") == us
    assert format_date(day, "GGGG W") == iso


def test_milliseconds_before_1970_are_negative() -> None:
    moment = datetime(1969, 12, 31, 23, 59, 59, 500000, UTC)
    assert format_date(moment, "x X") == "-500 -1"


def test_a_format_of_endless_length_is_refused() -> None:
    with pytest.raises(ValueError, match="1,000 characters"):
        format_date(MOMENT, "LLLL" * 1000)


def test_a_zone_that_would_leave_the_calendar_is_an_error() -> None:
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    with pytest.raises(ValueError, match="years 1 to 9999"):
        format_date(last, "L", "Asia/Tokyo")
