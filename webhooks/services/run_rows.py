"""The statements around a run's life: plain SQL, in the writer's transaction.

A run is stored with the delivery that causes it. It is ``running`` at once when
a slot was free, else ``queued``; every later change names the state that it
expects, so a run is taken once, whatever happens at the same time.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webhooks.storage.port import Job

_INSERT = (
    "INSERT INTO run (id, application_id, workflow_id, version_id, version, "
    "definition_id, trigger_type, trigger_key, delivery_seq, status, boot, depth, "
    "run_key, created_at, due_at, started_at, start, finished_at, duration_ms, "
    "paths_completed, steps) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_CLAIM = (
    "UPDATE run SET status = 'running', boot = ?, "
    "started_at = coalesce(started_at, ?) "
    "WHERE seq = ? AND status IN ('queued', ?) RETURNING seq"
)
_FINISH = (
    "UPDATE run SET status = ?, finished_at = ?, due_at = ?, duration_ms = ?, "
    "paths_completed = ?, error = ?, state = ?, steps = ?, start = NULL "
    "WHERE seq = ? AND status = 'running' AND boot = ?"
)
_CANCEL = (
    "UPDATE run SET status = 'cancelled', finished_at = ?, due_at = NULL, "
    "state = NULL, start = NULL WHERE seq = ? "
)
_CANCEL_IDLE = f"{_CANCEL} AND status IN ('queued', 'waiting')"
_CANCEL_TAKEN = f"{_CANCEL} AND status = 'running' AND boot = ?"
_RESCHEDULE = (
    "UPDATE run SET due_at = ?, start = ?, trigger_key = ?, workflow_id = ?, "
    "version_id = ?, version = ?, definition_id = ? "
    "WHERE application_id = ? AND run_key = ? AND status = 'waiting' "
    "AND state IS NULL RETURNING seq"
)


@dataclass(slots=True)  # not frozen: one is made for each run
class NewRun:
    """Everything about a run that is about to be stored.

    ``start`` is what its trigger gives beside the delivery, as JSON text. The
    last fields are set for a run that has ended already.
    """

    id: str
    application_id: str
    workflow_id: str
    version_id: str | None
    version: str
    definition_id: int
    trigger_type: str
    trigger_key: str
    created_at_ms: int
    status: str = "queued"
    boot: str | None = None
    depth: int = 0
    run_key: str | None = None
    due_at_ms: int | None = None
    start: str | None = None
    started_at_ms: int | None = None
    finished_at_ms: int | None = None
    duration_ms: float | None = None
    paths_completed: int = 0
    steps: str | None = None

    def values(self, delivery_seq: int | None) -> tuple[Any, ...]:
        """Return the row in the order of the statement."""
        started = self.started_at_ms
        if started is None and self.boot is not None:
            started = self.created_at_ms
        return (
            self.id,
            self.application_id,
            self.workflow_id,
            self.version_id,
            self.version,
            self.definition_id,
            self.trigger_type,
            self.trigger_key,
            delivery_seq,
            self.status,
            self.boot,
            self.depth,
            self.run_key,
            self.created_at_ms,
            self.due_at_ms,
            started,
            self.start,
            self.finished_at_ms,
            self.duration_ms,
            self.paths_completed,
            self.steps,
        )


@dataclass(slots=True)  # not frozen: one is made for each run
class Ending:
    """What a run came to, as it is stored; the texts are JSON."""

    status: str
    finished_at_ms: int | None
    due_at_ms: int | None
    duration_ms: float
    paths_completed: int
    error: str | None
    state: str | None
    steps: str | None


def insert(
    connection: sqlite3.Connection, run: NewRun, delivery_seq: int | None
) -> int:
    """Store a run and return its number."""
    return connection.execute(_INSERT, run.values(delivery_seq)).lastrowid or 0


def insert_all(
    runs: Sequence[NewRun], delivery_seq: int | None = None
) -> Job[list[int]]:
    """Store runs; the job returns their numbers."""

    def job(connection: sqlite3.Connection) -> list[int]:
        return [insert(connection, run, delivery_seq) for run in runs]

    return job


def insert_unless_gone(
    connection: sqlite3.Connection, run: NewRun, delivery_seq: int | None
) -> int:
    """Store a run; return 0 if its workflow was deleted a moment ago.

    The statement alone is undone then, not what its transaction did before.
    """
    try:
        return insert(connection, run, delivery_seq)
    except sqlite3.IntegrityError:
        return 0


def claim(seq: int, boot: str, now_ms: int, *, waited: bool = False) -> Job[bool]:
    """Take a queued run; the job returns False if somebody else has, or cancelled it.

    ``waited`` takes one that waits as well, because its time has come.
    """

    def job(connection: sqlite3.Connection) -> bool:
        values = (boot, now_ms, seq, "waiting" if waited else "queued")
        return connection.execute(_CLAIM, values).fetchone() is not None

    return job


def finish(
    seq: int,
    boot: str,
    ending: Ending,
    children: Sequence[NewRun] = (),
    delivery_seq: int | None = None,
) -> Job[list[int] | None]:
    """Write down how a run ended, with the runs that its error starts.

    The job returns their numbers, 0 for those whose workflow is no more, or None
    when the run is not ours any more. What the run began with is not kept: it may
    hold secrets, and the steps show it without them.
    """
    values = (
        ending.status,
        ending.finished_at_ms,
        ending.due_at_ms,
        ending.duration_ms,
        ending.paths_completed,
        ending.error,
        ending.state,
        ending.steps,
        seq,
        boot,
    )

    def job(connection: sqlite3.Connection) -> list[int] | None:
        if connection.execute(_FINISH, values).rowcount != 1:
            return None
        return [
            insert_unless_gone(connection, child, delivery_seq) for child in children
        ]

    return job


def cancel(seq: int, now_ms: int) -> Job[bool]:
    """Cancel a run that does not run now; the job returns whether it did."""

    def job(connection: sqlite3.Connection) -> bool:
        return connection.execute(_CANCEL_IDLE, (now_ms, seq)).rowcount == 1

    return job


def cancel_taken(seq: int, boot: str, now_ms: int) -> Job[None]:
    """Cancel a run that was taken but must not run; its steps so far are kept."""

    def job(connection: sqlite3.Connection) -> None:
        connection.execute(_CANCEL_TAKEN, (now_ms, seq, boot))

    return job


def plan(run: NewRun) -> Job[tuple[int, bool]]:
    """Store a run for later, or give the one with the same key a new time and start.

    A run that has begun and waits in the middle is none of those. The job returns
    the run's number, and whether it was there.
    """
    values = (
        run.due_at_ms,
        run.start,
        run.trigger_key,
        run.workflow_id,
        run.version_id,
        run.version,
        run.definition_id,
        run.application_id,
        run.run_key,
    )

    def job(connection: sqlite3.Connection) -> tuple[int, bool]:
        rows = connection.execute(_RESCHEDULE, values).fetchall()
        return (rows[0][0], True) if rows else (insert(connection, run, None), False)

    return job
