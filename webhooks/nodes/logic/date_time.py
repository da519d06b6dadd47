"""Date/Time: reads, moves, compares and formats dates."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from webhooks.payload.values import UNDEFINED
from webhooks.templating.dates import (
    add,
    days_in_month,
    difference_ms,
    format_date,
    get_part,
    set_part,
    start_of,
    subtract,
    to_date,
)
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Choice, NumberTemplate, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

Operation = Callable[[datetime, NodeCall], Any]


def run(node: NodeCall) -> None:
    """Write the result. Raises NodeError for what is no date, number or zone."""
    try:
        date = _date(node, "sourcePath", "sourceFormatString")
        result = _OPERATIONS[node.value("operation")](date, node)
        if isinstance(result, datetime):
            result = _formatted(result, node)
    except ValueError as error:
        message = f"The date cannot be worked out: {error}."
        raise NodeError(message, "InvalidDate") from None
    node.put("resultPath", result)


def _date(node: NodeCall, path: str, format_name: str) -> datetime:
    """Return a configured date, or the present for a blank path."""
    value = node.value(path) if node.has(path) else node.now
    timezone = node.text("timezone")
    # A date is one already, whatever format texts would have.
    tokens = "" if isinstance(value, datetime) else node.text(format_name)
    date = to_date(value, tokens, timezone, node.now)
    if date is None:
        held = "nothing" if value is UNDEFINED else "no date"
        where = path.removesuffix("Path")
        raise NodeError(f"There is {held} at the {where} path.", "InvalidDate")
    return date


def _formatted(date: datetime, node: NodeCall) -> str | int:
    """Return a date in the configured format, or as ISO text; x and X are numbers."""
    tokens = node.text("resultFormatString").strip()
    text = format_date(date, tokens)
    return int(text) if tokens in ("x", "X") else text


def _added(date: datetime, node: NodeCall) -> datetime:
    return add(date, node.number("numberValue"), node.text("unit"))


def _subtracted(date: datetime, node: NodeCall) -> datetime:
    return subtract(date, node.number("numberValue"), node.text("unit"))


def _with_part(date: datetime, node: NodeCall) -> datetime:
    return set_part(date, node.text("unit"), node.number("numberValue"))


def _difference(date: datetime, node: NodeCall) -> int:
    return difference_ms(date, _date(node, "diffDataPath", "diffDataFormatString"))


def _array(date: datetime, node: NodeCall) -> list[int]:
    return [get_part(date, unit) for unit in _PARTS.values()]


def _object(date: datetime, node: NodeCall) -> dict[str, int]:
    return {name: get_part(date, unit) for name, unit in _PARTS.items()}


def _seconds(date: datetime, node: NodeCall) -> int:
    return int(format_date(date, "X"))


def _milliseconds(date: datetime, node: NodeCall) -> int:
    return int(format_date(date, "x"))


# The names that moment's toObject() uses; months count from 0.
_PARTS: Final = {
    "years": "year",
    "months": "month",
    "date": "day",
    "hours": "hour",
    "minutes": "minute",
    "seconds": "second",
    "milliseconds": "millisecond",
}

_OPERATIONS: Final[Mapping[str, Operation]] = {
    "add": _added,
    "subtract": _subtracted,
    "format": lambda date, _: date,
    "getDatePart": lambda date, node: get_part(date, node.text("unit")),
    "setDatePart": _with_part,
    "diff": _difference,
    "daysInMonth": lambda date, _: days_in_month(date),
    "startOfTime": lambda date, node: start_of(date, node.text("unit")),
    "toArray": _array,
    "toObject": _object,
    "unixTimestampSeconds": _seconds,
    "unixTimestampMilliseconds": _milliseconds,
}

_WITH_NUMBER = ("add", "subtract", "setDatePart")
_WITH_UNIT = (*_WITH_NUMBER, "getDatePart", "startOfTime")
_WITH_DATE = ("add", "subtract", "format", "setDatePart", "startOfTime")

NODE = NodeType(
    type="DateTimeNode",
    name="date-time",
    category="logic",
    label="Date/Time",
    summary="Reads, moves, compares and formats dates.",
    run=run,
    fields=(
        Choice(
            name="operation",
            label="Operation",
            help="What to do with the date.",
            default="add",
            choices={
                "add": "Add",
                "subtract": "Subtract",
                "format": "Format",
                "getDatePart": "Get a part",
                "setDatePart": "Set a part",
                "diff": "Difference in milliseconds",
                "daysInMonth": "Days in the month",
                "startOfTime": "Start of a unit",
                "toArray": "To an array",
                "toObject": "To an object",
                "unixTimestampSeconds": "Unix time in seconds",
                "unixTimestampMilliseconds": "Unix time in milliseconds",
            },
        ),
        PayloadPath(
            name="sourcePath",
            label="Date",
            help="Where the date is; the present when blank.",
        ),
        Template(
            name="sourceFormatString",
            label="Format of the date",
            help="The tokens of a date that is text; ISO 8601 when blank.",
        ),
        Template(
            name="timezone",
            label="Time zone",
            help="Such as Europe/Berlin; UTC when blank.",
        ),
        NumberTemplate(
            name="numberValue",
            label="Number",
            help="How many units, or the value of the part.",
            shown_when=("operation", _WITH_NUMBER),
        ),
        Choice(
            name="unit",
            label="Unit",
            help="The unit that is added, read, set or begun.",
            default="year",
            choices={
                "year": "Year",
                "quarter": "Quarter",
                "month": "Month, counted from 0",
                "week": "Week",
                "dayOfYear": "Day of the year",
                "day": "Day of the month",
                "dayOfWeek": "Day of the week, Sunday is 0",
                "hour": "Hour",
                "minute": "Minute",
                "second": "Second",
                "millisecond": "Millisecond",
            },
            shown_when=("operation", _WITH_UNIT),
        ),
        PayloadPath(
            name="diffDataPath",
            label="Other date",
            help="Where the date is that is subtracted; the present when blank.",
            shown_when=("operation", ("diff",)),
        ),
        Template(
            name="diffDataFormatString",
            label="Format of the other date",
            help="The tokens of the other date; ISO 8601 when blank.",
            shown_when=("operation", ("diff",)),
        ),
        Template(
            name="resultFormatString",
            label="Format of the result",
            help="Tokens such as YYYY-MM-DD, x for milliseconds; ISO 8601 when blank.",
            shown_when=("operation", _WITH_DATE),
        ),
        PayloadPath(
            name="resultPath",
            label="Result",
            help="Where the result goes.",
            required=True,
        ),
    ),
    examples=(
        Example(
            summary="A month before, in the format of a database",
            config={
                "operation": "subtract",
                "sourcePath": "data.day",
                "numberValue": "1",
                "unit": "month",
                "resultFormatString": "YYYY-MM-DD",
                "resultPath": "before",
            },
            before={"data": {"day": "2026-03-31"}},
            after={"data": {"day": "2026-03-31"}, "before": "2026-02-28"},
        ),
        Example(
            summary="Milliseconds between two dates",
            config={
                "operation": "diff",
                "sourcePath": "end",
                "diffDataPath": "start",
                "resultPath": "ms",
            },
            before={"start": "2026-01-01T00:00:00Z", "end": "2026-01-01T00:01:00Z"},
            after=lambda payload: payload["ms"] == 60_000,
        ),
        Example(
            summary="What is no date stops the run",
            config={"operation": "format", "sourcePath": "x", "resultPath": "y"},
            before={"x": "soon"},
            error="no date at the source path",
        ),
    ),
)
