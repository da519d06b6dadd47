"""P12: a waiting caller waits as long as it should, whatever the clock says."""

import pytest

from tests.frozen_clock import FrozenClock
from tests.services.arrivals import Waiting, webhook
from webhooks.services import replies
from webhooks.services.site import Site


@pytest.mark.parametrize("seconds", [86_400 * 365, -86_400 * 365])
def test_a_jump_of_the_clock_does_not_end_a_wait(
    site: Site, clock: FrozenClock, seconds: float
) -> None:
    hook = webhook(site, wait_for_reply=True, reply_timeout_seconds=60)
    caller = Waiting(site, hook)
    clock.jump(seconds)
    replies.reply(site, hook.application_id, caller.reply_id, 201, [], b"made")
    received = caller.result()
    assert (received.reply.status, received.reply.body) == (201, b"made")
