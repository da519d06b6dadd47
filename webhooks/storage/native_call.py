"""Calling a function on a native thread so that its error comes back safely.

Apart from the writer, because it is about thread pools and not about writing.
"""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def call_on(apply: Callable[[Callable[[], Any]], Any], function: Callable[[], T]) -> T:
    """Run the function through a pool's ``apply``; raise its error here.

    The pool must not see the error: gevent's prints it first, and if even that
    fails (the log is on the full disk) it never wakes whoever waits.
    """

    def run() -> tuple[Any, BaseException | None]:
        try:
            return function(), None
        except BaseException as error:  # noqa: BLE001  # raised where it belongs
            return None, error

    outcome: tuple[Any, BaseException | None] = apply(run)
    result: T = outcome[0]
    if outcome[1] is not None:
        raise outcome[1]
    return result
