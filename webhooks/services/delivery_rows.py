"""The statements of the ingress path: plain SQL, prepared once by SQLite.

A job runs inside the writer's transaction (``storage/port.py``).
"""

import json
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from webhooks.ingress.reply import Headers, Reply
from webhooks.ingress.reply_filter import own_headers
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.identity import Identity
from webhooks.ingress.verification.contract import Verdict
from webhooks.storage.port import Job

RING_REQUESTS = 200
RING_BYTES = 2 * 1024 * 1024

_INSERT = (
    "INSERT INTO delivery (id, webhook_id, application_id, received_at, method, "
    "path, raw_query, headers, remote_address, content_type, size, status, source, "
    "scheme, verdict, reason, reply_id, replay_of, body, response_status, "
    "response_headers, response_source, duration_ms, response_body, duplicate_of) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
# The index is named, because SQLite would rather read everything that the webhook
# ever accepted. A check of the address that failed is a refusal too, and one that
# nothing proves may be anybody's.
_TRIM = (
    "DELETE FROM delivery WHERE seq IN (SELECT seq FROM (SELECT seq, "
    "row_number() OVER (ORDER BY seq DESC) AS place, "
    "sum(size) OVER (ORDER BY seq DESC) AS bytes "
    "FROM delivery INDEXED BY ix_delivery_webhook_id_status_seq "
    "WHERE webhook_id = ?1 AND status <> 'accepted' "
    "AND (status = 'refused' OR verdict = 'failed' "
    "OR (status = 'handshake' AND verdict <> 'verified'))) "
    "WHERE place > ?2 OR bytes > ?3)"
)
_KNOWN_BY = (
    "INSERT OR REPLACE INTO delivery_identity (webhook_id, key, delivery_id, "
    "expires_at) VALUES (?, ?, ?, ?)"
)
_ANSWERED = (
    "UPDATE delivery SET response_status = ?, response_headers = ?, "
    "response_source = ?, response_body = ?, duration_ms = coalesce(?, duration_ms) "
    "WHERE reply_id = ? AND response_source IS NULL"
)
_DURATION = "UPDATE delivery SET duration_ms = ? WHERE reply_id = ?"
_BY_REPLY = (
    "SELECT response_source FROM delivery WHERE reply_id = ? AND application_id = ?"
)
_LATE = "UPDATE delivery SET late_reply = ? WHERE reply_id = ? AND late_reply IS NULL"
_ACK_BY_REPLY = (
    "UPDATE queue_item SET acknowledged = 1 WHERE delivery_seq = "
    "(SELECT seq FROM delivery WHERE reply_id = ?)"
)
# Made once: json.dumps with other separators makes an encoder for each call.
_encode = json.JSONEncoder(separators=(",", ":")).encode


@lru_cache(maxsize=256)
def _header_text(headers: Headers) -> str:
    """Return an answer's headers as stored: without those that every answer has."""
    return _encode(own_headers(headers))


@dataclass(slots=True)  # not frozen: one is made for each request
class NewDelivery:
    """Everything about a request that is about to be stored."""

    id: str
    webhook_id: str
    application_id: str
    received_at_ms: int
    request: InboundRequest
    status: str
    verdict: Verdict
    source: str = "request"
    reason: str = ""
    reply_id: str | None = None
    replay_of: str | None = None
    reply: Reply | None = None
    response_source: str | None = None
    duration_ms: float | None = None
    duplicate_of: str | None = None
    identities: tuple[Identity, ...] = ()

    def values(self) -> tuple[Any, ...]:
        """Return the row in the order of the statement."""
        request, reply, verdict = self.request, self.reply, self.verdict
        return (
            self.id,
            self.webhook_id,
            self.application_id,
            self.received_at_ms,
            request.method,
            request.path,
            request.raw_query,
            _encode(request.headers),
            request.remote_address,
            request.header("content-type") or "",
            len(request.body),
            self.status,
            self.source,
            verdict.scheme,
            verdict.verdict,
            self.reason or verdict.reason,
            self.reply_id,
            self.replay_of,
            request.body,
            reply and reply.status,
            reply and _header_text(reply.headers),
            self.response_source,
            self.duration_ms,
            reply and reply.body,
            self.duplicate_of,
        )


def insert(delivery: NewDelivery) -> Job[int]:
    """Store a delivery; the job returns its sequence number."""
    values = delivery.values()
    known_by = _identity_rows(delivery)

    def job(connection: sqlite3.Connection) -> int:
        seq = connection.execute(_INSERT, values).lastrowid or 0
        for row in known_by:
            connection.execute(_KNOWN_BY, row)
        return seq

    return job


def _identity_rows(delivery: NewDelivery) -> list[tuple[str, str, str, int]]:
    return [
        (
            delivery.webhook_id,
            identity.key,
            delivery.id,
            delivery.received_at_ms + int(identity.keep_seconds * 1000),
        )
        for identity in delivery.identities
    ]


def insert_refused(delivery: NewDelivery) -> Job[int]:
    """Store a refused request and drop what falls off the webhook's ring."""
    values = delivery.values()

    def job(connection: sqlite3.Connection) -> int:
        seq = connection.execute(_INSERT, values).lastrowid or 0
        connection.execute(_TRIM, (delivery.webhook_id, RING_REQUESTS, RING_BYTES))
        return seq

    return job


def answered(
    reply_id: str, reply: Reply, source: str, duration_ms: float | None
) -> Job[None]:
    """Record what a waiting caller got, and that the work is done."""
    values = (
        reply.status,
        # Past the cache: a script's headers may be large and differ each time.
        _header_text.__wrapped__(reply.headers),
        source,
        reply.body,
        duration_ms,
        reply_id,
    )

    def job(connection: sqlite3.Connection) -> None:
        connection.execute(_ANSWERED, values)
        if source == "reply":
            connection.execute(_ACK_BY_REPLY, (reply_id,))

    return job


def waited(reply_id: str, duration_ms: float) -> Job[None]:
    """Record how long a caller waited for the reply that somebody recorded."""

    def job(connection: sqlite3.Connection) -> None:
        connection.execute(_DURATION, (duration_ms, reply_id))

    return job


def late(
    application_id: str,
    reply_id: str,
    reply: dict[str, Any],
    *,
    is_second: bool = False,
    keep_second: bool = False,
) -> Job[str]:
    """Keep a reply that came too late, and a second one with ``keep_second``.

    ``is_second`` says what the row may not tell yet. The job returns ``unknown``
    (no such id in the application), ``answered`` (somebody replied before) or
    ``late``.
    """
    text = json.dumps(reply, allow_nan=False)

    def job(connection: sqlite3.Connection) -> str:
        row = connection.execute(_BY_REPLY, (reply_id, application_id)).fetchone()
        if row is None and not is_second:
            return "unknown"
        second = is_second or row[0] == "reply"
        if keep_second or not second:
            connection.execute(_LATE, (text, reply_id))
        return "answered" if second else "late"

    return job
