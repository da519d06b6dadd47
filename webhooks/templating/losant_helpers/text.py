"""Helpers for text: upper lower titleCase trim substring join length defaultTo
typeof. Characters are code points, where JavaScript counts UTF-16 units.
"""

import math
import re
from typing import Any

from webhooks.payload.numbers import BLANKS
from webhooks.payload.values import UNDEFINED, to_number, to_text, type_name
from webhooks.templating.helper import Helper, HelperCall

_WORD = re.compile(r"\S+")


def text_of(value: Any) -> str:
    """Return a value as a template prints it: nothing for null and undefined."""
    return "" if value is None or value is UNDEFINED else to_text(value)


def well_formed(text: str) -> str:
    """Return the text with U+FFFD for each half of a character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def upper(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return the text in capital letters."""
    return text_of(value).upper()


def lower(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return the text in small letters."""
    return text_of(value).lower()


def title_case(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return the text with each word capitalised and small letters after that."""
    return _WORD.sub(lambda word: word[0].capitalize(), text_of(value))


def trim(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return the text without blanks around it."""
    return text_of(value).strip(BLANKS)


def substring(
    call: HelperCall,
    value: Any = UNDEFINED,
    start: Any = UNDEFINED,
    end: Any = UNDEFINED,
) -> str:
    """Return the characters between two places (String.prototype.substring)."""
    text = text_of(value)
    first = _place(start, len(text))
    last = len(text) if end is UNDEFINED else _place(end, len(text))
    return text[min(first, last) : max(first, last)]


def join(call: HelperCall, value: Any = UNDEFINED, separator: Any = UNDEFINED) -> str:
    """Return an array's items as one text; what is no array is its own text."""
    if not isinstance(value, list | tuple):
        return text_of(value)
    between = "," if separator is UNDEFINED else text_of(separator)
    return between.join(text_of(item) for item in value)


def length(call: HelperCall, value: Any = UNDEFINED) -> Any:
    """Return how many items, characters or keys there are, if that has a meaning."""
    return len(value) if isinstance(value, str | list | tuple | dict) else UNDEFINED


def default_to(
    call: HelperCall, value: Any = UNDEFINED, fallback: Any = UNDEFINED
) -> Any:
    """Return the value, or the fallback where it is null, undefined or empty."""
    return fallback if value is None or value is UNDEFINED or value == "" else value


def type_of(call: HelperCall, value: Any = UNDEFINED) -> str:
    """Return the name of the value's type."""
    return type_name(value)


def _place(value: Any, size: int) -> int:
    number = to_number(value)
    return 0 if math.isnan(number) else int(max(0, min(size, number)))


_PAYLOAD = {"data": {"name": " front DOOR ", "tags": ["hot", "dry"], "note": ""}}

HELPERS = (
    Helper(
        "upper",
        upper,
        "The text in capital letters.",
        "text",
        "{{upper data.tags.[0]}}",
        _PAYLOAD,
        "HOT",
    ),
    Helper(
        "lower",
        lower,
        "The text in small letters.",
        "text",
        "{{lower 'HOT'}}",
        {},
        "hot",
    ),
    Helper(
        "titleCase",
        title_case,
        "The text with every word capitalised.",
        "text",
        "{{titleCase data.name}}",
        _PAYLOAD,
        " Front Door ",
    ),
    Helper(
        "trim",
        trim,
        "The text without blanks around it.",
        "text",
        "[{{trim data.name}}]",
        _PAYLOAD,
        "[front DOOR]",
    ),
    Helper(
        "substring",
        substring,
        "The characters from start up to end, or to the "
        "last one; the first is number 0.",
        "text start [end]",
        "{{substring 'sensor-12' 7}}",
        {},
        "12",
    ),
    Helper(
        "join",
        join,
        "The array's items as one text, with commas or another separator between them.",
        'array [separator=","]',
        "{{join data.tags ' and '}}",
        _PAYLOAD,
        "hot and dry",
    ),
    Helper(
        "length",
        length,
        "How many items an array, characters a text or keys an object has.",
        "value",
        "{{length data.tags}}",
        _PAYLOAD,
        "2",
    ),
    Helper(
        "defaultTo",
        default_to,
        "The value, or the fallback where it is null, undefined or empty text.",
        "value fallback",
        "{{defaultTo data.note 'none'}}",
        _PAYLOAD,
        "none",
    ),
    Helper(
        "typeof",
        type_of,
        "The type: string number boolean object array date null or undefined.",
        "value",
        "{{typeof data.tags}}",
        _PAYLOAD,
        "array",
    ),
)
