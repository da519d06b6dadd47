"""Counting deliveries by the hour behind ingress, which pays nothing for it.

Every count stands for all deliveries up to a mark, and both are written in one
transaction: a crash can neither lose nor double one. What is deleted behind the
mark is counted by a trigger of the schema as it goes.
"""

import sqlite3
import time

from webhooks.storage.db import open_connection
from webhooks.storage.faults import unavailable
from webhooks.storage.port import Writer, begin_immediate

HOUR_MS = 3_600_000
STEP_ROWS = 2_000
# So many deliveries behind the mark are added by whoever reads the counts: more
# than come in between two looks, with room to spare.
TAIL_ROWS = 10_000
# Fewer are added to each answer more cheaply than they are written down.
WORTH_COUNTING = 1_000

# Between two steps, which take about half as long: after an upgrade or a restored
# backup there are many, and somebody is looking at pages meanwhile.
_PAUSE_SECONDS = 0.02
# As the schema's trigger says it: a check that failed turned the sender away.
_GROUPED = (
    "SELECT webhook_id, hour, sum(NOT turned_away), sum(turned_away) FROM ("
    "SELECT webhook_id, received_at / 3600000 AS hour, "
    "status = 'refused' OR verdict = 'failed' AS turned_away "
    "FROM delivery WHERE seq > :mark AND seq <= :last{}) GROUP BY webhook_id, hour"
)
_COUNT = (
    "INSERT INTO delivery_count (webhook_id, hour, accepted, refused) "
    + _GROUPED.format("")
    + " ON CONFLICT (webhook_id, hour) DO UPDATE SET "
    "accepted = accepted + excluded.accepted, refused = refused + excluded.refused"
)
TAIL = _GROUPED.format(" AND application_id = :application")
MARK = (
    "SELECT CAST(value AS INTEGER) FROM instance_state WHERE key = 'deliveries_counted'"
)
_MOVE = "UPDATE instance_state SET value = ? WHERE key = 'deliveries_counted'"
_LAST = (
    "SELECT max(seq), count(*) "
    "FROM (SELECT seq FROM delivery WHERE seq > ? ORDER BY seq LIMIT ?)"
)
# How many there are to count, at most: two looks into indexes.
BEHIND = f"SELECT coalesce(max(seq), 0) - ({MARK}) FROM delivery"  # noqa: S608  # constant


class Counter:
    """Counts what has come in since the last time, a step at a time."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        writer.file.check()
        self._connection = open_connection(writer.file.path)

    def step(self) -> bool:
        """Count the next deliveries; False when those were the last.

        Raises Unavailable when the database cannot be written to.
        """
        asked = time.monotonic()
        with self._writer.arbiter.turn():
            self._writer.file.check()
            moved = self._writer.offload_in_turn(lambda: self._counted(asked))
        time.sleep(_PAUSE_SECONDS)
        return moved

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _counted(self, asked: float) -> bool:
        begin_immediate(self._connection, asked)
        try:
            mark = self._connection.execute(MARK).fetchone()[0]
            looked = self._connection.execute(_LAST, (mark, STEP_ROWS))
            last, rows = looked.fetchone()
            if last is not None:
                self._connection.execute(_COUNT, {"mark": mark, "last": last})
                self._connection.execute(_MOVE, (str(last),))
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise unavailable(error) from error
            raise
        return bool(rows == STEP_ROWS)
