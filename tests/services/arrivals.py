"""Webhooks and requests for tests of what happens behind the door."""

import threading
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
        self._others = set(site.replies._pending)
        self._stored = threading.Event()
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self._thread.start()
        assert self._stored.wait(30), "the request was not stored"
        self.reply_id = self.pending.reply_id

    def _wait(self) -> None:
        self.received = receive(
            self._site,
            self._endpoint,
            inbound(),
            lambda: b"{}",
            caller_gone=self._gone,
            body_stored=self._note,
        )

    def _note(self) -> None:
        # Before the wait: a short one may be over when the test looks next.
        pending = self._site.replies._pending
        (reply_id,) = set(pending) - self._others
        self.pending = pending[reply_id]
        self._stored.set()

    def result(self) -> Received:
        """Return what the caller got."""
        self._thread.join(60)
        assert self.received is not None, "the caller is still waiting"
        return self.received
