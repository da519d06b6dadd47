"""How a value becomes text in a template's output."""

import re
from typing import Any, Final

from webhooks.payload.numbers import number_text
from webhooks.payload.values import UNDEFINED, to_text
from webhooks.templating.helper import SafeString

# As Handlebars' Utils.escapeExpression does.
_ESCAPES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#x27;",
    "`": "&#x60;",
    "=": "&#x3D;",
}
_NUMBERS = {int, float}
_SPECIAL = re.compile("[&<>\"'`=]")
_find_special = _SPECIAL.search


def escape(text: str) -> str:
    """Return the text with everything replaced that HTML might take as its own."""
    if not _find_special(text):
        return text
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)


def escaped_text(value: Any) -> str:
    """Return what ``{{value}}`` prints; nothing for null and undefined."""
    if type(value) is str:
        return escape(value)
    if type(value) in _NUMBERS:
        return number_text(value)
    if isinstance(value, SafeString):
        return str(value)
    return escape(raw_text(value))


def raw_text(value: Any) -> str:
    """Return what ``{{{value}}}`` prints; nothing for null and undefined."""
    if value is None or value is UNDEFINED:
        return ""
    return to_text(value)
