"""Callers that wait for a reply: an in-memory registry of events.

It can be in memory because one process serves one data directory (enforced by
the instance lock) and because a caller's connection does not survive the
process either. The first reply wins; everything later is told so.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from webhooks.errors import NotFound, Unavailable
from webhooks.ingress.reply import Reply

_FULL = "Too many callers are waiting for a reply. Send it again later."


class PendingReply:
    """One waiting caller. ``taken`` is set by whoever replies first.

    ``seq`` is the delivery's number once it is stored; from then on
    ``timeout_seconds`` tells how long the caller waits at most. ``caller_gone`` asks
    whether the caller has hung up; ``gone`` is true when the wait ended because
    it had, ``released`` when it ended because the webhook is no more, ``ended``
    when every run did without a reply. ``recorded`` tells whether whoever
    replied writes the reply down.
    """

    __slots__ = (
        "_event",
        "application_id",
        "caller_gone",
        "delivery_id",
        "ended",
        "failed_runs",
        "goes_with_runs",
        "gone",
        "open_runs",
        "recorded",
        "released",
        "reply",
        "reply_id",
        "seq",
        "taken",
        "timeout_seconds",
        "webhook_id",
    )

    def __init__(
        self, reply_id: str, webhook_id: str, delivery_id: str, application_id: str
    ) -> None:
        self.reply_id = reply_id
        self.webhook_id = webhook_id
        self.delivery_id = delivery_id
        self.application_id = application_id
        self.goes_with_runs = False
        self.open_runs = 0
        self.failed_runs = 0
        self.ended = False
        self.recorded = True
        self.reply: Reply | None = None
        self.seq = 0
        self.timeout_seconds = 0.0
        self.taken = False
        self.gone = False
        self.released = False
        self.caller_gone: Callable[[], bool] | None = None
        # Made when it is needed: most replies are there at once.
        self._event: threading.Event | None = None

    def wait(self, timeout_seconds: float) -> Reply | None:
        """Return the reply, or None when the time is over or we shut down.

        After None nobody can reply any more: a reply that comes now is late.
        """
        self.timeout_seconds = timeout_seconds
        if not self.taken:
            event = self._event = threading.Event()
            # Somebody may have replied in this very moment.
            if not self.taken:
                event.wait(timeout_seconds)
        self.taken = True
        return self.reply

    def resolve(self, reply: Reply | None, *, recorded: bool = True) -> bool:
        """Hand over the reply and wake the caller; False if it is too late.

        A caller that has hung up is woken without the reply, so that whoever
        replied learns that nobody heard it.
        """
        if self.taken:
            return False
        if reply is not None and self.caller_gone is not None and self.caller_gone():
            self.gone = True
            self._settle()
            return False
        self.reply = reply
        self.recorded = recorded
        self._settle()
        return True

    def _settle(self) -> None:
        self.taken = True
        if self._event is not None:
            self._event.set()

    def all_runs_ended(self) -> None:
        """Let the caller go if its webhook says so: no reply will come."""
        if self.goes_with_runs and not self.taken:
            self.ended = True
            self.resolve(None)

    def run_ended(self, *, failed: bool, started: int) -> int:
        """Count a run's end and the runs that it started; return how many are open."""
        self.open_runs += started - 1
        self.failed_runs += failed
        return self.open_runs


class ReplyRegistry:
    """Reply ids mapped to waiting callers, at most ``limit`` of them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.closed = False
        self._pending: dict[str, PendingReply] = {}
        self._deleted: set[str] = set()

    def __len__(self) -> int:
        return len(self._pending)

    @contextmanager
    def open(
        self,
        reply_id: str,
        webhook_id: str,
        delivery_id: str,
        application_id: str = "",
    ) -> Iterator[PendingReply]:
        """Register a caller for the block, before anybody can learn of it.

        Raises Unavailable when too many callers wait or when we shut down, and
        NotFound when the webhook was deleted since the request came.
        """
        if self.closed:
            raise Unavailable("The server is shutting down. Send it again later.")
        if self.is_deleted(webhook_id):
            raise NotFound("Webhook was not found")
        if len(self._pending) >= self.limit:
            raise Unavailable(_FULL)
        pending = PendingReply(reply_id, webhook_id, delivery_id, application_id)
        self._pending[reply_id] = pending
        try:
            yield pending
        finally:
            pending.taken = True
            del self._pending[reply_id]

    def find(self, reply_id: str) -> PendingReply | None:
        """Return the caller that waits under this id, if one still does."""
        return self._pending.get(reply_id)

    def waiting(self, webhook_id: str) -> list[PendingReply]:
        """Return a webhook's callers that wait, the first to come first."""
        return [
            pending
            for pending in self._all()
            if pending.webhook_id == webhook_id and not pending.taken
        ]

    def counts(self) -> Counter[str]:
        """Return how many callers wait, by webhook."""
        return Counter(
            pending.webhook_id for pending in self._all() if not pending.taken
        )

    def is_deleted(self, webhook_id: str) -> bool:
        """Tell whether a webhook's callers have been let go because it is no more."""
        return webhook_id in self._deleted

    def holds(self, webhook_id: str) -> bool:
        """Tell whether callers of one webhook are still here, answered or not."""
        return any(p.webhook_id == webhook_id for p in self._all())

    def release(self, webhook_id: str) -> int:
        """Wake every caller of one webhook without a reply (it was deleted).

        Nobody can begin to wait there any more, however long ago it was let in.
        """
        self._deleted.add(webhook_id)
        pending = [p for p in self._all() if p.webhook_id == webhook_id]
        for caller in pending:
            caller.released = True
        return self._wake(pending)

    def shutdown(self) -> int:
        """Wake every caller without a reply and take no more; return how many."""
        self.closed = True
        return self._wake(self._all())

    def _all(self) -> list[PendingReply]:
        """Return the callers of this moment: in threads, others come meanwhile."""
        return list(self._pending.values())

    @staticmethod
    def _wake(pending: list[PendingReply]) -> int:
        return sum(caller.resolve(None) for caller in pending)
