"""A database with as many deliveries as wanted, written into the real schema.

Apart because several parts measure how the server does with many.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.contestants import Switchhook

_BATCH = 10_000
# As if they had come during the last month, evenly.
_SPREAD_MS = 30 * 24 * 3600 * 1000
_BODY = b'{"reading": "' + b"x" * 1009 + b'"}'
_HEADERS = '[["host","127.0.0.1"],["content-type","application/json"]]'
_INSERT = (
    "INSERT INTO delivery (id, webhook_id, application_id, received_at, method, path, "
    "raw_query, headers, remote_address, content_type, size, status, source, scheme, "
    "verdict, reason, response_status, response_headers, response_source, duration_ms, "
    "body, response_body) VALUES (?,?,?,?,'POST','/','',?,'127.0.0.1',"
    "'application/json',?,'accepted','request','none','unchecked','',200,'[]',"
    "'automatic',1.5,?,?)"
)


def fill(instance: Switchhook, webhook_ids: list[str], rows: int) -> None:
    """Write deliveries, the webhooks taking turns; the server must not run."""
    connection = sqlite3.connect(instance.database)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        began_ms = int(time.time() * 1000) - _SPREAD_MS
        for first in range(0, rows, _BATCH):
            numbers = range(first, min(first + _BATCH, rows))
            times = (began_ms + number * _SPREAD_MS // rows for number in numbers)
            made = _rows(instance, webhook_ids, zip(numbers, times, strict=True))
            connection.executemany(_INSERT, made)
            connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _rows(
    instance: Switchhook, webhook_ids: list[str], numbered: Iterator[tuple[int, int]]
) -> Iterator[tuple[Any, ...]]:
    for number, received_ms in numbered:
        yield (
            os.urandom(12).hex(),
            webhook_ids[number % len(webhook_ids)],
            instance.application_id,
            received_ms,
            _HEADERS,
            len(_BODY),
            _BODY,
            b'{"success":true}',
        )
