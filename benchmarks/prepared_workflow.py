"""A workflow of an instance, ready to be run in this process, without a server.

Everything is the server's own except the network: the request is at hand, and
replies go to a counter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from benchmarks.outcome import BenchmarkError
from webhooks.clock import to_ms
from webhooks.ids import new_delivery_id
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.request import InboundRequest
from webhooks.services.endpoints import find_by_id
from webhooks.services.run_mask import mask_for
from webhooks.services.run_payload import initial_payload
from webhooks.services.run_ports import ports_of
from webhooks.services.run_rows import NewRun
from webhooks.services.run_ticket import WEBHOOK, RunTicket, from_arrival
from webhooks.services.site import Site
from webhooks.workflows import engine
from webhooks.workflows.ports import RunInfo
from webhooks.workflows.result import RunResult
from webhooks.workflows.trace import Trace
from webhooks.workflows.world import World

BODY = b'{"reading": "' + b"x" * 1009 + b'"}'
REPLY_ID = "5f0000000000000000000000.AAAAAAAAAAAAAAAA"


@dataclass(slots=True)
class CountedReplies:
    """Counts replies instead of sending them."""

    sent: int = 0

    def reply(
        self,
        reply_id: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> str:
        """Count a reply."""
        self.sent += 1
        return "sent"


@dataclass
class PreparedWorkflow:
    """The one workflow that listens to a webhook, and a request to it."""

    site: Site
    application_id: str
    webhook_id: str
    replies: CountedReplies = field(default_factory=CountedReplies)

    def __post_init__(self) -> None:
        found = find_by_id(
            self.site.store,
            self.application_id,
            self.webhook_id,
            self.site.settings.public_url,
        )
        if found is None:
            raise BenchmarkError("The webhook was not found.")
        self.endpoint: Endpoint = found
        self.listener = found.listeners[0]
        self.workflow = self.site.definitions.get(self.listener.definition_id)
        self.request = InboundRequest(
            method="POST",
            path="/",
            raw_query="",
            headers=(
                ("host", "127.0.0.1:8000"),
                ("content-type", "application/json"),
                ("content-length", str(len(BODY))),
            ),
            remote_address="127.0.0.1",
            received_at=datetime.now(UTC),
            body=BODY,
        )
        ticket = self.ticket()
        ports = replace(ports_of(self.site, ticket), replies=self.replies)
        self._world = World(
            ports, self.site.clock.now, self._no_other, self.site.definitions.get
        )
        self._info = RunInfo(
            *(ticket.id, self.application_id, ticket.workflow_id),
            *(ticket.workflow_name, ticket.version, WEBHOOK),
        )
        self.mask = mask_for(self.endpoint.application_globals, self.workflow.globals)

    def new_run(self) -> NewRun:
        """Return a run that has a slot, as it is stored."""
        now_ms = to_ms(self.request.received_at)
        run = NewRun(
            new_delivery_id(now_ms),
            self.application_id,
            self.listener.workflow_id,
            self.listener.version_id,
            self.listener.version,
            self.listener.definition_id,
            WEBHOOK,
            self.webhook_id,
            now_ms,
        )
        run.status, run.boot = "running", "benchmark"
        return run

    def ticket(self) -> RunTicket:
        """Return a run's ticket, as ingress makes it."""
        return from_arrival(
            seq=1,
            run=self.new_run(),
            workflow_name=self.listener.workflow_name,
            endpoint=self.endpoint,
            request=self.request,
            delivery_seq=1,
            reply_id=REPLY_ID,
        )

    def payload(self) -> dict[str, Any]:
        """Return what the workflow begins with."""
        return initial_payload(self.site, self.ticket(), self.workflow)

    def traced(self) -> Trace:
        """Return a trace as the server makes it."""
        return Trace(self.mask)

    def run(
        self, payload: dict[str, Any], make_trace: Callable[[], Trace]
    ) -> RunResult:
        """Run the workflow. Raises BenchmarkError when it does not succeed."""
        targets = self.workflow.triggers[0].targets
        result = engine.start(
            *(self.workflow, targets, payload, self._info, self._world, make_trace())
        )
        if result.status != "succeeded":
            raise BenchmarkError(f"A run ended as {result.status}: {result.error}")
        return result

    @staticmethod
    def _no_other(workflow_id: str, version: str) -> Any:
        raise BenchmarkError(f"No workflow {workflow_id} {version} is expected.")


def untraced() -> Trace:
    """Return a trace that keeps no payloads."""
    return Trace(snapshots=False)
