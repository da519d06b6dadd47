"""Paths as people name them: how one begins, or with ``*`` for any text.

Not SQLite's GLOB, whose time grows without bound with the number of stars.
"""


class PathPattern:
    """``/a`` fits whatever begins with it; ``/a/*/c`` is all of the path."""

    def __init__(self, text: str) -> None:
        if not text.startswith(("/", "*")):
            text = f"/{text}"
        self._head, *self._rest = text.split("*")

    def fits(self, path: str) -> bool:
        """Tell whether the path fits, in time that grows with its length alone."""
        if not path.startswith(self._head):
            return False
        if not self._rest:
            return True
        *inner, tail = self._rest
        place = len(self._head)
        for part in inner:
            found = path.find(part, place)
            if found < 0:
                return False
            place = found + len(part)
        return len(path) - len(tail) >= place and path.endswith(tail)
