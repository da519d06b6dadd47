"""Schedules: when a timer fires, and which ones are refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from webhooks.workflows.errors import FieldProblem
from webhooks.workflows.schedule import Schedule, read_schedule

# A Wednesday.
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def next_of(config: dict[str, Any], moment: datetime = NOW, **meta: Any) -> datetime:
    """Return when a timer fires next."""
    return read_schedule(config, meta).next_after(moment)


def at(text: str) -> datetime:
    """Return a time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "delta"),
    [(5, 5), (1, 1), (1.5, 1.5), ("30", 30), (366 * 86_400, 366 * 86_400)],
)
def test_an_interval_is_counted_from_now(seconds: Any, delta: float) -> None:
    assert next_of({"seconds": seconds}) == NOW + timedelta(seconds=delta)


@pytest.mark.parametrize(
    "seconds",
    [0, 0.5, -5, 366 * 86_400 + 1, "x", "", None, True, [], float("nan"), "nan", "inf"],
)
def test_an_interval_that_is_none_is_refused(seconds: Any) -> None:
    with pytest.raises(FieldProblem):
        read_schedule({"seconds": seconds}, {})


def test_what_is_merely_missing_is_said_to_be() -> None:
    with pytest.raises(FieldProblem) as caught:
        read_schedule({}, {})
    assert caught.value.required
    with pytest.raises(FieldProblem) as caught:
        read_schedule({"seconds": 0}, {})
    assert not caught.value.required
    assert caught.value.pointer == "/seconds"


@pytest.mark.parametrize(
    ("late", "following"),
    [(-3, 0), (0, 10), (1, 10), (9.9, 10), (10, 20), (25, 30), (86_405, 86_410)],
)
def test_the_rhythm_is_kept_and_missed_times_are_left_out(
    late: float, following: float
) -> None:
    moment = NOW + timedelta(seconds=late)
    found = Schedule(10.0).next_after(moment, due=NOW)
    assert found == NOW + timedelta(seconds=following)


@pytest.mark.parametrize(
    ("cron", "following"),
    [
        ("*/15 * * * *", "2026-03-04T05:15:00"),
        ("30 4 * * *", "2026-03-05T04:30:00"),
        ("15 30 4 * * *", "2026-03-05T04:30:15"),
        ("*/20 * * * * *", "2026-03-04T05:06:20"),
        ("0 0 29 2 *", "2028-02-29T00:00:00"),
        ("0 9 * * MON-FRI", "2026-03-04T09:00:00"),
        ("0 9 1 JUL *", "2026-07-01T09:00:00"),
        ("0 9 * jul wed", "2026-07-01T09:00:00"),
        ("0 9 * * 0", "2026-03-08T09:00:00"),
        ("@yearly", "2027-01-01T00:00:00"),
        ("@monthly", "2026-04-01T00:00:00"),
        ("@weekly", "2026-03-08T00:00:00"),
        (" @Daily ", "2026-03-05T00:00:00"),
        ("@hourly", "2026-03-04T06:00:00"),
    ],
)
def test_a_cron_expression_tells_the_next_time(cron: str, following: str) -> None:
    assert next_of({"cron": cron}) == at(following)


@pytest.mark.parametrize(
    "cron",
    [
        "0 0 L * *",
        "0 0 LW * *",
        "0 0 l * *",
        "0 0 15W * *",
        "0 0 * * 5L",
        "0 0 * * 1#2",
        "0 0 ? * *",
        "@annually",
        "@reboot",
        "@midnight",
        "* * * *",
        "* * * * * * *",
        "60 * * * *",
        "a b c d e",
        "0 0 30 2 *",
        "*/0 * * * *",
        5,
        ["* * * * *"],
    ],
)
def test_what_is_no_cron_expression_here_is_refused(cron: Any) -> None:
    with pytest.raises(FieldProblem) as caught:
        read_schedule({"cron": cron}, {})
    assert caught.value.pointer == "/cron"


