"""From a URL's token to the webhook as ingress sees it.

A raw read-only connection, no ORM. What was read once is kept until
``endpoint_revision`` has moved: a counter that triggers raise with every
change of a webhook or of an application's globals, whichever process makes it.
The counter is looked at again after every write of this process, and every
few milliseconds for those of others (the command line).
"""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from webhooks.errors import NotFound
from webhooks.ids import digest, is_webhook_token
from webhooks.ingress.endpoint import Endpoint, RateLimit
from webhooks.ingress.reply import Reply
from webhooks.ingress.reply_filter import clean_reply
from webhooks.services import webhook_signature
from webhooks.services.listeners import LISTENERS, listeners_of
from webhooks.storage.db import open_reader
from webhooks.storage.faults import unavailable
from webhooks.storage.models import Webhook
from webhooks.storage.store import Store

UNKNOWN = "Webhook was not found"
_KEPT = 10_000
_TRUST_SECONDS = 0.005
_GLOBAL = re.compile(r"\{\{\s*globals\.([0-9A-Za-z_-]{1,255})\s*\}\}")
_REVISION = "SELECT value FROM instance_state WHERE key = 'endpoint_revision'"
_COLUMNS = (
    "w.id, w.application_id, w.enabled, w.response_code, w.verification_type, "
    "w.verification_code, w.wait_for_reply, w.reply_timeout_seconds, "
    "w.timeout_reply, w.static_reply, w.basic_auth_username, "
    "w.basic_auth_password, w.is_websocket, w.cast_buffers_as, "
    "w.annotate_multipart, w.allowed_methods, w.allow_cors, w.allowed_addresses, "
    "w.rate_limit, w.include_raw_body, w.answer_when_runs_end, w.token, w.signature, "
    "a.globals, a.name AS application_name"
)
_BY_TOKEN = (
    f"SELECT {_COLUMNS} FROM webhook w "  # noqa: S608  # constant text
    "JOIN application a ON a.id = w.application_id WHERE w.token_hash = ?"
)
_BY_ID = (
    f"SELECT {_COLUMNS} FROM webhook w "  # noqa: S608  # constant text
    "JOIN application a ON a.id = w.application_id "
    "WHERE w.id = :id AND w.application_id = :application_id"
)


