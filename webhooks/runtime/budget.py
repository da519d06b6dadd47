"""A global budget for request bodies in memory, over all connections."""

from webhooks.errors import Unavailable

BODY_BUDGET_BYTES = 64 * 1024 * 1024


class ByteBudget:
    """Bytes in flight, at most ``limit_bytes`` together."""

    def __init__(self, limit_bytes: int = BODY_BUDGET_BYTES) -> None:
        self.limit_bytes = limit_bytes
        self.used = 0


class Share:
    """One request's part of the budget; ``release`` gives all of it back."""

    __slots__ = ("_budget", "held")

    def __init__(self, budget: ByteBudget) -> None:
        self._budget = budget
        self.held = 0

    def take(self, size_bytes: int) -> None:
        """Hold more bytes. Raises Unavailable when the budget is used up."""
        if self._budget.used + size_bytes > self._budget.limit_bytes:
            raise Unavailable("Too many request bodies at once. Send it again later.")
        self._budget.used += size_bytes
        self.held += size_bytes

    def release(self) -> None:
        """Give everything back."""
        self._budget.used -= self.held
        self.held = 0
