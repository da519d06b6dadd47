"""What nodes may ask of the world outside a run.

Each port is the narrowest thing that its nodes need. The server binds them to
the database and the network; tests bind them to dictionaries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


class Replies(Protocol):
    """Callers that wait for an answer."""

    def reply(
        self,
        reply_id: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> str:
        """Answer a caller; return ``sent``, ``answered``, ``late`` or ``unknown``.

        Raises NodeError for a reply that cannot be sent.
        """


class Entries(Protocol):
    """Named JSON values of a workflow that outlive its runs.

    Missing names read as ``UNDEFINED``.
    """

    def get(self, key: str) -> Any:
        """Return the value of a name."""

    def all(self) -> dict[str, Any]:
        """Return every name with its value."""

    def set(self, key: str, value: Any) -> None:
        """Keep a value. Raises NodeError if it is too large."""

    def clear(self, key: str) -> Any:
        """Forget a name and return what it had."""

    def increment(self, key: str, amount: float) -> float:
        """Add to a number (0 when missing) at one stroke and return the sum.

        Raises NodeError when the kept value is not a number.
        """

    def update(self, key: str, change: Callable[[Any], Any]) -> None:
        """Replace a value (UNDEFINED when missing) by what ``change`` makes of it.

        UNDEFINED forgets it. At one stroke, so that two runs never both start from
        the same value. ``change`` has no effects but its result, and may be called
        again.
        """


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """An outbound request. ``timeout_seconds`` covers all of it, redirects too."""

    method: str
    url: str
    headers: Sequence[tuple[str, str]] = ()
    body: bytes | None = None
    timeout_seconds: float = 30.0
    follow_redirects: bool = True
    verify_certificate: bool = True
    ca_certificate: str = ""
    client_key: str = ""
    client_certificate: str = ""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What came back; header names are lower-case, repeats joined."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    duration_seconds: float = 0.0


class Http(Protocol):
    """Outbound HTTP through the guard."""

    def request(self, request: HttpRequest) -> HttpResponse:
        """Send a request. Raises NodeError when nothing came back."""


class Mail(Protocol):
    """Outbound mail through the configured SMTP server."""

    def send(self, to: Sequence[str], subject: str, html: str) -> None:
        """Send a mail. Raises NodeError."""


class Mqtt(Protocol):
    """Outbound messages to an MQTT broker."""

    def publish(self, broker: str, topic: str, message: bytes) -> None:
        """Publish a message; ``broker`` is "" for the configured one.

        Raises NodeError.
        """


@dataclass(frozen=True, slots=True)
class ScriptOutcome:
    """A script's payload as it left it, and what it logged (level, text)."""

    payload: Any
    logs: Sequence[tuple[str, str]] = ()


class Script(Protocol):
    """JavaScript, run apart from the server."""

    def run(self, source: str, payload: Any) -> ScriptOutcome:
        """Run a script over a payload. Raises NodeError."""


class Workflows(Protocol):
    """Other workflows of the same application."""

    def trigger(
        self,
        workflow_id: str,
        version: str,
        button: str,
        payload: Any,
        run_at: datetime | None = None,
        run_key: str = "",
    ) -> dict[str, Any]:
        """Queue a run of a virtual button and describe what was queued.

        The description has ``payload``, and for a run with a ``run_key`` also
        ``newOrUpdate`` (``new``, or ``update`` when it replaces one).
        ``payload`` is UNDEFINED for the button's own. Raises NodeError when the
        workflow or its button is unknown, or when this goes round in circles.
        """

    def cancel(self, run_key: str) -> bool:
        """Take back a scheduled run; False if there is none."""


class Api(Protocol):
    """This server's own API, for the application of the workflow alone."""

    def call(self, resource: str, action: str, params: Mapping[str, Any]) -> Any:
        """Return an action's result. Raises ApiRefused."""


@dataclass(slots=True)
class Ports:
    """The ports of one run."""

    replies: Replies
    storage: Entries
    node_state: Entries
    http: Http
    mail: Mail
    mqtt: Mqtt
    script: Script
    workflows: Workflows
    api: Api


@dataclass(slots=True, eq=False)  # not frozen: one is made for each run
class RunInfo:
    """Which run this is: for ids, messages and guards."""

    run_id: str
    application_id: str
    workflow_id: str
    workflow_name: str
    version: str
    trigger_type: str
    depth: int = 0
    application_globals: Mapping[str, Any] = field(default_factory=dict)
