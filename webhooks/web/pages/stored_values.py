"""The values that a workflow has beside its nodes: globals, and what it stores."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from webhooks.payload.json_text import encode_json
from webhooks.web.pages.delivery_view import ShownPair

SHOWN_ENTRIES: Final = 100
_LONGEST: Final = 2000


def shown_globals(
    entries: Sequence[Mapping[str, Any]], masked: bool
) -> list[ShownPair]:
    """Return globals with their JSON, or with dots for those who may not see them."""
    return [
        ShownPair(str(each["key"]), "" if masked else _short(str(each["json"])), masked)
        for each in entries
    ]


def shown_entries(entries: Mapping[str, Any]) -> list[ShownPair]:
    """Return the first of a workflow's stored values as JSON."""
    return [
        ShownPair(name, _short(encode_json(value)), False)
        for name, value in sorted(entries.items())[:SHOWN_ENTRIES]
    ]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
