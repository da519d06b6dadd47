"""How deeply JSON may nest, found out without recursion.

Apart from reading and writing because both need it.
"""

import re
from typing import Final

MAX_DEPTH: Final = 100

# Possessive and with an optional closing quote, so that it never looks back:
# the scan stays linear whatever the text is.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKETS = b"[]{}"
_ALIKE = bytes.maketrans(b"{}", b"[]")
_OTHERS = bytes(byte for byte in range(256) if byte not in _BRACKETS)


class JsonProblem(Exception):
    """The text is not JSON that we take; the message says why."""


def check_depth(text: str, limit: int = MAX_DEPTH) -> None:
    """Raise JsonProblem when brackets nest deeper than ``limit``.

    Of text that is no JSON it is only made sure that a parser may look at it.
    """
    if text.count("[") + text.count("{") <= limit:
        return
    bare = _STRING.sub("", text) if '"' in text else text
    left = bare.encode("utf-8", "replace").translate(_ALIKE, _OTHERS)
    # Each round takes away the innermost level, in C: counting bracket by bracket
    # would keep everybody waiting when strangers send many.
    for _ in range(limit):
        size = len(left)
        left = left.replace(b"[]", b"")
        if len(left) == size:
            break
    never_closed = len(left) - len(left.lstrip(b"["))
    if b"[]" in left or never_closed > limit:
        raise too_deep(limit)


def too_deep(limit: int) -> JsonProblem:
    """Return the problem of what nests deeper than ``limit`` levels."""
    return JsonProblem(f"it nests deeper than {limit} levels")
