"""Helpers that make HTML: toHtml colorMarker, and dashboardUrl, which has no use
here.

Apart because what they return is safe text: everything from the payload is
escaped before it is put between tags.
"""

import re
from html import escape
from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall, SafeString
from webhooks.templating.losant_helpers.text import text_of

MAX_ELEMENTS = 10_000
_MAX_DEPTH = 50
_COLOR = re.compile(r"#?[0-9A-Za-z]{1,30}|[a-z]{3,4}\([0-9., %]{1,50}\)", re.ASCII)


def to_html(call: HelperCall, value: Any = UNDEFINED) -> SafeString:
    """Return a value as HTML: objects as tables, arrays as lists, text escaped."""
    pieces: list[str] = []
    _write(value, 0, pieces)
    return SafeString("".join(pieces))


def color_marker(call: HelperCall, color: Any = UNDEFINED) -> SafeString:
    """Return a dot in a colour."""
    name = text_of(color)
    if not _COLOR.fullmatch(name):
        raise RenderError(f"colorMarker: {name[:50]!r} is not a colour such as #27AE60")
    return SafeString(f'<span style="color:{name}">&#9679;</span>')


def dashboard_url(call: HelperCall) -> str:
    """Return nothing: there are no dashboards to link to."""
    return ""


def _write(value: Any, depth: int, pieces: list[str]) -> None:
    if len(pieces) > MAX_ELEMENTS or depth > _MAX_DEPTH:
        raise RenderError(
            f"toHtml: the value has more than {MAX_ELEMENTS:,} parts or nests more "
            f"than {_MAX_DEPTH} deep"
        )
    if isinstance(value, dict):
        pieces.append("<table>")
        for key, item in value.items():
            pieces.append(f"<tr><th>{escape(str(key))}</th><td>")
            _write(item, depth + 1, pieces)
            pieces.append("</td></tr>")
        pieces.append("</table>")
    elif isinstance(value, list | tuple):
        pieces.append("<ul>")
        for item in value:
            pieces.append("<li>")
            _write(item, depth + 1, pieces)
            pieces.append("</li>")
        pieces.append("</ul>")
    else:
        pieces.append(escape(text_of(value)))


HELPERS = (
    Helper(
        "toHtml",
        to_html,
        "The value as HTML: objects as tables, arrays as lists, texts escaped.",
        "value",
        "{{toHtml data}}",
        {"data": {"tags": ["<hot>", 1]}},
        "<table><tr><th>tags</th><td><ul><li>&lt;hot&gt;</li><li>1</li></ul></td></tr>"
        "</table>",
    ),
    Helper(
        "colorMarker",
        color_marker,
        "A dot in the colour, as HTML.",
        "color",
        "{{colorMarker '#27AE60'}}",
        {},
        '<span style="color:#27AE60">&#9679;</span>',
    ),
    Helper(
        "dashboardUrl",
        dashboard_url,
        "Always empty: there are no dashboards here to link to.",
        "",
        "[{{dashboardUrl}}]",
        {},
        "[]",
    ),
)
