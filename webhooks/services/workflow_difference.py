"""What differs between two states of a workflow: triggers, nodes and globals.

By structure and not by lines of text: nodes are the same by their ids and
triggers by their keys, wherever they stand in the document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from webhooks.payload.json_text import encode_json
from webhooks.services.workflow_parts import Items, Parts

How = Literal["added", "removed", "changed"]

MOST_FIELDS: Final = 100
_LONGEST: Final = 2000
_CUT: Final = "…"
# Where a node stands says nothing about what it does.
_POSITION: Final = frozenset({"x", "y", "width", "height"})
_ORDER: Final[Mapping[str, int]] = {"added": 0, "removed": 1, "changed": 2}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value at a place such as ``config.message``: as JSON, empty if none."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A trigger, node or global that is not as it was.

    ``moved`` tells that nothing but its place in the drawing has changed.
    """

    kind: Literal["trigger", "node", "global"]
    how: How
    id: str
    label: str
    type: str
    fields: tuple[FieldChange, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes; ``moved`` counts nodes of which only the place has changed."""

    changes: tuple[ItemChange, ...]
    moved: int


def difference(before: Parts, after: Parts, *, masked: bool) -> Difference:
    """Return what is not the same; ``masked`` leaves out the values of globals."""
    found = [
        *_items("trigger", _keyed(before.triggers), _keyed(after.triggers)),
        *_items("node", _by(before.nodes, "id"), _by(after.nodes, "id")),
        *_globals(before.globals, after.globals, masked),
    ]
    moved = sum(change.moved for change in found)
    return Difference(tuple(each for each in found if not each.moved), moved)


def _items(
    kind: Literal["trigger", "node"],
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
) -> list[ItemChange]:
    changes = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        shown = new or old or {}
        fields = _fields(old or {}, new or {}) if old and new else ()
        changes.append(
            ItemChange(
                kind,
                _how(old, new),
                str(shown.get("id") or shown.get("key") or ""),
                _label(shown),
                str(shown.get("type", "")),
                fields,
                moved=bool(old and new) and not fields,
            )
        )
    return sorted(changes, key=lambda change: _ORDER[change.how])


def _globals(before: Items, after: Items, masked: bool) -> list[ItemChange]:
    old, new = _by(before, "key"), _by(after, "key")
    changes = []
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        values = [_cut(str(each["json"])) if each else "" for each in (one, other)]
        fields = () if masked else (FieldChange("value", *values),)
        changes.append(ItemChange("global", _how(one, other), key, key, "", fields))
    return changes


def _how(before: object, after: object) -> How:
    if before is None:
        return "added"
    return "changed" if after is not None else "removed"


def _label(item: Mapping[str, Any]) -> str:
    label = (item.get("meta") or {}).get("label")
    return label if isinstance(label, str) else ""


def _by(items: Sequence[Mapping[str, Any]], name: str) -> dict[str, Mapping[str, Any]]:
    return {str(item.get(name, place)): item for place, item in enumerate(items)}


def _keyed(
    triggers: Sequence[Mapping[str, Any]],
) -> dict[str, Mapping[str, Any]]:
    """Return triggers by type and key; some types have the same key for all."""
    found: dict[str, Mapping[str, Any]] = {}
    for trigger in triggers:
        name = f"{trigger.get('type')} {trigger.get('key')}"
        while name in found:
            name += "'"
        found[name] = trigger
    return found


def _fields(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[FieldChange, ...]:
    found: list[FieldChange] = []
    _compare(before, after, "", found)
    return tuple(found[:MOST_FIELDS])


def _compare(before: Any, after: Any, place: str, found: list[FieldChange]) -> None:
    """Go down into objects; lists and all else are compared as wholes."""
    if before == after and type(before) is type(after):
        return
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        found.append(FieldChange(place, _json(before), _json(after)))
        return
    for key in dict.fromkeys((*before, *after)):
        if place == "meta" and key in _POSITION:
            continue
        inner = f"{place}.{key}" if place else str(key)
        if key in before and key in after:
            _compare(before[key], after[key], inner, found)
        else:
            old = _json(before[key]) if key in before else ""
            new = _json(after[key]) if key in after else ""
            found.append(FieldChange(inner, old, new))


def _json(value: Any) -> str:
    return _cut(value if isinstance(value, str) else encode_json(value, 2))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT
