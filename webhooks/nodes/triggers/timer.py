"""Timer: starts a workflow at intervals, or by a schedule."""

from webhooks.workflows.composite_fields import Items
from webhooks.workflows.fields import Choice, Text
from webhooks.workflows.node_type import TriggerType
from webhooks.workflows.number_field import Number
from webhooks.workflows.schedule import schedule_problems

_YEAR = 366 * 24 * 60 * 60

TRIGGER = TriggerType(
    type="timer",
    name="timer",
    label="Timer",
    summary="Starts at intervals, or by a schedule.",
    key="generated",
    check=schedule_problems,
    fields=(
        Number(
            name="seconds",
            label="Seconds",
            help="The time between two runs, instead of a schedule.",
            # Losant's agents run timers down to a tenth of a second; their
            # workflows import too, and the scheduler has a bound of its own.
            least=0.1,
            most=_YEAR,
        ),
        Text(
            name="cron",
            label="Schedule",
            help="Minute, hour, day, month, weekday; or six fields, seconds first.",
        ),
        Text(
            name="tz",
            label="Time zone",
            help="The time zone of the schedule, such as Europe/Berlin; UTC when "
            "blank.",
        ),
    ),
    meta_fields=(
        Choice(
            name="timerTypeSelect",
            label="Runs",
            help="How the times are chosen.",
            default="seconds",
            choices={
                "seconds": "At intervals",
                "cronWeekly": "On days of the week",
                "cron": "By a schedule",
            },
        ),
        Items(
            name="weekdays",
            label="Days",
            help="The days of the week, Sunday is 0.",
            item=Number(
                name="weekdays",
                label="Day",
                help="0 to 6.",
                least=0,
                most=6,
                refers_to="weekday",
            ),
            most=7,
            shown_when=("timerTypeSelect", ("cronWeekly",)),
        ),
        Text(
            name="timeAt",
            label="At",
            help="The time of day, such as 09:00:00.",
            shown_when=("timerTypeSelect", ("cronWeekly",)),
        ),
        Text(
            name="timezone",
            label="Time zone",
            help="The time zone in which the time was chosen.",
            shown_when=("timerTypeSelect", ("cronWeekly",)),
        ),
    ),
    example_data={},
)
