"""What differs between two JSON values, path by path, in bounded work.

Without recursion, because a sender may nest as deep as we take.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from webhooks.payload.path_writing import path_to

MOST_CHANGES: Final = 200
_MOST_LOOKS: Final = 50_000
_LONGEST_VALUE: Final = 300
# Ends the name of what no path can reach; no path ends so.
_BEYOND: Final = "[…]"
_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Change:
    """``old`` is None for what was added, ``new`` for what was removed."""

    name: str
    old: str | None
    new: str | None

    @property
    def word(self) -> str:
        """What happened: added, removed or changed."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


def json_difference(old: Any, new: Any, root: str) -> tuple[list[Change], bool]:
    """Return the changes below the path ``root``, and whether there may be more."""
    changes: list[Change] = []
    stack: list[tuple[str, Any, Any]] = [(root, old, new)]
    looks = 0
    while stack:
        path, left, right = stack.pop()
        looks += 1
        if looks > _MOST_LOOKS or len(changes) >= MOST_CHANGES:
            return changes, True
        inner = _inner(left, right)
        if inner is not None:
            # One more than can be looked at: then it is known that there are.
            some = islice(inner, _MOST_LOOKS - looks + 1)
            stack += [(_joined(path, key), *pair) for key, *pair in some][::-1]
        elif type(left) is not type(right) or left != right:
            changes.append(Change(path, _shown(left), _shown(right)))
    return changes, False


def _inner(left: Any, right: Any) -> Iterator[tuple[str | int, Any, Any]] | None:
    """Return what both hold by key, None if they cannot be taken apart together."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        keys = dict.fromkeys([*left, *right])
        return (
            (key, left.get(key, _MISSING), right.get(key, _MISSING)) for key in keys
        )
    if isinstance(left, list) and isinstance(right, list):
        return (
            (place, _at(left, place), _at(right, place))
            for place in range(max(len(left), len(right)))
        )
    return None


def _at(values: Sequence[Any], place: int) -> Any:
    return values[place] if place < len(values) else _MISSING


def _joined(path: str, key: str | int) -> str:
    if path.endswith(_BEYOND):
        return path
    return path_to(path, key) or f"{path}{_BEYOND}"


def _shown(value: Any) -> str | None:
    if value is _MISSING:
        return None
    if isinstance(value, Mapping):
        return f"object with {len(value)} {'key' if len(value) == 1 else 'keys'}"
    if isinstance(value, list):
        return f"list of {len(value)}"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
