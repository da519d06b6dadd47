"""The budget for bodies in memory."""

import pytest

from webhooks.errors import Unavailable
from webhooks.runtime.budget import ByteBudget, Share


def test_what_is_given_back_can_be_taken_again() -> None:
    budget = ByteBudget(10)
    one, two = Share(budget), Share(budget)
    one.take(6)
    two.take(4)
    with pytest.raises(Unavailable) as caught:
        two.take(1)
    assert caught.value.retry_after_seconds > 0
    one.release()
    two.take(6)
    assert budget.used == 10
    two.release()
    two.release()
    assert budget.used == 0
