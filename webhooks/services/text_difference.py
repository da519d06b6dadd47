"""What differs between two texts or two runs of bytes, in bounded work.

Comparing lines takes time that grows with the square of their number, so what
is equal at both ends is set aside and the rest is cut.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

MOST_LINES: Final = 600
_CONTEXT: Final = 3
_WIDEST: Final = 1_000
_PIECE: Final = 64 * 1024
_BYTES_SHOWN: Final = 16


@dataclass(frozen=True, slots=True)
class Line:
    """``mark`` is ``-``, ``+``, a blank, or ``@`` where lines are left out."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TextDifference:
    """Lines as in a unified difference; ``cut`` when not all were compared."""

    lines: tuple[Line, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class BytesDifference:
    """Where bytes first differ, and what stands there on both sides."""

    offset: int
    old: bytes
    new: bytes


def text_difference(old: str, new: str) -> TextDifference:
    """Return what turns the old text into the new one, line by line."""
    left, right = old.splitlines(), new.splitlines()
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    head, tail = max(0, head - _CONTEXT), max(0, tail - _CONTEXT)
    left, right = left[head : len(left) - tail], right[head : len(right) - tail]
    cut = max(len(left), len(right)) > MOST_LINES
    left, right = left[:MOST_LINES], right[:MOST_LINES]
    lines: list[Line] = []
    matcher = SequenceMatcher(None, left, right)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        first = group[0]
        lines.append(Line("@", f"Line {head + first[3] + 1}"))
        for word, i, j, k, m in group:
            if word == "equal":
                lines += _marked(" ", right[k:m])
                continue
            lines += _marked("-", left[i:j]) + _marked("+", right[k:m])
    return TextDifference(tuple(lines), cut)


def _marked(mark: str, texts: list[str]) -> list[Line]:
    return [
        Line(mark, text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…")
        for text in texts
    ]


def bytes_difference(old: bytes, new: bytes) -> BytesDifference | None:
    """Return where the two first differ, None if they do not."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start : start + _PIECE] == new[start : start + _PIECE]:
        start += _PIECE
    start = min(start, most)
    while start < most and old[start] == new[start]:
        start += 1
    if start == len(old) == len(new):
        return None
    end = start + _BYTES_SHOWN
    return BytesDifference(start, old[start:end], new[start:end])


def _common(left: list[str], right: list[str]) -> int:
    """Return how many lines at the beginning are the same."""
    for number, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return number
    return min(len(left), len(right))
