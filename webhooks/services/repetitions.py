"""Deliveries that come again: what the first one was answered.

A sender repeats what it believes to have failed. The first answer is given again
and nothing is started, but for an answer that asked for a repetition: a workflow's
or script's own 5xx, and the one for a workflow that failed before it replied.
"""

import base64
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from webhooks.ingress.reply import Reply
from webhooks.ingress.signatures.identity import Identity
from webhooks.services.site import Site

# The longest wait for a reply, and room for storing what came of it.
LONGEST_WAIT_SECONDS: Final = 130.0

_COLUMNS = (
    "d.id, d.response_status, d.response_headers, d.response_body, "
    "d.response_source, d.late_reply"
)


@dataclass(frozen=True, slots=True)
class First:
    """The delivery that came first.

    ``reply`` is None while none is recorded, also when the caller was only told of
    a stop that is over.
    """

    delivery_id: str
    reply: Reply | None


def find(
    site: Site, webhook_id: str, identities: Sequence[Identity], now_ms: int
) -> First | None:
    """Return what the same message was when it first came, None if it is new.

    Raises Unavailable.
    """
    keys = [identity.key for identity in identities if not identity.by_hand]
    row = _row(site, webhook_id, keys, now_ms)
    if row is not None and row["response_source"] is None:
        # Its caller has just been answered and the record is on its way.
        site.store.writer.submit(_nothing)
        row = _row(site, webhook_id, keys, now_ms)
    if row is None:
        return None
    reply, own = _reply(row)
    if row["response_source"] == "shutdown" and not own and not site.replies.closed:
        reply = None
    if own and reply is not None and reply.status >= 500:
        return None
    return First(row["id"], reply)


def _row(
    site: Site, webhook_id: str, keys: list[str], now_ms: int
) -> sqlite3.Row | None:
    marks = ", ".join("?" * len(keys))
    statement = (
        f"SELECT {_COLUMNS} FROM delivery_identity i "  # noqa: S608  # constant text
        "JOIN delivery d ON d.id = i.delivery_id "
        f"WHERE i.webhook_id = ? AND i.key IN ({marks}) AND i.expires_at > ? LIMIT 1"
    )
    return site.reader.row(statement, (webhook_id, *keys, now_ms)) if keys else None


def _nothing(connection: sqlite3.Connection) -> None:
    """Change nothing: what was queued before has been written."""


def _reply(row: sqlite3.Row) -> tuple[Reply | None, bool]:
    """Return the answer, and whether workflows or scripts are the cause of it.

    A reply that came late is the answer, but not a second one beside the first.
    """
    source = row["response_source"]
    if row["late_reply"] is not None and source != "reply":
        return _late(json.loads(row["late_reply"])), True
    if row["response_status"] is None:
        return None, False
    headers = json.loads(row["response_headers"] or "[]")
    pairs = tuple((name, value) for name, value in headers)
    body = row["response_body"] or b""
    return Reply(row["response_status"], pairs, body), source in {"reply", "runs"}


def _late(kept: dict[str, Any]) -> Reply:
    pairs = tuple((name, value) for name, value in kept["headers"])
    return Reply(kept["statusCode"], pairs, base64.b64decode(kept["bodyBase64"]))
