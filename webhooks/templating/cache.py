"""A bounded memory for what was compiled.

Two generations instead of an ordered list: a hit in the young one costs a single
look-up and changes nothing, so that threads need no lock.
"""

from typing import Generic, TypeVar

T = TypeVar("T")


class SourceCache(Generic[T]):
    """Keeps what was used lately, bounded by number and by size of the sources."""

    def __init__(self, max_entries: int = 4000, max_characters: int = 8 << 20) -> None:
        # A generation is half of it.
        self._max_entries = max_entries // 2
        self._max_characters = max_characters // 2
        self._characters = 0
        self._young: dict[str, T] = {}
        self._old: dict[str, T] = {}

    def get(self, source: str) -> T | None:
        """Return what was put for the source, or None when it is forgotten."""
        found = self._young.get(source)
        if found is None:
            found = self._old.get(source)
            if found is not None:
                self.put(source, found)
        return found

    def put(self, source: str, value: T) -> None:
        """Remember the value; the older half may be forgotten for it."""
        self._characters += len(source)
        if (
            len(self._young) >= self._max_entries
            or self._characters > self._max_characters
        ):
            self._old = self._young
            self._young = {}
            self._characters = len(source)
        self._young[source] = value

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())
