"""What comes back from a browser, with what it left alone as it is stored.

Apart from saving as such: JavaScript knows doubles alone and puts keys that look
like places of a list first, so a document changes by being read and sent again.
"""

import json
import math
import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from webhooks.payload.numbers import to_float
from webhooks.services.definitions import made_apart
from webhooks.services.site import Site
from webhooks.services.workflow_parts import Parts

_PLACE: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_LARGEST_PLACE: Final = 2**32 - 2


def edited(site: Site, fields: Mapping[str, Any], stored: Parts) -> dict[str, Any]:
    """Return ``as_stored``, of a large workflow without holding others up."""
    return made_apart(site.store, fields, partial(as_stored, fields, stored))


def as_stored(fields: Mapping[str, Any], stored: Parts) -> dict[str, Any]:
    """Return the fields with triggers and nodes in their stored form.

    Numbers that are the same to a browser keep their digits, and keys their order.
    Nodes are the same by their ids, triggers by their types and keys.
    """
    told = dict(fields)
    for name, old in (("triggers", stored.triggers), ("nodes", stored.nodes)):
        if isinstance(fields.get(name), list):
            told[name] = _items(fields[name], old)
    return told


def _items(given: list[Any], stored: list[Any]) -> list[Any]:
    known: dict[tuple[str, ...], list[Any]] = {}
    for item in reversed(stored):
        known.setdefault(_name(item), []).append(item)
    found = []
    for item in given:
        same = known.get(_name(item))
        old = same.pop() if same else None
        # Most are quickly seen to be what they were, key by key.
        is_old = old == item and json.dumps(old) == json.dumps(item)
        found.append(item if is_old or old is None else _value(item, old))
    return found


def _name(item: Any) -> tuple[str, ...]:
    if not isinstance(item, Mapping):
        return ()
    if "id" in item:
        return (str(item["id"]),)
    return (str(item.get("type")), str(item.get("key")))


def _value(given: Any, stored: Any) -> Any:
    if isinstance(given, dict) and isinstance(stored, dict):
        return _object(given, stored)
    if isinstance(given, list) and isinstance(stored, list):
        rest = given[len(stored) :]
        pairs = zip(given, stored, strict=False)
        return [*(_value(one, other) for one, other in pairs), *rest]
    return stored if _is_same_number(given, stored) else given


def _object(given: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    told = {
        key: _value(value, stored[key]) if key in stored else value
        for key, value in given.items()
    }
    if not any(map(_is_place, stored)):
        return told
    common = [key for key in stored if key in given]
    if [key for key in given if key in stored] != _in_browser(common):
        return told
    return {key: told[key] for key in common} | told


def _in_browser(keys: list[str]) -> list[str]:
    places = sorted(filter(_is_place, keys), key=int)
    return places + [key for key in keys if not _is_place(key)]


def _is_place(key: str) -> bool:
    return _PLACE.fullmatch(key) is not None and int(key) <= _LARGEST_PLACE


def _is_same_number(given: Any, stored: Any) -> bool:
    """Tell whether a browser sends ``given`` for a number that is stored."""
    if type(stored) not in (int, float):
        return False
    double = to_float(stored)
    if given is None:
        return not math.isfinite(double)
    return type(given) in (int, float) and to_float(given) == double
