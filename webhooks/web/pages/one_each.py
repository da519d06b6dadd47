"""Costly work that each person may have going once at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from webhooks.errors import TooMany


class OneEach:
    """Lets everybody in once. ``message`` is for those who try it again."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._lock = threading.Lock()
        self._inside: set[str] = set()

    @contextmanager
    def turn(self, person: str) -> Iterator[None]:
        """Hold the person's turn for the block. Raises TooMany when it is taken."""
        with self._lock:
            if person in self._inside:
                raise TooMany(self._message, 1)
            self._inside.add(person)
        try:
            yield
        finally:
            with self._lock:
                self._inside.discard(person)
