"""Who handles a message first, while several copies of it may come at once.

In memory, because one process takes every request; what was handled before is in
the database.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from webhooks.errors import Unavailable

# Within the server's headroom of connections (gunicorn.conf.py): copies must not
# lock out the reply that they wait for.
MOST_WAITING: Final = 1_000

_FULL = "Too many copies of deliveries are waiting for the first. Send it again later."


class Claims:
    """Names that are being worked on; whoever comes later waits for his turn.

    At most ``limit`` wait, for all names together.
    """

    def __init__(
        self,
        limit: int = MOST_WAITING,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._waiting = 0
        # Each waits on an event of its own: to wake all for one who can go on
        # would cost the square of their number.
        self._held: dict[str, deque[threading.Event]] = {}

    @property
    def waiting(self) -> int:
        """How many wait for a turn now."""
        return self._waiting

    def hold(self, names: Iterable[str], timeout_seconds: float) -> "Hold":
        """Hold the names for the length of the block.

        Waits for others who hold one of them. The block gets False when that took
        longer than ``timeout_seconds``; then nothing is held. Entering it raises
        Unavailable when too many wait already.
        """
        # In one order for all, so that two cannot wait for each other.
        return Hold(self, sorted(set(names)), self._monotonic() + timeout_seconds)

    def take(self, names: list[str], deadline: float, taken: list[str]) -> bool:
        """Add each name to those taken, once it is free; tell whether all were."""
        return all(self._take(name, deadline, taken) for name in names)

    def give_back(self, taken: list[str]) -> None:
        """Pass the names on to those who wait for them."""
        with self._lock:
            for name in taken:
                self._pass_on(name)

    def _take(self, name: str, deadline: float, taken: list[str]) -> bool:
        with self._lock:
            line = self._held.get(name)
            if line is None:
                self._held[name] = deque()
                taken.append(name)
                return True
            if self._waiting >= self._limit:
                raise Unavailable(_FULL, 30)
            turn = threading.Event()
            line.append(turn)
            self._waiting += 1
        try:
            # Many may be before us: the time is for all of them together.
            turn.wait(max(0.0, deadline - self._monotonic()))
        finally:
            # Also when we are stopped: a name that was just passed on to us must
            # be passed on again.
            with self._lock:
                self._waiting -= 1
                if turn.is_set():
                    taken.append(name)
                else:
                    line.remove(turn)
        return turn.is_set()

    def _pass_on(self, name: str) -> None:
        """Give a name to whoever has waited longest, else to nobody."""
        line = self._held[name]
        if line:
            line.popleft().set()
        else:
            del self._held[name]


class Hold:
    """Names that are held for the length of a block."""

    # No generator: one is made for each message that has an id.
    __slots__ = ("_claims", "_deadline", "_names", "_taken")

    def __init__(self, claims: Claims, names: list[str], deadline: float) -> None:
        self._claims = claims
        self._names = names
        self._deadline = deadline
        self._taken: list[str] = []

    def __enter__(self) -> bool:
        """Wait for the names; tell whether they are held. Raises Unavailable."""
        held = False
        try:
            held = self._claims.take(self._names, self._deadline, self._taken)
        finally:
            if not held:
                self._let_go()
        return held

    def __exit__(self, *error: object) -> None:
        """Let the names go."""
        self._let_go()

    def _let_go(self) -> None:
        taken, self._taken = self._taken, []
        if taken:
            self._claims.give_back(taken)
