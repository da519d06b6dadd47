"""Whose script runs next: fair between applications, first come within one.

A script may keep its child busy until the time limit, so without turns one
application with looping scripts would hold up everybody else's.
"""

import threading
from collections import Counter, OrderedDict, deque


class _Waiter:
    __slots__ = ("event", "seat")

    def __init__(self) -> None:
        self.event = threading.Event()
        self.seat: int | None = None


class Turns:
    """Hands out ``seats`` numbered seats to groups.

    While others wait, a group holds all seats but one at most. A group that got
    a seat goes to the end of the round.
    """

    def __init__(self, seats: int) -> None:
        self.seats = seats
        self.closed = False
        self._lock = threading.Lock()
        self._free = list(range(seats))
        self._held: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[_Waiter]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many seats are taken."""
        return self.seats - len(self._free)

    @property
    def waiting(self) -> int:
        """How many wait for a seat."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def take(self, group: str, wait_seconds: float) -> int | None:
        """Return a seat, or None when the wait is over or the turns are closed."""
        with self._lock:
            if self.closed:
                return None
            if self._free and not self._waiting:
                self._held[group] += 1
                return self._free.pop()
            waiter = _Waiter()
            self._waiting.setdefault(group, deque()).append(waiter)
            self._seat_next()
        try:
            waiter.event.wait(wait_seconds)
        except BaseException:
            # Whoever waited was ended: a seat given meanwhile must not be lost.
            seat = self._settled(group, waiter)
            if seat is not None:
                self.leave(group, seat)
            raise
        return self._settled(group, waiter)

    def leave(self, group: str, seat: int) -> bool:
        """Give a seat back; whoever is next gets it. False once they are closed.

        ``close`` did not count the seat among the free ones then, and nobody will
        sit there any more: what stands there is for whoever leaves to clear away.
        """
        with self._lock:
            self._held[group] -= 1
            if not self._held[group]:
                del self._held[group]
            self._free.append(seat)
            self._seat_next()
            return not self.closed

    def close(self) -> list[int]:
        """Send everybody who waits away for good; return the free seats."""
        with self._lock:
            self.closed = True
            for waiters in self._waiting.values():
                for waiter in waiters:
                    waiter.event.set()
            self._waiting.clear()
            return list(self._free)

    def _seat_next(self) -> None:
        if not self._free or not self._waiting:
            return
        group = self._next_group()
        waiters = self._waiting[group]
        waiter = waiters.popleft()
        self._waiting.move_to_end(group)
        if not waiters:
            del self._waiting[group]
        self._held[group] += 1
        # The last one back is the warmest in the caches.
        waiter.seat = self._free.pop()
        waiter.event.set()

    def _next_group(self) -> str:
        most = max(1, self.seats - 1)
        below = (group for group in self._waiting if self._held[group] < most)
        return next(below, next(iter(self._waiting)))

    def _settled(self, group: str, waiter: _Waiter) -> int | None:
        """Return what the waiter got; from now on it gets nothing more."""
        with self._lock:
            waiters = self._waiting.get(group)
            if waiter.seat is None and waiters is not None:
                waiters.remove(waiter)
                if not waiters:
                    del self._waiting[group]
            return waiter.seat
