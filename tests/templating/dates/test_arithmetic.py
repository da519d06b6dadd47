"""Calendar arithmetic: moment's clamping, daylight saving, parts and bounds.

Expected dates are moment-timezone's.
"""

from datetime import UTC, datetime

import pytest

from webhooks.templating.dates import (
    add,
    days_in_month,
    difference_ms,
    get_part,
    set_part,
    start_of,
    subtract,
    zone,
)

BERLIN = zone("Europe/Berlin")
MOMENT = datetime(2026, 1, 31, 10, 11, 12, 345000, UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(BERLIN)


def is_at(moment: datetime, text: str) -> bool:
    """Compare instants: Python compares what clocks show within one zone."""
    return difference_ms(moment, at(text)) == 0


@pytest.mark.parametrize(
    ("number", "unit", "result"),
    [
        (1, "month", "2026-02-28T10:11:12.345+00:00"),
        (25, "months", "2028-02-29T10:11:12.345+00:00"),
        (-1, "quarter", "2025-10-31T10:11:12.345+00:00"),
        (0.5, "year", "2026-07-31T10:11:12.345+00:00"),
        (1.5, "day", "2026-02-02T10:11:12.345+00:00"),
        (-2, "weeks", "2026-01-17T10:11:12.345+00:00"),
        (1.5, "hour", "2026-01-31T11:41:12.345+00:00"),
        (-45, "second", "2026-01-31T10:10:27.345+00:00"),
        (655, "millisecond", "2026-01-31T10:11:13.000+00:00"),
    ],
)
def test_adding_keeps_to_the_calendar(number: float, unit: str, result: str) -> None:
    assert add(MOMENT, number, unit) == datetime.fromisoformat(result)


def test_subtracting_is_adding_backwards() -> None:
    assert subtract(MOMENT, 1, "month") == add(MOMENT, -1, "month")


def test_days_keep_the_clock_and_hours_the_length_over_daylight_saving() -> None:
    before = at("2026-03-28T12:00+01:00")
    assert is_at(add(before, 1, "day"), "2026-03-29T12:00+02:00")
    assert is_at(add(before, 24, "hours"), "2026-03-29T13:00+02:00")


def test_a_time_that_clocks_skip_is_moved_on() -> None:
    before = at("2026-03-28T02:30+01:00")
    assert is_at(add(before, 1, "day"), "2026-03-29T03:30+02:00")


def test_a_leap_day_becomes_the_28th() -> None:
    leap = datetime(2024, 2, 29, tzinfo=UTC)
    assert set_part(leap, "year", 2025) == datetime(2025, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("year", 2026),
        ("quarter", 1),
        ("month", 0),
        ("week", 5),
        ("dayOfYear", 31),
        ("day", 31),
        ("date", 31),
        ("dayOfWeek", 6),
        ("hour", 10),
        ("minute", 11),
        ("second", 12),
        ("millisecond", 345),
    ],
)
def test_each_part_is_read_and_set_to_itself(unit: str, value: int) -> None:
    assert get_part(MOMENT, unit) == value
    assert set_part(MOMENT, unit, value) == MOMENT


@pytest.mark.parametrize(
    ("unit", "number", "result"),
    [
        ("month", 1, "2026-02-28T10:11:12.345+00:00"),
        ("month", 13, "2027-02-28T10:11:12.345+00:00"),
        ("day", 0, "2025-12-31T10:11:12.345+00:00"),
        ("dayOfWeek", 0, "2026-01-25T10:11:12.345+00:00"),
        ("dayOfYear", 60, "2026-03-01T10:11:12.345+00:00"),
        ("week", 1, "2026-01-03T10:11:12.345+00:00"),
        ("hour", 25, "2026-02-01T01:11:12.345+00:00"),
        ("minute", 5.9, "2026-01-31T10:05:12.345+00:00"),
    ],
)
def test_a_part_too_large_runs_into_the_next(
    unit: str, number: float, result: str
) -> None:
    assert set_part(MOMENT, unit, number) == datetime.fromisoformat(result)


@pytest.mark.parametrize(
    ("unit", "result"),
    [
        ("year", "2026-01-01T00:00+01:00"),
        ("quarter", "2026-07-01T00:00+02:00"),
        ("month", "2026-08-01T00:00+02:00"),
        ("week", "2026-08-02T00:00+02:00"),
        ("day", "2026-08-05T00:00+02:00"),
        ("dayOfYear", "2026-08-05T00:00+02:00"),
        ("hour", "2026-08-05T13:00+02:00"),
        ("minute", "2026-08-05T13:14+02:00"),
        ("second", "2026-08-05T13:14:15+02:00"),
        ("millisecond", "2026-08-05T13:14:15.123+02:00"),
    ],
)
def test_the_start_of_each_unit_is_on_the_local_clock(unit: str, result: str) -> None:
    assert is_at(start_of(at("2026-08-05T13:14:15.123456+02:00"), unit), result)


def test_the_second_of_two_equal_hours_keeps_its_place() -> None:
    second = at("2026-10-25T02:30+01:00")
    assert is_at(start_of(second, "hour"), "2026-10-25T02:00+01:00")


def test_days_in_the_month_and_the_difference() -> None:
    assert days_in_month(datetime(2024, 2, 1, tzinfo=UTC)) == 29
    assert difference_ms(MOMENT, add(MOMENT, 1, "hour")) == -3_600_000


@pytest.mark.parametrize(
    ("number", "unit"),
    [
        (10_000, "year"),
        (-3_000_000, "day"),
        (1e14, "second"),
        (1e15, "week"),
        (1e300, "millisecond"),
        (float("nan"), "day"),
        (float("inf"), "year"),
        (1, "fortnight"),
    ],
)
def test_what_leaves_the_calendar_is_an_error(number: float, unit: str) -> None:
    with pytest.raises(ValueError, match=r"date|unit"):
        add(MOMENT, number, unit)
    with pytest.raises(ValueError, match=r"date|unit"):
        set_part(MOMENT, unit, number)
