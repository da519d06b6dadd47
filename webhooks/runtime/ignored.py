"""How often disabled webhooks are called, in memory.

Their calls are not stored, so that nobody fills the disk with them; that there
are some is what their owner wants to know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

_MOST_WEBHOOKS = 10_000


@dataclass(frozen=True, slots=True)
class Ignored:
    """The calls of one webhook since the server started."""

    count: int
    last: datetime


class IgnoredCalls:
    """Counts calls per webhook; ``now`` gives the time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[str, Ignored] = {}

    def note(self, webhook_id: str) -> None:
        """Count a call; beyond very many webhooks new ones are left out."""
        before = self._known.get(webhook_id)
        if before is None and len(self._known) >= _MOST_WEBHOOKS:
            return
        count = 1 if before is None else before.count + 1
        self._known[webhook_id] = Ignored(count, self._now())

    def of(self, webhook_id: str) -> Ignored | None:
        """Return what is known of a webhook, None if it was not called."""
        return self._known.get(webhook_id)