class EndpointDirectory:
    """Looks tokens up; one per process.

    ``writes`` tells how many write transactions this process has committed.
    """

    def __init__(
        self,
        path: Path,
        writes: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
        public_url: str = "",
    ) -> None:
        self._public_url = public_url
        self._writes = writes
        self._monotonic = monotonic
        self._checked_writes = -1
        self._checked_until = 0.0
        self._connection = open_reader(path)
        self._connection.row_factory = sqlite3.Row
        self._revision: object = None
        self._known: dict[str, Endpoint] = {}

    def find(self, token: str) -> Endpoint:
        """Return the webhook with this token.

        Raises NotFound, the same for unknown, deleted and malformed tokens,
        and Unavailable when the database cannot be read.
        """
        try:
            self._check()
            endpoint = self._known.get(token)
            if endpoint is None:
                endpoint = self._known[token] = self._read(token)
        except sqlite3.Error as error:
            raise unavailable(error) from error
        return endpoint

    def _check(self) -> None:
        """Forget everything if some webhook has changed since it was read."""
        writes, now = self._writes(), self._monotonic()
        if writes == self._checked_writes and now < self._checked_until:
            return
        revision = self._connection.execute(_REVISION).fetchone()[0]
        if revision != self._revision or len(self._known) > _KEPT:
            self._known = {}
            self._revision = revision
        self._checked_writes = writes
        self._checked_until = now + _TRUST_SECONDS

    def _read(self, token: str) -> Endpoint:
        if not is_webhook_token(token):
            raise NotFound(UNKNOWN)
        row = self._connection.execute(_BY_TOKEN, (digest(token),)).fetchone()
        if row is None:
            raise NotFound(UNKNOWN)
        endpoint = endpoint_of(row, self._public_url)
        found = (endpoint.webhook_id, endpoint.application_id)
        rows = self._connection.execute(LISTENERS, found)
        return replace(endpoint, listeners=listeners_of(rows))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def endpoint_of(row: Any, public_url: str) -> Endpoint:
    """Return the endpoint that a webhook's row (with its globals) describes."""
    values = _globals(json.loads(row["globals"]))
    addresses = json.loads(row["allowed_addresses"] or "[]")
    methods = json.loads(row["allowed_methods"] or "null")
    rate = json.loads(row["rate_limit"] or "null")
    return Endpoint(
        webhook_id=row["id"],
        application_id=row["application_id"],
        enabled=bool(row["enabled"]),
        response_code=row["response_code"],
        verification_type=row["verification_type"],
        verification_code=resolve(row["verification_code"], values),
        wait_for_reply=bool(row["wait_for_reply"]),
        reply_timeout_seconds=row["reply_timeout_seconds"],
        timeout_reply=_reply(row["timeout_reply"]),
        static_reply=_reply(row["static_reply"]),
        basic_auth_username=resolve(row["basic_auth_username"], values),
        basic_auth_password=resolve(row["basic_auth_password"], values),
        is_websocket=bool(row["is_websocket"]),
        cast_buffers_as=row["cast_buffers_as"],
        annotate_multipart=bool(row["annotate_multipart"]),
        allowed_methods=None if methods is None else frozenset(methods),
        allow_cors=bool(row["allow_cors"]),
        allowed_addresses=tuple(ip_network(network) for network in addresses),
        rate_limit=rate and RateLimit(rate["requests"], rate["seconds"]),
        include_raw_body=bool(row["include_raw_body"]),
        signature=webhook_signature.in_use(
            json.loads(row["signature"] or "null"),
            f"{public_url}/webhooks/{row['token']}",
            lambda template: _resolve_secret(template, values),
        ),
        answer_when_runs_end=bool(row["answer_when_runs_end"]),
        application_name=row["application_name"],
        application_globals=values,
    )


def find_by_id(
    store: Store, application_id: str, webhook_id: str, public_url: str
) -> Endpoint | None:
    """Return a webhook as ingress sees it by its id, None if there is no such."""
    with store.reading() as session:
        row = (
            session.execute(
                text(_BY_ID), {"id": webhook_id, "application_id": application_id}
            )
            .mappings()
            .first()
        )
        if row is None:
            return None
        rows = session.connection().exec_driver_sql(
            LISTENERS, (webhook_id, application_id)
        )
        listeners = listeners_of(dict(row) for row in rows.mappings())
    return replace(endpoint_of(row, public_url), listeners=listeners)


def allows_html(store: Store, application_id: str, webhook_id: str) -> bool | None:
    """Tell whether a webhook lets replies be HTML; None if there is no such one."""
    with store.reading() as session:
        return session.scalar(
            select(Webhook.allow_html_replies).where(
                Webhook.id == webhook_id, Webhook.application_id == application_id
            )
        )


def resolve(template: str, values: Mapping[str, Any]) -> str:
    """Put application globals into ``{{globals.key}}``; unknown keys give ""."""

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1], "")
        return found if isinstance(found, str) else json.dumps(found)

    return _GLOBAL.sub(value, template)


def _resolve_secret(template: str, values: Mapping[str, Any]) -> str:
    """Return a secret with its globals, "" if one is missing.

    What is left of ``key-{{globals.x}}`` without it could be guessed.
    """
    names = _GLOBAL.findall(template)
    is_whole = all(values.get(name) for name in names)
    return resolve(template, values) if is_whole else ""


def _globals(entries: list[dict[str, Any]]) -> dict[str, Any]:
    values = {}
    for entry in entries:
        try:
            values[entry["key"]] = json.loads(entry["json"])
        except ValueError:
            values[entry["key"]] = entry["json"]
    return values


def _reply(stored: str | None) -> Reply | None:
    if stored is None:
        return None
    value = json.loads(stored)
    headers = tuple((name, content) for name, content in value.get("headers") or ())
    status, body = value["statusCode"], value.get("body", "").encode()
    # A time-out reply has no headers of its own: its type follows from its body.
    return Reply(status, headers or clean_reply(status, (), body).headers, body)
