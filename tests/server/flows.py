"""Workflows on a running server, and their runs as its database has them."""

import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any

from tests.server.callers import until
from tests.server.rows import database
from tests.server.running import RemoteWebhook, RunningServer
from tests.services.flow_parts import on_webhook, starts

UNFINISHED = ("queued", "running", "waiting")


class RemoteFlow:
    """A workflow that listens to a webhook."""

    def __init__(
        self,
        webhook: RemoteWebhook,
        *nodes: dict[str, Any],
        triggers: tuple[dict[str, Any], ...] = (),
        **fields: Any,
    ) -> None:
        self.server = webhook.server
        listens = starts(on_webhook(webhook.id), nodes[0]["id"])
        value = {
            "name": "test",
            "triggers": [listens, *triggers],
            "nodes": list(nodes),
            **fields,
        }
        path = f"/applications/{webhook.application_id}/flows"
        answer = self.server.api("POST", path, value)
        assert answer.status == 201, answer.body
        self.id: str = answer.json["id"]
        self.api_path = f"{path}/{self.id}"

    def patch(self, **changes: Any) -> None:
        """Change the workflow."""
        answer = self.server.api("PATCH", self.api_path, changes)
        assert answer.status == 200, answer.body

    def storage(self) -> dict[str, Any]:
        """Return the workflow's stored values."""
        answer = self.server.api("GET", f"{self.api_path}/storage")
        assert answer.status == 200, answer.body
        value: dict[str, Any] = answer.json
        return value

    def runs(self) -> list[dict[str, Any]]:
        """Return the runs as stored, the first one first."""
        return [run for run in runs(self.server) if run["workflow_id"] == self.id]

    def statuses(self) -> Counter[str]:
        """Return how many runs are in which state."""
        sql = "SELECT status, count(*) AS n FROM run WHERE workflow_id = ?"
        rows = query(self.server, f"{sql} GROUP BY status", self.id)
        return Counter({row["status"]: row["n"] for row in rows})

    def settle(self, seconds: float = 60) -> None:
        """Wait until every run has come to an end."""
        until(lambda: not is_busy(self.statuses()), "every run is over", seconds)


def is_busy(statuses: Counter[str]) -> bool:
    """Tell whether some run is not over."""
    return any(statuses[status] for status in UNFINISHED)


def query(server: RunningServer, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Return rows of the server's database, read beside it."""
    path = database(server.instance)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]


def runs(server: RunningServer) -> list[dict[str, Any]]:
    """Return every run as stored, the first one first."""
    return query(server, "SELECT * FROM run ORDER BY seq")
