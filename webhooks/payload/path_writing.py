"""Payload paths from names and places: the other direction of ``path_text.py``.

Apart from reading, which takes several forms of the same path; here there is
one, and reading it gives the same steps.
"""

import re
from typing import Final

from webhooks.payload.path_text import MAX_LENGTH, MAX_STEPS

# What can stand bare between dots: no mark of the syntax, and no blanks at the
# ends, where they would be taken away.
_PLAIN: Final = re.compile(r"[^.\[\]{}\s'\"\\](?:[^.\[\]{}]*[^.\[\]{}\s])?")
_TO_ESCAPE: Final = re.compile(r"(['\\])")


def path_to(parent: str, step: str | int) -> str:
    """Return the path of a parent's item: a name of an object, or a list's place.

    The parent may be empty, which stands for the whole payload. An empty text
    comes back when the path would be longer than paths may be.
    """
    if isinstance(step, int):
        path = f"{parent}[{step}]"
    elif _PLAIN.fullmatch(step):
        path = f"{parent}.{step}" if parent else step
    else:
        escaped = _TO_ESCAPE.sub(r"\\\1", step)
        path = f"{parent}['{escaped}']"
    # A dot or a bracket begins each step but the first.
    if len(path) > MAX_LENGTH or path.count(".") + path.count("[") >= MAX_STEPS:
        return ""
    return path
