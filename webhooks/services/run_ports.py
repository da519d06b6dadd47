"""What the nodes of a run can reach, bound to this instance."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from webhooks.errors import WebhooksError
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.payload.values import UNDEFINED
from webhooks.runtime.script import ScriptError
from webhooks.services import replies, workflow_entries
from webhooks.services.run_ticket import RunTicket
from webhooks.services.site import Site
from webhooks.services.workflow_start import Pressed, cancel, press
from webhooks.storage.port import Job
from webhooks.workflows.errors import ApiRefused, NodeError, ScriptFailed
from webhooks.workflows.ports import Ports, ScriptOutcome


def ports_of(site: Site, ticket: RunTicket) -> Ports:
    """Return the ports of one run."""
    return Ports(
        replies=_Replies(site, ticket.application_id),
        storage=_Entries(site, ticket.workflow_id, workflow_entries.STORAGE),
        node_state=_Entries(site, ticket.workflow_id, workflow_entries.NODE),
        http=site.workflow_http,
        mail=site.mailer,
        mqtt=site.mqtt,
        script=_Script(site, ticket.application_id),
        workflows=_Workflows(site, ticket),
        api=_Api(site, ticket),
    )


class _Replies:
    def __init__(self, site: Site, application_id: str) -> None:
        self._site = site
        self._application_id = application_id

    def reply(
        self,
        reply_id: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> str:
        try:
            return replies.reply_from_run(
                self._site, self._application_id, reply_id, status, headers, body
            )
        except WebhooksError as error:
            raise NodeError(error.message, "ReplyError") from None


class _Entries:
    """Reads past the ORM; writes are on disk when they return."""

    def __init__(self, site: Site, workflow_id: str, space: str) -> None:
        self._site = site
        self._workflow_id = workflow_id
        self._space = space

    def get(self, key: str) -> Any:
        text = workflow_entries.read(
            self._site.reader, self._workflow_id, self._space, key
        )
        return UNDEFINED if text is None else parse_json(text)

    def all(self) -> dict[str, Any]:
        try:
            found = workflow_entries.read_all(
                self._site.reader, self._workflow_id, self._space
            )
        except workflow_entries.EntryRefused as refused:
            raise NodeError(str(refused), "StorageError") from None
        return {key: parse_json(text) for key, text in found.items()}

    def set(self, key: str, value: Any) -> None:
        try:
            text = encode_json(value)
        except JsonProblem as problem:
            message = f"The value cannot be stored: {problem}."
            raise NodeError(message, "InvalidValue") from None
        self._write(workflow_entries.put, key, text)

    def clear(self, key: str) -> Any:
        text = self._write(workflow_entries.take, key)
        return UNDEFINED if text is None else parse_json(text)

    def increment(self, key: str, amount: float) -> float:
        total: float = self._write(workflow_entries.add, key, amount)
        return total

    def update(self, key: str, change: Callable[[Any], Any]) -> None:
        self._write(workflow_entries.change, key, change)

    def _write(self, make: Callable[..., Job[Any]], key: str, *values: Any) -> Any:
        job = make(
            self._workflow_id, self._space, key, *values, self._site.clock.now_ms()
        )
        try:
            return self._site.store.writer.submit(job)
        except workflow_entries.EntryRefused as refused:
            raise NodeError(str(refused), "StorageError") from None
        except sqlite3.IntegrityError:
            raise NodeError("The workflow was deleted.", "NotFound") from None
        except WebhooksError as error:
            raise NodeError(error.message, "StorageError") from None


class _Script:
    def __init__(self, site: Site, application_id: str) -> None:
        self._site = site
        self._application_id = application_id

    def run(self, source: str, payload: Any) -> ScriptOutcome:
        has_time = isinstance(payload, dict) and isinstance(
            payload.get("time"), datetime
        )
        try:
            text = encode_json(payload, ascii=True)
            result = self._site.scripts.run(
                self._application_id, source, text, revive_time=has_time
            )
            # JavaScript's texts may hold halves of surrogate pairs; ours may not.
            value = _parsed(result.value_json)
        except JsonProblem as problem:
            raise NodeError(f"The payload is no JSON: {problem}.") from None
        except ScriptError as error:
            raise _script_failed(error) from None
        if has_time and isinstance(value, dict):
            value["time"] = _revived(value.get("time"))
        return ScriptOutcome(value, result.logs)


def _script_failed(error: ScriptError) -> ScriptFailed:
    where = "" if error.line is None else f" (line {error.line})"
    return ScriptFailed(f"{error.message}{where}", error.name, error.stack, error.logs)


def _parsed(text: str | None) -> Any:
    return UNDEFINED if text is None else parse_json(text)


def _revived(value: Any) -> Any:
    """Return a date that JSON has made a text of."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return value if moment.tzinfo is None else moment


class _Workflows:
    def __init__(self, site: Site, ticket: RunTicket) -> None:
        self._site = site
        self._ticket = ticket

    def trigger(
        self,
        workflow_id: str,
        version: str,
        button: str,
        payload: Any,
        run_at: datetime | None = None,
        run_key: str = "",
    ) -> dict[str, Any]:
        ticket = self._ticket
        pressed = Pressed(
            button,
            None if payload is UNDEFINED else payload,
            payload is not UNDEFINED,
            version,
            relay_id=ticket.workflow_id,
            relay_type="flow",
            depth=ticket.depth + 1,
            run_at=run_at,
            run_key=run_key,
        )
        try:
            return press(self._site, ticket.application_id, workflow_id, pressed)
        except WebhooksError as error:
            raise NodeError(error.message, error.type) from None

    def cancel(self, run_key: str) -> bool:
        try:
            return cancel(self._site, self._ticket.application_id, run_key)
        except WebhooksError as error:
            raise NodeError(error.message, error.type) from None


class _Api:
    def __init__(self, site: Site, ticket: RunTicket) -> None:
        self._site = site
        self._ticket = ticket

    def call(self, resource: str, action: str, params: Mapping[str, Any]) -> Any:
        ticket = self._ticket
        try:
            return self._site.call_api(
                ticket.application_id,
                ticket.workflow_id,
                ticket.workflow_name,
                resource,
                action,
                params,
            )
        except WebhooksError as error:
            raise ApiRefused(error.message, error.type, error.status) from None
