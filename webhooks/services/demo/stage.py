"""Where a story is told: requests arrive, callers wait, buttons are pressed."""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any, Final

from webhooks.errors import Gone, NotFound
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.request import InboundRequest
from webhooks.services import replies, workflows
from webhooks.services.demo.story_clock import StoryClock
from webhooks.services.endpoints import find_by_id
from webhooks.services.ingress import receive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflow_start import Pressed, press
from webhooks.services.workflows import Workflow

JSON: Final = "application/json"
_HOST: Final = "hooks.example.org"
# A real wait for a reply that will not come: the story's clock tells another.
_MOMENT_SECONDS: Final = 0.001


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment of the story."""

    at: datetime
    happen: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Call:
    """A request as a sender makes it; ``body`` that is no bytes is sent as JSON."""

    body: Any = b""
    method: str = "POST"
    path: str = "/"
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    address: str = "198.51.100.7"
    agent: str = "python-requests/2.32.3"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a script says to a caller that waits, and after how many seconds."""

    after_seconds: float
    value: Any


class Stage:
    """One instance and its clock, for those who tell what happened there."""

    def __init__(self, site: Site, clock: StoryClock, random: Random) -> None:
        self.site = site
        self.clock = clock
        self.random = random
        self._endpoints: dict[str, Endpoint] = {}

    def send(self, webhook: Webhook, call: Call) -> None:
        """Let a request arrive; workflows that it starts have ended afterwards."""
        request = self._request(call)
        receive(self.site, self._endpoint(webhook), request, lambda: request.body)

    def ask(self, webhook: Webhook, call: Call, answer: Answer | None) -> None:
        """Let a caller wait for an answer, who goes when that comes too late.

        Without ``answer`` nobody ever says anything.
        """
        endpoint, request = self._endpoint(webhook), self._request(call)
        own = endpoint.reply_timeout_seconds
        patience: float = (
            self.site.settings.reply_timeout_seconds if own is None else own
        )
        in_time = answer is not None and answer.after_seconds < patience
        waiting: list[str] = []

        def while_waiting() -> None:
            waiting.append(self.site.replies.waiting(webhook.id)[0].reply_id)
            if answer is not None and in_time:
                self.clock.pass_(answer.after_seconds)
                self._reply(webhook, waiting[0], answer)
            else:
                self.clock.pass_(patience)

        if not in_time:
            endpoint = replace(endpoint, reply_timeout_seconds=_MOMENT_SECONDS)
        receive(
            self.site,
            endpoint,
            request,
            lambda: request.body,
            body_stored=while_waiting,
        )
        if answer is not None and not in_time:
            self.clock.pass_(answer.after_seconds - patience)
            with suppress(Gone):
                self._reply(webhook, waiting[0], answer)

    def press(
        self, workflow: Workflow, payload: Any, later: datetime | None = None
    ) -> None:
        """Press the first button of a workflow, now or for a time to come."""
        definition = workflows.definition(self.site, workflow.definition_id)
        key = next(
            str(trigger["key"])
            for trigger in definition.triggers
            if trigger["type"] == "virtualButton"
        )
        pressed = Pressed(key, payload, has_payload=True, run_at=later)
        press(self.site, workflow.application_id, workflow.id, pressed)

    def play(self, events: Iterable[Event]) -> int:
        """Let everything happen in its order; return how much that was."""
        count = 0
        for event in sorted(events, key=lambda event: event.at):
            self.clock.move_to(event.at)
            event.happen()
            count += 1
        return count

    def _reply(self, webhook: Webhook, reply_id: str, answer: Answer) -> None:
        body = json.dumps(answer.value).encode()
        headers = (("Content-Type", JSON),)
        replies.reply(self.site, webhook.application_id, reply_id, 200, headers, body)

    def _endpoint(self, webhook: Webhook) -> Endpoint:
        """Return the webhook as ingress sees it, read once: the cast stays."""
        found = self._endpoints.get(webhook.id)
        if found is None:
            found = find_by_id(
                self.site.store,
                webhook.application_id,
                webhook.id,
                self.site.settings.public_url,
            )
            if found is None:
                raise NotFound("Webhook was not found")
            self._endpoints[webhook.id] = found
        return found

    def _request(self, call: Call) -> InboundRequest:
        raw = isinstance(call.body, bytes)
        body = call.body if raw else json.dumps(call.body).encode()
        headers = [("host", _HOST), ("user-agent", call.agent), ("accept", "*/*")]
        if not raw:
            headers.append(("content-type", JSON))
        headers += call.headers
        if body:
            headers.append(("content-length", str(len(body))))
        return InboundRequest(
            method=call.method,
            path=call.path,
            raw_query=call.query,
            headers=tuple(headers),
            remote_address=call.address,
            received_at=self.site.clock.now(),
            body=body,
        )
