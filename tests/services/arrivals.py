"""Webhooks and requests for tests of what happens behind the door."""

import threading
import time
from collections.abc import Callable
from typing import Any

from tests.ingress.requests_factory import inbound
from webhooks.ingress.request import InboundRequest
from webhooks.services import applications, webhooks
from webhooks.services.ingress import Received, receive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def webhook(site: Site, **columns: Any) -> Webhook:
    """Create a webhook in an application of its own."""
    application = applications.create(site, None, "Test")
    return webhooks.create(site, application.id, {"name": "test", **columns})


def arrive(site: Site, hook: Webhook, body: bytes = b"{}", **request: Any) -> Received:
    """Let a request arrive at a webhook, as the door does it."""
    headers = (("Content-Type", "application/json"),)
    sent: InboundRequest = inbound(**{"headers": headers, **request})
    return receive(site, site.endpoints.find(hook.token), sent, lambda: body)


class Waiting:
    """A request that waits for its reply on a thread of its own."""

    def __init__(
        self, site: Site, hook: Webhook, gone: Callable[[], bool] | None = None
    ) -> None:
        self.received: Received | None = None
        self._endpoint = site.endpoints.find(hook.token)
        self._gone = gone
        self._site = site
        self._thread = threading.Thread(target=self._wait, daemon=True)
        before = len(site.replies)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._stored(before) and time.monotonic() < deadline:
            time.sleep(0.002)
        (self.pending,) = [
            pending for pending in site.replies._pending.values() if pending.seq
        ][-1:]
        self.reply_id = self.pending.reply_id

    def _stored(self, before: int) -> bool:
        pending = list(self._site.replies._pending.values())
        return len(pending) > before and all(caller.seq for caller in pending)

    def _wait(self) -> None:
        self.received = receive(
            self._site, self._endpoint, inbound(), lambda: b"{}", caller_gone=self._gone
        )

    def result(self) -> Received:
        """Return what the caller got."""
        self._thread.join(10)
        assert self.received is not None, "the caller is still waiting"
        return self.received
