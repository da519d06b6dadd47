"""Everything that is needed to run a workflow once, from memory or the database."""

import json
from dataclasses import dataclass
from typing import Any, Final, Protocol

from webhooks.clock import from_ms
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.request import InboundRequest
from webhooks.services.run_rows import NewRun
from webhooks.services.shown_secrets import NONE, ShownSecrets, stored_in, used_in
from webhooks.storage.models import Application, Workflow
from webhooks.storage.reader import Reader
from webhooks.workflows.compiling import read_globals

_RUN = (
    "SELECT r.*, a.name AS application_name, a.globals AS application_globals, "
    "w.name AS workflow_name, w.enabled AS workflow_enabled, "
    "d.id AS delivery_id, d.reply_id, d.webhook_id, h.signature "
    "FROM run r JOIN workflow w ON w.id = r.workflow_id "
    "JOIN application a ON a.id = r.application_id "
    "LEFT JOIN delivery d ON d.seq = r.delivery_seq "
    # An error's run has no request, but the payload of one that had.
    "LEFT JOIN webhook h ON h.id = coalesce(d.webhook_id, CASE r.trigger_type WHEN "
    "'flowError' THEN json_extract(r.start, '$.data.erroredPayload.triggerId') END) "
    "WHERE r.seq = ?"
)
_DELIVERY = (
    "SELECT d.*, w.cast_buffers_as, w.annotate_multipart, w.include_raw_body "
    "FROM delivery d JOIN webhook w ON w.id = d.webhook_id WHERE d.seq = ?"
)
WEBHOOK: Final = "webhook"


class BodySettings(Protocol):
    """The part of a webhook that says how its requests become payloads."""

    @property
    def cast_buffers_as(self) -> str:
        """The form of bytes in a payload."""

    @property
    def annotate_multipart(self) -> bool:
        """Whether files in forms come with their names and types."""

    @property
    def include_raw_body(self) -> bool:
        """Whether the payload holds the exact bytes as well."""


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """The same, read with a delivery."""

    cast_buffers_as: str
    annotate_multipart: bool
    include_raw_body: bool


@dataclass(slots=True)
class RunTicket:
    """A run that has been taken.

    ``start`` holds what the trigger gives (``data``, ``triggerId`` ...);
    ``state`` and ``steps`` are there when a run goes on that has waited.
    ``secrets`` tells what its request holds of them, beside those by name.
    ``enabled`` is false when the workflow was switched off since.
    """

    seq: int
    id: str
    application_id: str
    application_name: str
    application_globals: Any
    workflow_id: str
    workflow_name: str
    version: str
    version_id: str | None
    definition_id: int
    trigger_type: str
    trigger_key: str
    begins_ms: int
    depth: int = 0
    run_key: str | None = None
    delivery_seq: int | None = None
    reply_id: str | None = None
    webhook_id: str | None = None
    request: InboundRequest | None = None
    settings: BodySettings | None = None
    start: dict[str, Any] | None = None
    state: dict[str, Any] | None = None
    steps: dict[str, Any] | None = None
    spent_ms: float = 0.0
    enabled: bool = True
    secrets: ShownSecrets = NONE


def of_draft(
    application: Application,
    workflow: Workflow,
    run_id: str,
    trigger: tuple[str, str],
    now_ms: int,
) -> RunTicket:
    """Return the ticket of a run that is only tried and never stored.

    ``trigger`` is its type and key.
    """
    return RunTicket(
        0,
        run_id,
        application.id,
        application.name,
        read_globals(application.globals),
        workflow.id,
        workflow.name,
        "develop",
        None,
        workflow.definition_id,
        *trigger,
        now_ms,
    )


def from_arrival(
    seq: int,
    run: NewRun,
    workflow_name: str,
    endpoint: Endpoint,
    request: InboundRequest,
    delivery_seq: int,
    reply_id: str | None,
) -> RunTicket:
    """Return the ticket of a run that starts at once, with its request in hand."""
    return RunTicket(
        seq,
        run.id,
        run.application_id,
        endpoint.application_name,
        endpoint.application_globals,
        run.workflow_id,
        workflow_name,
        run.version,
        run.version_id,
        run.definition_id,
        run.trigger_type,
        run.trigger_key,
        run.created_at_ms,
        delivery_seq=delivery_seq,
        reply_id=reply_id,
        webhook_id=endpoint.webhook_id,
        request=request,
        settings=endpoint,
        secrets=used_in(endpoint.signature),
    )


def read(reader: Reader, seq: int, *, from_start: bool = False) -> RunTicket | None:
    """Return the ticket of a stored run, None when it is no more.

    ``from_start``: as it was when it began, although it has gone on since.
    Raises Unavailable.
    """
    row = reader.row(_RUN, (seq,))
    if row is None:
        return None
    state = None if from_start else _json(row["state"])
    # A run that was planned for later begins when its time has come.
    begins_ms = row["created_at"] if state else row["due_at"] or row["created_at"]
    ticket = RunTicket(
        seq,
        row["id"],
        row["application_id"],
        row["application_name"],
        read_globals(json.loads(row["application_globals"])),
        row["workflow_id"],
        row["workflow_name"],
        row["version"],
        row["version_id"],
        row["definition_id"],
        row["trigger_type"],
        row["trigger_key"],
        begins_ms,
        depth=row["depth"],
        run_key=row["run_key"],
        delivery_seq=row["delivery_seq"],
        reply_id=row["reply_id"],
        webhook_id=row["webhook_id"],
        start=_json(row["start"]),
        state=state,
        steps=_json(row["steps"]),
        spent_ms=row["duration_ms"] or 0.0,
        enabled=bool(row["workflow_enabled"]),
        secrets=stored_in(_json(row["signature"])),
    )
    if ticket.state is None and ticket.trigger_type == WEBHOOK:
        _add_request(reader, ticket)
    return ticket


def _add_request(reader: Reader, ticket: RunTicket) -> None:
    row = reader.row(_DELIVERY, (ticket.delivery_seq,))
    if row is None:
        return
    ticket.request = InboundRequest(
        method=row["method"],
        path=row["path"],
        raw_query=row["raw_query"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"])),
        remote_address=row["remote_address"],
        received_at=from_ms(row["received_at"]),
        body=row["body"],
    )
    ticket.settings = StoredSettings(
        row["cast_buffers_as"],
        bool(row["annotate_multipart"]),
        bool(row["include_raw_body"]),
    )


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
