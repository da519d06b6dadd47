"""The text of a payload path, taken apart.

Two bracket forms are in use, ``items[0]`` and ``items.[0]``; both are read.
A name may stand in brackets bare or in quotes: ``data.[a key]``, ``['k.d']``.
"""

import re
from typing import Final, NamedTuple

from webhooks.payload.numbers import BLANKS

MAX_LENGTH: Final = 1000
MAX_STEPS: Final = 100


class PathError(ValueError):
    """A path is malformed or cannot be written to.

    ``column`` counts from 1 and is 0 where the text itself is right.
    """

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(f"{message} (column {column})" if column else message)
        self.message = message
        self.column = column


class Step(NamedTuple):
    """One step of a path, as a key and, where that is a number, as a place."""

    key: str
    place: int | None
    # Written as a number in brackets, and so a place in a list that is missing.
    makes_list: bool


_BRACKETS = re.compile(
    r"""\[(?:'(?P<single>(?:[^'\\]|\\.)*)'|"(?P<double>(?:[^"\\]|\\.)*)"
    |(?P<bare>(?!['"])(?:[^\]\\]|\\.)+))\]""",
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"[^.\[\]{}]+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,15})\Z")


def parse_steps(text: str) -> tuple[Step, ...]:
    """Return the steps of a path that is neither blank nor a single dot.

    Raises PathError.
    """
    if len(text) > MAX_LENGTH:
        raise PathError(f"a path has at most {MAX_LENGTH} characters")
    steps: list[Step] = []
    offset = 0
    while offset < len(text):
        step, offset = _read(text, offset)
        steps.append(step)
        if len(steps) > MAX_STEPS:
            raise PathError(f"a path has at most {MAX_STEPS} steps")
    return tuple(steps)


def as_index(key: str) -> int | None:
    """Return the number when the key is the way a list's index is written."""
    return int(key) if _INDEX.match(key) else None


def _read(text: str, offset: int) -> tuple[Step, int]:
    """Read one step with the dot before it, if there is one."""
    start = offset
    if offset and text[offset] == ".":
        offset += 1
    if text.startswith("[", offset):
        return _read_brackets(text, offset)
    match = _NAME.match(text, offset)
    if not match or (start == offset and start > 0):
        raise PathError(_complaint(text, offset), offset + 1)
    return Step(match[0], as_index(match[0]), False), match.end()


def _read_brackets(text: str, offset: int) -> tuple[Step, int]:
    match = _BRACKETS.match(text, offset)
    if not match:
        raise PathError("this bracket is empty or is not closed", offset + 1)
    bare = match["bare"]
    key = _ESCAPED.sub(r"\1", match[match.lastgroup or 0])
    index = as_index(key)
    return Step(key, index, bare is not None and index is not None), match.end()


def _complaint(text: str, offset: int) -> str:
    if offset >= len(text):
        return "the path ends with a dot"
    if text[offset] in "{}":
        return "a path holds no templates; names with braces go in brackets"
    if text[offset] == "]":
        return "this bracket was not opened"
    return "a name is missing here" if text[offset] == "." else "a dot is missing here"


def trimmed(text: str) -> str:
    """Return the text without the blanks around it."""
    return text.strip(BLANKS)
