"""A caller that hung up while it waited is recorded as what it is."""

import pytest

from tests.services.arrivals import Waiting, webhook
from webhooks.errors import Gone
from webhooks.services import deliveries, replies
from webhooks.services.site import Site


def test_a_caller_that_hung_up_is_not_shown_as_timed_out(site: Site) -> None:
    """Decision 18: 410, the reply is kept as late."""
    hook = webhook(site, wait_for_reply=True)
    caller = Waiting(site, hook, gone=lambda: True)
    with pytest.raises(Gone):
        replies.reply(site, hook.application_id, caller.reply_id, 200, (), b"late")
    delivery_id = caller.result().delivery_id or ""
    row = deliveries.get(site, hook.application_id, hook.id, delivery_id)
    assert row.response_source == "abandoned"
    assert row.late_reply is not None
