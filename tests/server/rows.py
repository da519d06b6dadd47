"""What a running server has stored, read from its database beside it."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.server.running import RemoteWebhook


@dataclass(frozen=True, slots=True)
class Row:
    """A stored delivery as a test looks at it."""

    id: str
    method: str
    path: str
    raw_query: str
    headers: list[list[str]]
    body: bytes
    status: str
    reason: str
    response_status: int | None
    response_source: str | None


_ROWS = (
    "SELECT id, method, path, raw_query, headers, body, status, reason, "
    "response_status, response_source FROM delivery WHERE webhook_id = ? ORDER BY seq"
)


def database(instance: Path) -> Path:
    """Return the database file of a data directory."""
    return instance / "webhooks.sqlite"


def rows(webhook: RemoteWebhook) -> list[Row]:
    """Return everything stored for a webhook, oldest first."""
    path = database(webhook.server.instance)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(_ROWS, (webhook.id,)).fetchall()
    return [Row(*row[:4], json.loads(row[4]), *row[5:]) for row in found]


def accepted(webhook: RemoteWebhook) -> list[Row]:
    """Return the accepted deliveries, oldest first."""
    return [row for row in rows(webhook) if row.status == "accepted"]


def integrity(instance: Path) -> str:
    """Return what SQLite's full check says of a data directory's database."""
    path = database(instance)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
