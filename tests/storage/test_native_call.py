"""Errors on native threads come back to whoever asked."""

from collections.abc import Callable
from typing import Any

import pytest

from webhooks.storage.native_call import call_on


def pool(run: Callable[[], Any]) -> Any:
    """Stand in for a pool that loses whoever waits when a function raises."""
    try:
        return run()
    except Exception:  # noqa: BLE001  # whatever it is
        pytest.fail("the pool saw the error")


def test_the_result_is_returned() -> None:
    assert call_on(pool, lambda: None) is None
    assert call_on(pool, lambda: [1]) == [1]


def test_the_error_is_raised_and_the_pool_does_not_see_it() -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        call_on(pool, fail)
