"""How deeply JSON may nest, found out without recursion.

Apart from reading and writing because both need it.
"""

import re
from typing import Final

MAX_DEPTH: Final = 100

# Possessive and with an optional closing quote, so that it never looks back:
# the scan stays linear whatever the text is.
_PIECE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


class JsonProblem(Exception):
    """The text is not JSON that we take; the message says why."""


def check_depth(text: str, limit: int = MAX_DEPTH) -> None:
    """Raise JsonProblem when brackets nest deeper than ``limit``; linear time."""
    if text.count("[") + text.count("{") <= limit:
        return
    depth = 0
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece in "[{":
            depth += 1
            if depth > limit:
                raise too_deep(limit)
        elif piece in "]}":
            depth -= 1


def too_deep(limit: int) -> JsonProblem:
    """Return the problem of what nests deeper than ``limit`` levels."""
    return JsonProblem(f"it nests deeper than {limit} levels")
