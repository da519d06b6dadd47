"""Helpers between values and JSON text: jsonEncode jsonDecode.

Apart because encoding gives a safe text: in a JSON template two and three braces
must come to the same.
"""

from typing import Any

from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.payload.values import UNDEFINED, to_text
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall, SafeString


def json_text(value: Any, indent: int | str | None = None) -> str:
    """Return JSON.stringify(value).

    :raises RenderError: if the value cannot be written.
    """
    try:
        return encode_json(value, indent)
    except JsonProblem as problem:
        raise RenderError(f"jsonEncode: {problem}") from None


def json_encode(
    call: HelperCall, value: Any = UNDEFINED, spacer: Any = UNDEFINED
) -> SafeString:
    """Return JSON text that is not escaped again; undefined is null."""
    known = isinstance(spacer, int | str) and not isinstance(spacer, bool)
    indent = min(spacer, 10) if isinstance(spacer, int) else spacer
    return SafeString(json_text(value, indent if known else None))


def json_decode(call: HelperCall, value: Any = UNDEFINED) -> Any:
    """Return the value of JSON text, undefined if it is none."""
    try:
        return parse_json(to_text(value))
    except JsonProblem:
        return UNDEFINED


HELPERS = (
    Helper(
        "jsonEncode",
        json_encode,
        "The value as JSON text, which is not escaped; a number or text as spacer "
        "indents it.",
        "value [spacer]",
        '{ "copy": {{jsonEncode data}} }',
        {"data": {"id": 7, "tags": ["<a>"]}},
        '{ "copy": {"id":7,"tags":["<a>"]} }',
    ),
    Helper(
        "jsonDecode",
        json_decode,
        "The value of JSON text, undefined if the text is none.",
        "text",
        "{{lookup (jsonDecode data.text) 'id'}}",
        {"data": {"text": '{"id": 7}'}},
        "7",
    ),
)
