"""Date/Time: every operation, the present, zones, and what is no date."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.date_time import NODE
from webhooks.workflows.errors import NodeError

DAY = "2026-03-04T05:06:07.890Z"


def work(operation: str, value: Any = DAY, **config: Any) -> Any:
    config = {"operation": operation, "sourcePath": "in", "resultPath": "out"} | config
    payload = {"in": value, "other": "2026-03-04T05:06:00.000Z"}
    return run_node(NODE, config, payload).payload["out"]


@pytest.mark.parametrize(
    ("operation", "config", "result"),
    [
        ("add", {"numberValue": "1", "unit": "day"}, "2026-03-05"),
        ("add", {"numberValue": "-1", "unit": "day"}, "2026-03-03"),
        ("subtract", {"numberValue": 2, "unit": "year"}, "2024-03-04"),
        ("setDatePart", {"numberValue": "0", "unit": "month"}, "2026-01-04"),
        ("startOfTime", {"unit": "month"}, "2026-03-01"),
        ("format", {}, "2026-03-04"),
    ],
)
def test_a_date_is_written_in_its_format(
    operation: str, config: dict[str, Any], result: str
) -> None:
    assert work(operation, resultFormatString="YYYY-MM-DD", **config) == result


@pytest.mark.parametrize(
    ("operation", "config", "result"),
    [
        ("getDatePart", {"unit": "dayOfWeek"}, 3),
        ("getDatePart", {"unit": "month"}, 2),
        ("diff", {"diffDataPath": "other"}, 7_890),
        ("daysInMonth", {}, 31),
        ("toArray", {}, [2026, 2, 4, 5, 6, 7, 890]),
        (
            "toObject",
            {},
            {
                "years": 2026,
                "months": 2,
                "date": 4,
                "hours": 5,
                "minutes": 6,
                "seconds": 7,
                "milliseconds": 890,
            },
        ),
        ("unixTimestampSeconds", {}, 1_772_600_767),
        ("unixTimestampMilliseconds", {}, 1_772_600_767_890),
        ("format", {"resultFormatString": "x"}, 1_772_600_767_890),
    ],
)
def test_an_operation_tells_numbers(
    operation: str, config: dict[str, Any], result: Any
) -> None:
    assert work(operation, **config) == result


def test_without_a_source_it_is_the_present() -> None:
    assert work("getDatePart", sourcePath="", unit="hour") == 5


def test_a_date_of_the_payload_needs_no_format() -> None:
    date = datetime(2026, 3, 4, tzinfo=UTC)
    assert work("getDatePart", date, sourceFormatString="DD", unit="month") == 2


def test_text_is_read_by_its_format() -> None:
    config = {"sourceFormatString": "DD.MM.YYYY", "resultFormatString": "YYYY-MM-DD"}
    assert work("format", "24.12.2026", **config) == "2026-12-24"


def test_a_zone_moves_what_clocks_show() -> None:
    config = {"timezone": "America/New_York", "resultFormatString": "HH:mm"}
    assert work("format", **config) == "00:06"


@pytest.mark.parametrize(
    ("value", "config"),
    [
        ("soon", {}),
        (None, {}),
        (DAY, {"timezone": "Mars/Olympus"}),
        (DAY, {"operation": "add", "numberValue": "many"}),
        (DAY, {"operation": "add", "numberValue": "1e300"}),
        (DAY, {"operation": "diff", "diffDataPath": "nope"}),
    ],
)
def test_what_cannot_be_worked_out_stops_the_run(
    value: Any, config: dict[str, Any]
) -> None:
    with pytest.raises(NodeError):
        work(**{"operation": "format", "value": value} | config)
