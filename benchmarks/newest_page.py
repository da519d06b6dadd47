"""The newest 50 deliveries of a webhook, among a million of several."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event

from app import create_app
from benchmarks.contestants import Place, Switchhook
from benchmarks.filled import fill
from benchmarks.outcome import BenchmarkError, Line, Outcome
from webhooks import settings as settings_table
from webhooks.services import deliveries
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.site import Site

_WEBHOOKS = 10
_TIMES = 50

Statement = tuple[str, Any]


def measure(directory: Path, cpu: int, rows: int) -> Outcome:
    """Fill a database with ``rows`` deliveries and ask for the newest page."""
    instance = Switchhook(Place(directory / "page", cpu), "ours")
    webhook_ids = [instance.webhook()[0] for _ in range(_WEBHOOKS)]
    fill(instance, webhook_ids, rows)
    app = create_app(settings_table.load(instance.environment))
    site: Site = app.extensions["switchhook"]
    with app.app_context():
        try:
            return _measured(site, instance, webhook_ids[0], rows)
        finally:
            site.close()


def _measured(site: Site, instance: Switchhook, webhook_id: str, rows: int) -> Outcome:
    def ask() -> None:
        page = deliveries.list_(
            site, instance.application_id, webhook_id, DeliveryQuery()
        )
        if len(page.items) != 50:
            raise BenchmarkError(f"The page holds {len(page.items)} deliveries.")

    statements = _statements(site, ask)
    whole_ms = _median_ms(ask)
    connection = sqlite3.connect(instance.database)
    try:
        inside_ms = _median_ms(lambda: _run(connection, statements))
    finally:
        connection.close()
    what = f"newest 50 of a webhook among {rows:,} deliveries"
    return Outcome(
        [
            Line(
                f"{what}: in the database",
                *(inside_ms, f"{inside_ms:.2f} ms in {len(statements)} statements"),
                *("≤ 5 ms", 5),
            ),
            Line(f"{what}: with the ORM", whole_ms, f"{whole_ms:.2f} ms"),
        ]
    )


def _statements(site: Site, ask: Callable[[], None]) -> list[Statement]:
    """Return the SQL that the service sends, with its parameters."""
    seen: list[Statement] = []

    def note(*arguments: Any) -> None:
        _, _, statement, parameters, *_ = arguments
        seen.append((statement, parameters))

    event.listen(site.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(site.engine, "before_cursor_execute", note)
    return seen


def _run(connection: sqlite3.Connection, statements: list[Statement]) -> None:
    for statement, parameters in statements:
        connection.execute(statement, parameters).fetchall()


def _median_ms(action: Callable[[], None]) -> float:
    times = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        action()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
