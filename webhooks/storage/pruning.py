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
# With a delivery go its runs, with all that they recorded: a step of few rows may
# take long, and ends then.
_STEP_SECONDS = 0.05
_VACUUM_PAGES = 256
# What a row costs beside its texts and bodies, roughly.
_ROW_BYTES = 300

# A delivery is queued while a started work queue has still to give it out, while
# somebody holds it who has not said that the work is done, or while a run of it
# has not ended.
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
                            WHERE i.delivery_seq = d.seq AND i.acknowledged)
            OR EXISTS (SELECT 1 FROM run r WHERE r.delivery_seq = d.seq
                       AND r.status IN ('queued', 'running', 'waiting')))
    FROM delivery d WHERE d.seq > ? ORDER BY d.seq LIMIT {BATCH_ROWS}
"""  # noqa: S608  # constant text
_OF_WEBHOOK = (
    f"SELECT seq, size + {_ROW_BYTES} FROM delivery WHERE webhook_id = ? "  # noqa: S608  # constant text
    f"ORDER BY seq LIMIT {BATCH_ROWS}"
)
# Runs that no delivery takes with it, those of timers and buttons.
_RUN_BYTES = (
    "coalesce(length(start), 0) + coalesce(length(state), 0) "
    f"+ coalesce(length(steps), 0) + {_ROW_BYTES}"
)
_OLD_RUNS = (
    f"SELECT seq, {_RUN_BYTES} FROM run WHERE delivery_seq IS NULL "  # noqa: S608  # constant text
    "AND status NOT IN ('queued', 'running', 'waiting') AND created_at < ? "
    f"ORDER BY created_at LIMIT {BATCH_ROWS}"
)
_RUNS_OF_WORKFLOW = (
    f"SELECT seq, {_RUN_BYTES} FROM run WHERE workflow_id = ? "  # noqa: S608  # constant text
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
        return self._step_through(_OF_WEBHOOK, "delivery", webhook_id) > 0

    def step_of_runs(self, workflow_id: str) -> bool:
        """Delete the oldest runs of one workflow; False when none is left.

        Raises Unavailable when the database cannot be written to.
        """
        return self._step_through(_RUNS_OF_WORKFLOW, "run", workflow_id) > 0

    def step_of_old_runs(self, before_ms: int, most_bytes: int | None = None) -> int:
        """Delete ended runs that were made before a time and belong to no delivery.

        Returns how many bytes they took, about; 0 when none is left. Raises
        Unavailable.
        """
        return self._step_through(_OLD_RUNS, "run", before_ms, most_bytes)

    def shrink(self, stop: Callable[[], bool]) -> None:
        """Give pages that are not in use any more back to the file system."""
        while not stop() and self._in_turn(self._vacuum):
            time.sleep(_PAUSE_SECONDS)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _step_through(
        self, rows: str, table: str, of: str | int, most_bytes: int | None = None
    ) -> int:
        most = BATCH_BYTES if most_bytes is None else min(most_bytes, BATCH_BYTES)
        size_bytes = self._in_turn(lambda: self._delete_of(rows, table, of, most))
        time.sleep(_PAUSE_SECONDS)
        return size_bytes

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
    ) -> tuple[list[tuple[int, int]], Step]:
        seen, last_seq, total_bytes = 0, after_seq, 0
        chosen: list[tuple[int, int]] = []
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
                chosen.append((candidate.seq, candidate.bytes))
                total_bytes += candidate.bytes
                if total_bytes >= BATCH_BYTES:
                    break
        return chosen, Step(seen, last_seq, len(chosen), total_bytes)

    def _delete(self, after_seq: int, wanted: Callable[[Candidate], bool]) -> Step:
        chosen, step = self._choose(after_seq, wanted)
        gone = self._remove("delivery", chosen)
        if len(gone) == len(chosen):
            return step
        size_bytes = sum(size for _, size in gone)
        return Step(step.seen, gone[-1][0], len(gone), size_bytes)

    def _delete_of(self, rows: str, table: str, of: str | int, most: int) -> int:
        """Delete the first of some rows; return about how many bytes they took."""
        chosen: list[tuple[int, int]] = []
        total_bytes = 0
        for seq, size_bytes in self._connection.execute(rows, (of,)):
            chosen.append((seq, size_bytes))
            total_bytes += size_bytes
            if total_bytes >= most:
                break
        return sum(size for _, size in self._remove(table, chosen))

    def _remove(
        self, table: str, chosen: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Delete rows, at least one, until the step lasts too long; return which."""
        until = time.monotonic() + _STEP_SECONDS
        for count, (seq, _) in enumerate(chosen, 1):
            # The table's name is one of two constants.
            self._connection.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608
            if time.monotonic() > until:
                return chosen[:count]
        return chosen

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
