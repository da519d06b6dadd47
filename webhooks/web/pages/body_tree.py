"""A payload's value as a tree to unfold, each item with its payload path.

Bounded in depth, in items of one branch and in all: whatever was left out is
counted, and can be had by downloading the body.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from webhooks.payload.json_output import encode_json
from webhooks.payload.path_writing import path_to

_DEEPEST: Final = 20
_ITEMS_OF_A_BRANCH: Final = 100
_ITEMS: Final = 1_000
_SHOWN_CHARACTERS: Final = 300
# Branches nearer than this to the root are open at first.
_OPEN_DEPTH: Final = 3


@dataclass(slots=True)
class TreeItem:
    """One value: ``name`` is its key or place, ``path`` leads to it.

    ``kind`` is ``object``, ``array``, ``text``, ``number`` or ``word``; ``size``
    counts a branch's items, ``left_out`` those of them that are not shown.
    """

    name: str
    path: str
    kind: str
    text: str = ""
    size: int = 0
    is_open: bool = False
    items: list["TreeItem"] = field(default_factory=list)
    left_out: int = 0


class _Grower:
    def __init__(self) -> None:
        self.left = _ITEMS

    def grow(self, name: str, path: str, value: Any, depth: int) -> TreeItem:
        self.left -= 1
        if not isinstance(value, dict | list):
            return _leaf(name, path, value)
        kind = "object" if isinstance(value, dict) else "array"
        item = TreeItem(name, path, kind, size=len(value), is_open=depth < _OPEN_DEPTH)
        if depth < _DEEPEST:
            for step, child in islice(_steps(value), _ITEMS_OF_A_BRANCH):
                if self.left <= 0:
                    break
                # A parent whose path is too long has no items with one.
                onward = path_to(path, step) if path else ""
                item.items.append(self.grow(str(step), onward, child, depth + 1))
        item.left_out = item.size - len(item.items)
        return item


def tree_of(value: Any, path: str) -> TreeItem:
    """Return the tree of a JSON value that stands at a payload path."""
    return _Grower().grow(path.rpartition(".")[2], path, value, 0)


def _steps(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str | int, Any]]:
    return iter(value.items()) if isinstance(value, dict) else iter(enumerate(value))


def _leaf(name: str, path: str, value: Any) -> TreeItem:
    if isinstance(value, str):
        # Cut before it is written out: it may have megabytes.
        text = encode_json(value[:_SHOWN_CHARACTERS])
        cut = len(value) - _SHOWN_CHARACTERS
        return TreeItem(name, path, "text", text, left_out=max(0, cut))
    kind = "number" if type(value) in {int, float} else "word"
    return TreeItem(name, path, kind, encode_json(value)[:_SHOWN_CHARACTERS])
