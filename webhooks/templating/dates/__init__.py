"""Dates as moment.js handles them: text and back, zones, calendar arithmetic.

A date is an aware ``datetime`` between the years 1 and 9999. It carries its own
time zone, which is where days, weeks and hours are counted; ``timezone=""``
keeps it. Like a JavaScript Date it counts milliseconds, nothing smaller.
"""

from webhooks.templating.dates.arithmetic import (
    add,
    days_in_month,
    difference_ms,
    get_part,
    set_part,
    start_of,
    subtract,
)
from webhooks.templating.dates.casting import to_date
from webhooks.templating.dates.formatting import format_date
from webhooks.templating.dates.instants import in_zone
from webhooks.templating.dates.parsing import parse_date
from webhooks.templating.dates.relative import relative
from webhooks.templating.dates.zones import zone

__all__ = [
    "add",
    "days_in_month",
    "difference_ms",
    "format_date",
    "get_part",
    "in_zone",
    "parse_date",
    "relative",
    "set_part",
    "start_of",
    "subtract",
    "to_date",
    "zone",
]
