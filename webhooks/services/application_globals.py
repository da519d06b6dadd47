"""An application's globals: named JSON values that templates may use."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from webhooks.errors import Invalid
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.services.text_rules import clean_flag, clean_text

MOST = 100
KEY = re.compile(r"[0-9A-Za-z_-]{1,255}")
LONGEST_JSON = 32767
LONGEST_DESCRIPTION = 1024
_FIELDS = frozenset({"key", "json", "cloudOnly", "description"})


def clean_globals(entries: Any) -> list[dict[str, Any]]:
    """Return the list as it is stored; ``json`` stays the text that was given.

    Raises Invalid, naming the entry, for unknown fields, keys that are no
    names or repeat, text that is not JSON, and for more than 100 entries.
    """
    if not isinstance(entries, Iterable) or isinstance(entries, str | bytes | Mapping):
        raise Invalid("globals must be a list", "globals")
    listed = list(entries)
    if len(listed) > MOST:
        raise Invalid(f"globals must not be more than {MOST}", "globals")
    cleaned = [_entry(entry, index) for index, entry in enumerate(listed)]
    keys = [entry["key"] for entry in cleaned]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise Invalid(f"globals: the key {repeated[0]} occurs twice", "globals")
    return cleaned


def _entry(entry: Any, index: int) -> dict[str, Any]:
    where = f"globals[{index}]"
    if not isinstance(entry, Mapping):
        raise Invalid(f"{where} must be an object", "globals")
    unknown = sorted(set(map(str, entry)) - _FIELDS)
    if unknown:
        raise Invalid(f"{where}: unknown field {unknown[0]}", "globals")
    key = clean_text(entry.get("key"), f"{where}.key", 1, 255)
    if KEY.fullmatch(key) is None:
        text = f"{where}.key may hold letters, digits, - and _ only"
        raise Invalid(text, "globals")
    source = clean_text(entry.get("json"), f"{where}.json", 1, LONGEST_JSON)
    try:
        load_json(source.encode())
    except JsonProblem as problem:
        text = (
            f"{where}.json ({key}) is not valid JSON: {problem}. "
            'A text needs its quotes: "text".'
        )
        raise Invalid(text, "globals") from None
    return {
        "key": key,
        "json": source,
        "cloudOnly": clean_flag(entry.get("cloudOnly", False), f"{where}.cloudOnly"),
        "description": clean_text(
            entry.get("description", ""), f"{where}.description", 0, LONGEST_DESCRIPTION
        ),
    }
