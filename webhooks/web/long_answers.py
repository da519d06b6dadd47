"""Answers that go on for hours, and end when their reader's rights do.

A request is checked when it comes, but a stream outlives sign-outs, changed
passwords, switched-off tokens and lost roles. So it looks again now and then.
"""

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

# Less than the pause between two signs of life, so that each one looks.
LOOK_AGAIN_SECONDS: Final = 10.0


def while_allowed(
    items: Iterator[T], is_allowed: Callable[[], bool], monotonic: Callable[[], float]
) -> Iterator[T]:
    """Yield the items, and end before the first one that may not be seen.

    ``is_allowed`` is asked every ten seconds at most, and only when there is
    something to yield. ``monotonic`` counts seconds.
    """
    looked = monotonic()
    for item in items:
        now = monotonic()
        if now - looked >= LOOK_AGAIN_SECONDS:
            if not is_allowed():
                return
            looked = now
        yield item
