"""Any value of a payload as a date.

Apart because templates and workflow nodes share these rules: numbers are
milliseconds, texts are read by a format or by the common forms.
"""

import re
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from webhooks.payload.values import to_text
from webhooks.templating.dates.instants import from_ms, moved
from webhooks.templating.dates.parsing import parse_date
from webhooks.templating.dates.texts import read_date
from webhooks.templating.dates.zones import zone

# Nine digits and more are no ISO date, so they can only be milliseconds.
_MILLISECONDS = re.compile(r"\s*-?\d{9,16}\s*", re.ASCII)


def to_date(
    value: Any,
    format_text: str = "",
    timezone: str = "",
    now: datetime | None = None,
) -> datetime | None:
    """Return a value as a date in a zone (UTC unless named), or None.

    Numbers are milliseconds since the epoch. Text is read by the format if one
    is given, else as ISO 8601 or another common form, and in the zone if it has
    no offset. ``now`` completes formats without a year, month or day.

    :raises ValueError: if there is no such zone, or the format is too long.
    """
    place = zone(timezone)
    try:
        if isinstance(value, datetime):
            known = value if value.tzinfo else value.replace(tzinfo=UTC)
            return moved(known, place)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        if not format_text and not isinstance(value, str):
            return from_ms(value, place) if isfinite(value) else None
    except ValueError:
        return None
    if format_text:
        return parse_date(to_text(value), format_text, timezone, now)
    if _MILLISECONDS.fullmatch(str(value)):
        return to_date(int(value), "", timezone)
    return read_date(str(value), timezone, now)
