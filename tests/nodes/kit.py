"""Runs a single node over a payload, with ports that only remember.

Shared by all tests of nodes: what a node is given here is what the engine gives
it, so a node that works here works in a run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from webhooks.payload.values import UNDEFINED, copy_value
from webhooks.templating.environment import Environment
from webhooks.templating.standard import standard_environment
from webhooks.workflows.errors import ApiRefused, NodeError
from webhooks.workflows.field import compile_fields
from webhooks.workflows.limits import Limits
from webhooks.workflows.node_call import Box, Messages, NodeCall
from webhooks.workflows.node_type import NodeType
from webhooks.workflows.outcome import Outcome, Wait
from webhooks.workflows.ports import (
    HttpRequest,
    HttpResponse,
    Ports,
    RunInfo,
    ScriptOutcome,
)

NOW = datetime(2026, 3, 4, 5, 6, 7, 890000, tzinfo=UTC)

RUN = RunInfo(
    run_id="64f0d1a1b2c3d4e5f6a7b8e1",
    application_id="64f0bfffb2c3d4e5f6a7b8c0",
    workflow_id="64f0d1a1b2c3d4e5f6a7b8d1",
    workflow_name="Order intake",
    version="develop",
    trigger_type="webhook",
)


@dataclass
class FakeReplies:
    """Remembers replies; ``answer`` is what it says to the node."""

    answer: str = "sent"
    sent: list[tuple[str, int, list[tuple[str, str]], bytes]] = field(
        default_factory=list
    )

    def reply(
        self,
        reply_id: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> str:
        """Remember a reply."""
        self.sent.append((reply_id, status, list(headers), body))
        return self.answer


@dataclass
class FakeEntries:
    """Named values in a dictionary."""

    values: dict[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """Return a value or UNDEFINED."""
        return copy_value(self.values.get(key, UNDEFINED))

    def all(self) -> dict[str, Any]:
        """Return everything."""
        return dict(copy_value(self.values))

    def set(self, key: str, value: Any) -> None:
        """Keep a value."""
        self.values[key] = copy_value(value)

    def clear(self, key: str) -> Any:
        """Forget a name."""
        return self.values.pop(key, UNDEFINED)

    def increment(self, key: str, amount: float) -> float:
        """Add to a number."""
        held = self.values.get(key, 0)
        if isinstance(held, bool) or not isinstance(held, int | float):
            raise NodeError(f"{key} is not a number.", "InvalidNumber")
        self.values[key] = held + amount
        return float(held + amount)

    def update(self, key: str, change: Callable[[Any], Any]) -> None:
        """Change a value."""
        self.set(key, change(self.get(key)))


@dataclass
class FakeHttp:
    """Answers every request with ``response``; without one it sends the body back."""

    response: HttpResponse | NodeError | None = None
    requests: list[HttpRequest] = field(default_factory=list)

    def request(self, request: HttpRequest) -> HttpResponse:
        """Remember a request and answer it."""
        self.requests.append(request)
        if isinstance(self.response, NodeError):
            raise self.response
        if self.response is not None:
            return self.response
        headers = {name.lower(): value for name, value in request.headers}
        return HttpResponse(200, headers, request.body or b"", request.url)


@dataclass
class FakeMail:
    """Remembers mails; ``problem`` is raised instead."""

    problem: NodeError | None = None
    sent: list[tuple[list[str], str, str]] = field(default_factory=list)

    def send(self, to: Sequence[str], subject: str, html: str) -> None:
        """Remember a mail."""
        if self.problem is not None:
            raise self.problem
        self.sent.append((list(to), subject, html))


@dataclass
class FakeMqtt:
    """Remembers messages; ``problem`` is raised instead."""

    problem: NodeError | None = None
    published: list[tuple[str, str, bytes]] = field(default_factory=list)

    def publish(self, broker: str, topic: str, message: bytes) -> None:
        """Remember a message."""
        if self.problem is not None:
            raise self.problem
        self.published.append((broker, topic, message))


@dataclass
class FakeScript:
    """Runs no script: gives the payload back, or ``outcome``."""

    outcome: ScriptOutcome | NodeError | None = None
    ran: list[tuple[str, Any]] = field(default_factory=list)

    def run(self, source: str, payload: Any) -> ScriptOutcome:
        """Remember a script and return what was set up."""
        self.ran.append((source, copy_value(payload)))
        if isinstance(self.outcome, NodeError):
            raise self.outcome
        return self.outcome or ScriptOutcome(payload)


@dataclass
class FakeWorkflows:
    """Remembers which buttons were pressed and which runs taken back."""

    scheduled: set[str] = field(default_factory=set)
    problem: NodeError | None = None
    triggered: list[dict[str, Any]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def trigger(
        self,
        workflow_id: str,
        version: str,
        button: str,
        payload: Any,
        run_at: datetime | None = None,
        run_key: str = "",
    ) -> dict[str, Any]:
        """Remember a press."""
        if self.problem is not None:
            raise self.problem
        pressed = {
            "workflow_id": workflow_id,
            "version": version,
            "button": button,
            "payload": payload,
            "run_at": run_at,
            "run_key": run_key,
        }
        self.triggered.append(pressed)
        return pressed

    def cancel(self, run_key: str) -> bool:
        """Remember what was taken back."""
        self.cancelled.append(run_key)
        return run_key in self.scheduled


@dataclass
class FakeApi:
    """Answers calls with ``result``."""

    result: Any | ApiRefused = None
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def call(self, resource: str, action: str, params: Mapping[str, Any]) -> Any:
        """Remember a call and answer it."""
        self.calls.append((resource, action, dict(params)))
        if isinstance(self.result, ApiRefused):
            raise self.result
        return self.result


class FakePorts(Ports):
    """All ports, each a fake of its own."""

    def __init__(self) -> None:
        super().__init__(
            FakeReplies(),
            FakeEntries(),
            FakeEntries(),
            FakeHttp(),
            FakeMail(),
            FakeMqtt(),
            FakeScript(),
            FakeWorkflows(),
            FakeApi(),
        )


@dataclass(frozen=True)
class Ran:
    """What a node left behind: its payload, where it goes on, what it said."""

    payload: Any
    outcome: Outcome
    output_name: str | None
    messages: list[tuple[str, str, Any]]


def environment(now: datetime = NOW) -> Environment:
    """Return the templates' environment with a clock that stands still."""
    return standard_environment(lambda: now)


def run_node(
    node_type: NodeType,
    config: Mapping[str, Any],
    payload: Any,
    *,
    ports: Ports | None = None,
    now: datetime = NOW,
    node_id: str = "node1",
) -> Ran:
    """Run a node over a copy of a payload. Raises FieldProblem and NodeError."""
    settings, problems = compile_fields(node_type.fields, config, environment(now))
    if problems:
        raise problems[0]
    box = Box(copy_value(payload), Limits().value_bytes)
    kept = Messages()
    call = NodeCall(
        settings, box, node_id, ports or FakePorts(), RUN, lambda: now, kept
    )
    outcome = node_type.run(call)
    name = _output_name(node_type, config, outcome)
    return Ran(box.payload, outcome, name, kept.kept)


def _output_name(
    node_type: NodeType, config: Mapping[str, Any], outcome: Outcome
) -> str | None:
    """Return the output that an outcome leads to; raise for one that is not there."""
    names = [output.name for output in node_type.outputs_for(config)]
    if isinstance(outcome, str):
        return names[names.index(outcome)]
    if isinstance(outcome, int):
        return names[outcome]
    if outcome is None or isinstance(outcome, Wait):
        return names[0] if names else None
    return None
