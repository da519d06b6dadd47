"""Helpers for dates: formatDate formatDateRelative currentDateTime.

Dates are shown in UTC unless ``tz=`` names a zone; what is no date is shown as
moment shows it, ``Invalid date``.
"""

from datetime import datetime
from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.dates import format_date, relative, to_date
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.losant_helpers.text import text_of

DEFAULT_TOKENS = "L LTS"
INVALID = "Invalid date"


def date_text(call: HelperCall, moment: datetime, tokens: str) -> str:
    """Return a date by tokens, in the zone that the call's ``tz`` names.

    :raises RenderError: if there is no such zone, or the format is too long.
    """
    try:
        return format_date(moment, tokens, text_of(call.hash.get("tz")) or "UTC")
    except ValueError as error:
        raise RenderError(f"{call.name}: {error}") from None


def format_date_value(
    call: HelperCall, value: Any = UNDEFINED, tokens: Any = UNDEFINED
) -> str:
    """Return any value that tells a date by tokens."""
    moment = to_date(value)
    if moment is None:
        return INVALID
    return date_text(call, moment, text_of(tokens) or DEFAULT_TOKENS)


def format_date_relative(
    call: HelperCall, value: Any = UNDEFINED, reference: Any = UNDEFINED
) -> str:
    """Return how far a date is from another one, or from now, in words."""
    moment = to_date(value)
    nothing = reference is None or reference is UNDEFINED
    other = call.environment.now() if nothing else to_date(reference)
    if moment is None or other is None:
        return INVALID
    try:
        return relative(moment, other)
    except ValueError as error:
        raise RenderError(f"{call.name}: {error}") from None


def current_date_time(call: HelperCall, tokens: Any = UNDEFINED) -> str:
    """Return the current time by tokens."""
    return date_text(call, call.environment.now(), text_of(tokens) or DEFAULT_TOKENS)


_PAYLOAD = {"data": {"at": 1767607872345}}

HELPERS = (
    Helper(
        "formatDate",
        format_date_value,
        "A date, milliseconds or ISO text by moment's tokens; x is milliseconds, X "
        "seconds. English whatever locale is named.",
        'value [tokens="L LTS"] [tz="UTC"] [locale="en"]',
        "{{formatDate data.at 'YYYY-MM-DD HH:mm z' tz='America/New_York'}}",
        _PAYLOAD,
        "2026-01-05 05:11 EST",
    ),
    Helper(
        "formatDateRelative",
        format_date_relative,
        "How long ago a date was or how far ahead it is, seen from now or another "
        "date. English whatever locale is named.",
        'date [relativeTo] [locale="en"]',
        "{{formatDateRelative data.at '2026-01-07T10:11:12Z'}}",
        _PAYLOAD,
        "2 days ago",
    ),
    Helper(
        "currentDateTime",
        current_date_time,
        "The current time by moment's tokens. English whatever locale is named.",
        '[tokens="L LTS"] [tz="UTC"] [locale="en"]',
        "{{currentDateTime 'YYYY-MM-DD HH:mm'}}",
        {},
        "2026-01-05 10:11",
    ),
)
