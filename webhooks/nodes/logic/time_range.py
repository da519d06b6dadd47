"""Time Range: tells whether a time lies within hours and days of the week."""

import re
from datetime import datetime
from typing import Any

from webhooks.templating.dates import to_date
from webhooks.workflows.composite_fields import Items
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Choice, Flag, PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output

_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])\Z")
_DAY = 24 * 60


def run(node: NodeCall) -> str:
    """Write the answer and return the output. Raises NodeError."""
    moment = _moment(node)
    start = _minutes(node.text("startTimeTemplate"))
    end = _minutes(node.text("endTimeTemplate"))
    inside = _is_inside(moment, start, end, _days(node))
    node.put("branchPath", inside)
    return "inside" if inside else "outside"


def _is_inside(moment: datetime, start: int, end: int, days: list[bool]) -> bool:
    """Tell whether a time is in the range that begins on one of the days.

    A range that ends at or before its start reaches into the next day; the part
    after midnight belongs to the day before.
    """
    now = moment.hour * 60 + moment.minute
    today = (moment.weekday() + 1) % 7
    if start == end:
        return days[today]
    if start < end:
        return start <= now < end and days[today]
    if now >= start:
        return days[today]
    return now < end and days[today - 1]


def _moment(node: NodeCall) -> datetime:
    value = node.value("sourcePath") if node.has("sourcePath") else _start(node)
    try:
        moment = to_date(value, "", node.text("timeZoneTemplate"), node.now)
    except ValueError as error:
        raise NodeError(f"Wrong time zone: {error}.", "InvalidTimeZone") from None
    if moment is None:
        raise NodeError("There is no date at the source path.", "InvalidDate")
    return moment


def _start(node: NodeCall) -> Any:
    payload = node.payload
    time = payload.get("time") if isinstance(payload, dict) else None
    return node.now if time is None else time


def _minutes(text: str) -> int:
    """Return the minutes after midnight; blank is midnight. Raises NodeError."""
    text = text.strip()
    if not text:
        return 0
    match = _CLOCK.match(text)
    if match is None:
        message = f"{text[:100]} is not a time such as 09:30."
        raise NodeError(message, "InvalidTime")
    return (int(match[1]) * 60 + int(match[2])) % _DAY


def _days(node: NodeCall) -> list[bool]:
    """Return for each day from Sunday on whether it counts.

    A path may lead to seven booleans or to the numbers of the days.
    """
    by_path = node.value("daysType") == "path"
    days = node.value("daysPath") if by_path else node.items("days")
    if not by_path and not days:
        return [True] * 7
    if not isinstance(days, list):
        raise NodeError("There is no array of days.", "InvalidDays")
    if len(days) == 7 and all(isinstance(day, bool) for day in days):
        return days
    return [any(number == day for day in days) for number in range(7)]


NODE = NodeType(
    type="TimeRangeNode",
    name="time-range",
    category="logic",
    label="Time Range",
    summary="Chooses between two paths by the time of day and the day of the week.",
    run=run,
    fields=(
        Template(
            name="startTimeTemplate",
            label="From",
            help="A time such as 09:00, included; midnight when blank.",
        ),
        Template(
            name="endTimeTemplate",
            label="Until",
            help="A time such as 17:00, not included; midnight when blank.",
        ),
        Template(
            name="timeZoneTemplate",
            label="Time zone",
            help="Such as Europe/Berlin; UTC when blank.",
        ),
        Choice(
            name="daysType",
            label="Days are",
            help="Whether the days stand here or in the payload.",
            default="array",
            choices={"array": "Chosen here", "path": "At a payload path"},
        ),
        Items(
            name="days",
            label="Days",
            help="Seven switches, Sunday first; every day when blank.",
            item=Flag(
                name="days",
                label="Day",
                help="Whether the day counts.",
                refers_to="weekday",
            ),
            most=7,
            shown_when=("daysType", ("array",)),
        ),
        PayloadPath(
            name="daysPath",
            label="Days",
            help="Where seven booleans are, or the numbers of days from Sunday, 0.",
            shown_when=("daysType", ("path",)),
        ),
        PayloadPath(
            name="sourcePath",
            label="Time",
            help="Where the time is; that of the payload when blank.",
        ),
        PayloadPath(
            name="branchPath", label="Result", help="Where true or false goes."
        ),
    ),
    outputs=(Output("outside", "Outside"), Output("inside", "Inside")),
    examples=(
        Example(
            summary="On a weekday in working hours",
            config={
                "startTimeTemplate": "09:00",
                "endTimeTemplate": "17:00",
                "timeZoneTemplate": "Europe/Berlin",
                "days": [False, True, True, True, True, True, False],
                "sourcePath": "data.at",
                "branchPath": "open",
            },
            before={"data": {"at": "2026-03-04T08:00:00Z"}},
            after={"data": {"at": "2026-03-04T08:00:00Z"}, "open": True},
            output="inside",
        ),
        Example(
            summary="The end is not part of the range",
            config={
                "startTimeTemplate": "09:00",
                "endTimeTemplate": "17:00",
                "sourcePath": "data.at",
            },
            before={"data": {"at": "2026-03-04T17:00:00Z"}},
            output="outside",
        ),
    ),
)
