"""Live view: who watches which topic, through bounded queues.

What is queued is a number: that of a new delivery or of a run that changed.

A watcher that does not keep up is dropped, never waited for: it reconnects
and reads what it missed from the database, so nothing is lost.
"""

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from webhooks.errors import TooMany, Unavailable
from webhooks.runtime.live_feed import Dropped, Feed, MakeFrame

__all__ = ["QUEUE_LENGTH", "WATCHER_LIMIT", "Dropped", "LiveBroker", "Watcher"]

QUEUE_LENGTH = 256
WATCHER_LIMIT = 200


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
    """Topics, their watchers, and a feed where pages look on.

    A topic is the id of a webhook or of a workflow. Watchers and readers of
    feeds count together towards the limit.
    """

    def __init__(self, limit: int = WATCHER_LIMIT) -> None:
        self.limit = limit
        self.closed = False
        self._watchers: dict[str, set[Watcher]] = {}
        self._feeds: dict[str, Feed] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @contextmanager
    def watch(self, topic: str) -> Iterator[Watcher]:
        """Subscribe for the block.

        Raises TooMany beyond the limit, and Unavailable when the server stops.
        """
        self._admit()
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

    @contextmanager
    def follow(self, topic: str, newest: int, make: MakeFrame) -> Iterator[Feed]:
        """Read a topic's feed for the block; the first reader starts it.

        ``newest`` and ``make`` are for that one alone. Raises as ``watch``.
        """
        self._admit()
        feed = self._feeds.get(topic)
        if feed is None or feed.ended:
            feed = self._feeds[topic] = Feed(newest, make)
            feed.start()
        feed.readers += 1
        self._count += 1
        try:
            yield feed
        finally:
            self._count -= 1
            feed.readers -= 1
            if not feed.readers:
                feed.stop()
                if self._feeds.get(topic) is feed:
                    del self._feeds[topic]

    def publish(self, topic: str, number: int) -> None:
        """Tell everybody who watches the topic; costs nothing when nobody does."""
        for watcher in tuple(self._watchers.get(topic, ())):
            watcher.offer(number)
        feed = self._feeds.get(topic)
        if feed is not None:
            feed.added()

    def publish_change(self, topic: str, number: int) -> None:
        """Tell the pages that show it that something there is not what it was."""
        feed = self._feeds.get(topic)
        if feed is not None:
            feed.changed(number)

    def close(self) -> None:
        """End every stream and take no more."""
        self.closed = True
        for watchers in tuple(self._watchers.values()):
            for watcher in tuple(watchers):
                watcher.drop()
        for feed in tuple(self._feeds.values()):
            feed.stop()

    def _admit(self) -> None:
        if self.closed:
            raise Unavailable("The server is shutting down. Connect again later.")
        if self._count >= self.limit:
            raise TooMany("Too many live views are open. Close one and try again.", 10)
