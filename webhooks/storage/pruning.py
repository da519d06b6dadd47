"""Deleting deliveries in small steps that leave room for everybody else.

Each step is one short write transaction on a native thread, with a pause
behind it: requests are stored between two steps as if nothing were going on.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from webhooks.storage.db import open_connection
from webhooks.storage.port import Writer, begin_immediate

T = TypeVar("T")

BATCH_ROWS = 500
BATCH_BYTES = 8 * 1024 * 1024
_PAUSE_SECONDS = 0.005
_VACUUM_PAGES = 256
# What a row costs beside its texts and bodies, roughly.
_ROW_BYTES = 300

# A delivery is queued while a started work queue has still to give it out, or
# while somebody holds it who has not said that the work is done.
_CANDIDATES = f"""
    SELECT d.seq, d.received_at,
        d.size + length(d.headers) + coalesce(length(d.response_body), 0)
            + {_ROW_BYTES},
        d.reply_id, d.response_status IS NULL,
        d.status = 'accepted' AND (
            EXISTS (SELECT 1 FROM queue_item i
                    WHERE i.delivery_seq = d.seq AND NOT i.acknowledged)
            OR EXISTS (SELECT 1 FROM work_queue q
                       WHERE q.webhook_id = d.webhook_id AND d.seq > q.cursor)
            AND NOT EXISTS (SELECT 1 FROM queue_item i
                            WHERE i.delivery_seq = d.seq AND i.acknowledged))
    FROM delivery d WHERE d.seq > ? ORDER BY d.seq LIMIT {BATCH_ROWS}
"""  # noqa: S608  # constant text
_OF_WEBHOOK = (
    "SELECT seq, size FROM delivery WHERE webhook_id = ? "  # noqa: S608  # constant text
    f"ORDER BY seq LIMIT {BATCH_ROWS}"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A delivery as far as its deletion is concerned; ``bytes`` is about right."""

    seq: int
    received_at_ms: int
    bytes: int
    reply_id: str | None
    unanswered: bool
    queued: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What one step saw and deleted; ``last_seq`` is where the next begins."""

    seen: int
    last_seq: int
    deleted: int
    bytes: int


class Pruner:
    """Walks over all deliveries, the oldest first, and deletes some."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        writer.file.check()
        self._connection = open_connection(writer.file.path)

    def step(
        self, after_seq: int, wanted: Callable[[Candidate], bool], dry_run: bool
    ) -> Step:
        """Look at the next deliveries behind ``after_seq``; delete the wanted.

        Raises Unavailable when the database cannot be written to.
        """
        if dry_run:
            return self._writer.offload(lambda: self._choose(after_seq, wanted)[1])
        step = self._in_turn(lambda: self._delete(after_seq, wanted))
        time.sleep(_PAUSE_SECONDS)
        return step

    def step_of(self, webhook_id: str) -> bool:
        """Delete the oldest deliveries of one webhook; False when none is left.

        Raises Unavailable when the database cannot be written to.
        """
        more = self._in_turn(lambda: self._delete_of(webhook_id))
        time.sleep(_PAUSE_SECONDS)
        return more

    def shrink(self, stop: Callable[[], bool]) -> None:
        """Give pages that are not in use any more back to the file system."""
        while not stop() and self._in_turn(self._vacuum):
            time.sleep(_PAUSE_SECONDS)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _in_turn(self, work: Callable[[], T]) -> T:
        asked = time.monotonic()
        with self._writer.arbiter.turn():
            self._writer.file.check()
            return self._writer.offload_in_turn(
                lambda: self._in_transaction(work, asked)
            )

    def _in_transaction(self, work: Callable[[], T], asked: float) -> T:
        begin_immediate(self._connection, asked)
        try:
            result = work()
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return result

    def _choose(
        self, after_seq: int, wanted: Callable[[Candidate], bool]
    ) -> tuple[list[int], Step]:
        seen, last_seq, total_bytes = 0, after_seq, 0
        chosen: list[int] = []
        for row in self._connection.execute(_CANDIDATES, (after_seq,)):
            seq, received_at_ms, size_bytes, reply_id, unanswered, queued = row
            candidate = Candidate(
                seq,
                received_at_ms,
                size_bytes,
                reply_id,
                bool(unanswered),
                bool(queued),
            )
            seen, last_seq = seen + 1, candidate.seq
            if wanted(candidate):
                chosen.append(candidate.seq)
                total_bytes += candidate.bytes
                if total_bytes >= BATCH_BYTES:
                    break
        return chosen, Step(seen, last_seq, len(chosen), total_bytes)

    def _delete(self, after_seq: int, wanted: Callable[[Candidate], bool]) -> Step:
        chosen, step = self._choose(after_seq, wanted)
        self._connection.executemany(
            "DELETE FROM delivery WHERE seq = ?", [(seq,) for seq in chosen]
        )
        return step

    def _delete_of(self, webhook_id: str) -> bool:
        chosen: list[tuple[int]] = []
        total_bytes = 0
        for seq, size_bytes in self._connection.execute(_OF_WEBHOOK, (webhook_id,)):
            chosen.append((seq,))
            total_bytes += size_bytes
            if total_bytes >= BATCH_BYTES:
                break
        self._connection.executemany("DELETE FROM delivery WHERE seq = ?", chosen)
        return bool(chosen)

    def _vacuum(self) -> bool:
        before = self._unused()
        if before:
            # It does one page for each row that is fetched.
            self._connection.execute(
                f"PRAGMA incremental_vacuum({_VACUUM_PAGES})"
            ).fetchall()
        return 0 < self._unused() < before

    def _unused(self) -> int:
        count: int = self._connection.execute("PRAGMA freelist_count").fetchone()[0]
        return count