def test_a_schedule_has_a_time_zone() -> None:
    found = next_of({"cron": "0 9 * * *", "tz": "America/New_York"})
    assert found == at("2026-03-04T14:00:00")
    assert found.tzinfo is UTC
    assert next_of({"cron": "0 9 * * *", "tz": ""}) == at("2026-03-04T09:00:00")


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "America", "\u0000"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        read_schedule({"cron": "0 9 * * *", "tz": zone}, {})
    assert caught.value.pointer == "/tz"


def test_a_zone_that_is_no_text_is_refused() -> None:
    with pytest.raises(FieldProblem):
        read_schedule({"cron": "0 9 * * *", "tz": 5}, {})


# New York leaves out 02:00 to 03:00 on 8 March and repeats 01:00 to 02:00 on
# 1 November.
EVE_OF_SPRING = datetime(2026, 3, 8, 5, 0, tzinfo=UTC)
EVE_OF_WINTER = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
WEEKLY = {
    "timerTypeSelect": "cronWeekly",
    "weekdays": [0],
    "timeAt": "02:30:00",
    "timezone": "America/New_York",
}


def test_a_time_that_the_clocks_leave_out_is_made_up_for() -> None:
    config = {"cron": "30 2 * * *", "tz": "America/New_York"}
    expected = at("2026-03-08T07:00:00")
    assert next_of(config, EVE_OF_SPRING) == expected
    assert next_of({}, EVE_OF_SPRING, **WEEKLY) == expected


def test_a_time_that_the_clocks_repeat_comes_once() -> None:
    config = {"cron": "30 1 * * *", "tz": "America/New_York"}
    first = next_of(config, EVE_OF_WINTER)
    assert first == at("2026-11-01T05:30:00")
    assert next_of(config, first) == at("2026-11-02T06:30:00")


@pytest.mark.parametrize(
    ("weekdays", "time", "following"),
    [
        ([3], "05:06:08", "2026-03-04T05:06:08"),
        ([3], "05:06:07", "2026-03-11T05:06:07"),
        ([5, 1], "09:00", "2026-03-06T09:00:00"),
        (["0"], "9:30:00", "2026-03-08T09:30:00"),
        ([4], None, "2026-03-05T00:00:00"),
        ([0, 1, 2, 3, 4, 5, 6], "00:00:00", "2026-03-05T00:00:00"),
    ],
)
def test_a_weekly_timer_fires_on_its_days(
    weekdays: list[Any], time: str | None, following: str
) -> None:
    meta = {"timerTypeSelect": "cronWeekly", "weekdays": weekdays, "timeAt": time}
    assert next_of({}, **meta) == at(following)


@pytest.mark.parametrize(
    "meta",
    [
        {"weekdays": []},
        {"weekdays": None},
        {"weekdays": "123"},
        {"weekdays": [7]},
        {"weekdays": [""]},
        {"weekdays": ["12"]},
        {"weekdays": [1, "x"]},
        {"weekdays": [True]},
        {"weekdays": [[1]]},
        {"timeAt": "25:00:00"},
        {"timeAt": "later"},
        {"timeAt": 5},
    ],
)
def test_a_weekly_timer_without_days_or_time_is_refused(meta: dict[str, Any]) -> None:
    whole = {"timerTypeSelect": "cronWeekly", "weekdays": [1], "timeAt": "09:00:00"}
    assert read_schedule({}, whole)
    with pytest.raises(FieldProblem):
        read_schedule({}, whole | meta)


def test_a_cron_expression_wins_over_the_weekly_choice() -> None:
    assert next_of({"cron": "0 9 * * *"}, **WEEKLY) == at("2026-03-04T14:00:00")


def test_a_schedule_can_be_compared() -> None:
    assert read_schedule({"cron": "@daily"}, {}) == Schedule(cron="0 0 * * *")
    assert read_schedule({"seconds": 5}, {}) == Schedule(5.0)
