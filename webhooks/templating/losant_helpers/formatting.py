"""The helper ``format``, which writes each kind of value its own way.

Apart from the dates because numbers have a language of their own, d3-format.
"""

from datetime import datetime
from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.losant_helpers.dates import DEFAULT_TOKENS, date_text
from webhooks.templating.losant_helpers.json_values import json_text
from webhooks.templating.losant_helpers.text import text_of
from webhooks.templating.number_format import DEFAULT_FORMAT, format_number


def format_value(
    call: HelperCall, value: Any = UNDEFINED, form: Any = UNDEFINED
) -> Any:
    """Return a number by d3-format, a date by moment's tokens, objects as JSON."""
    if isinstance(value, datetime):
        return date_text(call, value, text_of(form) or DEFAULT_TOKENS)
    if isinstance(value, dict | list | tuple):
        return json_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        return format_number(value, text_of(form) or DEFAULT_FORMAT)
    except ValueError as error:
        raise RenderError(f"format: {error}") from None


HELPERS = (
    Helper(
        name="format",
        function=format_value,
        summary="A number by d3-format (',.6' unless given), a date by moment's "
        "tokens ('L LTS' unless given), objects as JSON, all else unchanged.",
        arguments="value [format]",
        example="{{format data.price ',.2f'}}",
        example_payload={"data": {"price": 1234.5}},
        example_result="1,234.50",
    ),
)
