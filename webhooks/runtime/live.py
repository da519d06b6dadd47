"""Live view: who watches which topic, through bounded queues.

What is queued is a delivery's number: positive when it is new, negative when
it was answered since.

A watcher that does not keep up is dropped, never waited for: it reconnects
and reads what it missed from the database, so nothing is lost.
"""

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from webhooks.errors import TooMany, Unavailable

QUEUE_LENGTH = 256
WATCHER_LIMIT = 200


class Dropped(Exception):
    """The watcher was too slow, or the server stops; it should reconnect."""


class Watcher:
    """One open stream; ``get`` gives the numbers of what has changed."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.dropped = False
        self._queue: queue.Queue[int] = queue.Queue(QUEUE_LENGTH)

    def offer(self, number: int) -> None:
        """Queue a number, or mark the watcher as dropped when it is full."""
        try:
            self._queue.put_nowait(number)
        except queue.Full:
            self.dropped = True

    def drop(self) -> None:
        """End the stream at its next look."""
        self.dropped = True
        self.offer(0)

    def get(self, timeout_seconds: float) -> int | None:
        """Return the next number, or None after the timeout.

        Raises Dropped when the watcher fell behind or the server stops.
        """
        try:
            number = self._queue.get(timeout=timeout_seconds)
        except queue.Empty:
            number = 0
        if self.dropped:
            raise Dropped
        return number or None


class LiveBroker:
    """Topics and their watchers; a topic is a webhook's id."""

    def __init__(self, limit: int = WATCHER_LIMIT) -> None:
        self.limit = limit
        self.closed = False
        self._watchers: dict[str, set[Watcher]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @contextmanager
    def watch(self, topic: str) -> Iterator[Watcher]:
        """Subscribe for the block.

        Raises TooMany beyond the limit, and Unavailable when the server stops.
        """
        if self.closed:
            raise Unavailable("The server is shutting down. Connect again later.")
        if self._count >= self.limit:
            raise TooMany("Too many live views are open. Close one and try again.", 10)
        watcher = Watcher(topic)
        self._watchers.setdefault(topic, set()).add(watcher)
        self._count += 1
        try:
            yield watcher
        finally:
            self._count -= 1
            watchers = self._watchers[topic]
            watchers.discard(watcher)
            if not watchers:
                del self._watchers[topic]

    def publish(self, topic: str, number: int) -> None:
        """Tell everybody who watches the topic; costs nothing when nobody does."""
        for watcher in tuple(self._watchers.get(topic, ())):
            watcher.offer(number)

    def close(self) -> None:
        """End every stream and take no more."""
        self.closed = True
        for watchers in tuple(self._watchers.values()):
            for watcher in tuple(watchers):
                watcher.drop()
