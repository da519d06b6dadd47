"""Time Range: hours over midnight, days both ways, zones."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.time_range import NODE
from webhooks.workflows.errors import NodeError

WEDNESDAY = [False, False, False, True, False, False, False]


def output(at: str, start: str, end: str, **config: Any) -> str | None:
    config = {
        "startTimeTemplate": start,
        "endTimeTemplate": end,
        "sourcePath": "at",
    } | config
    return run_node(NODE, config, {"at": at, "days": [3]}).output_name


@pytest.mark.parametrize(
    ("at", "start", "end", "inside"),
    [
        ("2026-03-04T09:00:00Z", "09:00", "17:00", True),
        ("2026-03-04T08:59:59Z", "09:00", "17:00", False),
        ("2026-03-04T17:00:00Z", "09:00", "17:00", False),
        ("2026-03-04T23:00:00Z", "22:00", "06:00", True),
        ("2026-03-04T05:00:00Z", "22:00", "06:00", True),
        ("2026-03-04T12:00:00Z", "22:00", "06:00", False),
        ("2026-03-04T12:00:00Z", "", "", True),
        ("2026-03-04T23:59:00Z", "20:00", "", True),
    ],
)
def test_a_time_is_inside_or_not(at: str, start: str, end: str, inside: bool) -> None:
    assert output(at, start, end) == ("inside" if inside else "outside")


@pytest.mark.parametrize(
    "config",
    [
        {"days": WEDNESDAY},
        {"daysType": "path", "daysPath": "days"},
    ],
)
def test_only_some_days_count(config: dict[str, Any]) -> None:
    assert output("2026-03-04T12:00:00Z", "", "", **config) == "inside"
    assert output("2026-03-05T12:00:00Z", "", "", **config) == "outside"


def test_the_hours_after_midnight_belong_to_the_day_before() -> None:
    thursday = "2026-03-05T01:00:00Z"
    assert output(thursday, "22:00", "06:00", days=WEDNESDAY) == "inside"


def test_the_zone_decides_the_hour() -> None:
    config = {"timeZoneTemplate": "Asia/Tokyo"}
    assert output("2026-03-04T00:30:00Z", "09:00", "10:00", **config) == "inside"


def test_without_a_source_it_is_the_time_of_the_payload() -> None:
    config = {"startTimeTemplate": "05:00", "endTimeTemplate": "06:00"}
    payload = {"time": datetime(2026, 3, 4, 12, tzinfo=UTC)}
    assert run_node(NODE, config, payload).output_name == "outside"
    assert run_node(NODE, config, {}).output_name == "inside"


@pytest.mark.parametrize(
    "config",
    [
        {"startTimeTemplate": "9 o'clock"},
        {"endTimeTemplate": "25:00"},
        {"timeZoneTemplate": "Mars/Olympus"},
        {"sourcePath": "nope"},
        {"daysType": "path", "daysPath": "nope"},
    ],
)
def test_what_cannot_be_told_stops_the_run(config: dict[str, Any]) -> None:
    with pytest.raises(NodeError):
        output("2026-03-04T12:00:00Z", "09:00", "17:00", **config)
