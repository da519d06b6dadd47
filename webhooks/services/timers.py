"""Timers of workflows: planned in memory, kept in the database over a restart.

Times that nobody was there for are left out, and the rhythm is kept.
"""

import logging
import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from webhooks.clock import from_ms, to_ms
from webhooks.errors import NotFound, Unavailable, WebhooksError
from webhooks.ids import new_delivery_id
from webhooks.runtime.alarm import Alarm
from webhooks.services import run_rows
from webhooks.services.run_rows import NewRun
from webhooks.services.site import Site
from webhooks.storage.port import Job
from webhooks.workflows.errors import FieldProblem
from webhooks.workflows.schedule import Schedule, read_schedule

TIMER: Final = "timer"
# Whoever goes by the clock on the wall looks at it this often.
_LOOK_SECONDS: Final = 30.0
_RETRY_SECONDS: Final = 5.0
_SET_BACK: Final = timedelta(seconds=1)

_ROWS = (
    "SELECT t.workflow_id, t.key, t.place, t.due_at, t.version_id, "
    "w.application_id, coalesce(v.version, 'develop') AS version, "
    "coalesce(v.definition_id, w.definition_id) AS definition_id "
    "FROM workflow_trigger t JOIN workflow w ON w.id = t.workflow_id "
    "LEFT JOIN workflow_version v ON v.id = t.version_id "
    "WHERE t.type = 'timer' AND w.enabled AND coalesce(v.enabled, 1) "
    "AND t.version_id IS w.default_version_id"
)
_PLAN = (
    "UPDATE workflow_trigger SET due_at = ? WHERE type = 'timer' "
    "AND workflow_id = ? AND key = ?"
)
_REVISION = "SELECT value FROM instance_state WHERE key = 'endpoint_revision'"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Timer:
    """A timer that is planned, with what its runs need."""

    workflow_id: str
    key: str
    application_id: str
    version: str
    version_id: str | None
    definition_id: int
    schedule: Schedule

    @property
    def name(self) -> tuple[str, str, str]:
        """What the alarm knows it by."""
        return (TIMER, self.workflow_id, self.key)


class Timers:
    """The timers of a serving instance."""

    def __init__(self, site: Site, alarm: Alarm) -> None:
        self._site = site
        self._alarm = alarm
        self._planned: dict[str, list[_Timer]] = {}
        self._lock = threading.Lock()
        self._revision: Any = None

    def begin(self) -> None:
        """Plan every timer that there is. Raises Unavailable."""
        revision = self._current_revision()
        self._sync(self._site.reader.rows(_ROWS), set(self._planned))
        self._revision = revision

    def sync(self, workflow_id: str) -> None:
        """Take over the timers that a workflow has now."""
        sql = f"{_ROWS} AND t.workflow_id = ?"
        self._sync(self._site.reader.rows(sql, (workflow_id,)), {workflow_id})

    def look_for_changes(self) -> None:
        """Notice what another process has changed (a command)."""
        revision = self._current_revision()
        if revision != self._revision:
            self.begin()

    def _current_revision(self) -> Any:
        row = self._site.reader.row(_REVISION)
        return None if row is None else row["value"]

    def _sync(self, rows: list[sqlite3.Row], gone: set[str]) -> None:
        with self._lock:
            found: dict[str, list[tuple[_Timer, int | None]]] = {}
            for row in rows:
                timer = self._timer(row)
                if timer is not None:
                    known = found.setdefault(timer.workflow_id, [])
                    known.append((timer, row["due_at"]))
            for workflow_id in gone | set(found):
                before = self._planned.pop(workflow_id, [])
                pairs = found.get(workflow_id, [])
                kept = {timer for timer, due in pairs if due is not None}
                for timer in before:
                    if timer not in kept:
                        self._alarm.cancel(timer.name)
                if pairs:
                    self._planned[workflow_id] = [timer for timer, _ in pairs]
                for timer, due_ms in pairs:
                    if timer not in before or due_ms is None:
                        self._plan(timer, due_ms)

    def _timer(self, row: sqlite3.Row) -> _Timer | None:
        try:
            workflow = self._site.definitions.get(row["definition_id"])
            trigger = workflow.trigger(TIMER, row["key"])
            if trigger is None:
                return None
            schedule = read_schedule(trigger.config, trigger.meta)
        except (FieldProblem, NotFound):
            # One that cannot be read must not hold up the others.
            return None
        return _Timer(
            row["workflow_id"],
            row["key"],
            row["application_id"],
            row["version"],
            row["version_id"],
            row["definition_id"],
            schedule,
        )

    def _plan(self, timer: _Timer, due_ms: int | None) -> None:
        now = self._site.clock.now()
        before = None if due_ms is None else from_ms(due_ms)
        due = _coming(timer.schedule, now, before)
        self._arm(timer, due)
        if to_ms(due) == due_ms:
            return
        try:
            self._site.store.writer.submit(_planned(timer, due))
        except Unavailable as error:
            # It fires all the same, and then the next time is written down.
            _logger.error("the time of a timer was not stored: %s", error.message)

    def _is_planned(self, timer: _Timer) -> bool:
        """Tell whether the workflow still has this timer, as it was."""
        return timer in self._planned.get(timer.workflow_id, ())

    def _arm(self, timer: _Timer, due: datetime) -> None:
        seconds = (due - self._site.clock.now()).total_seconds()
        if timer.schedule.seconds is None:
            # The clock on the wall may be set meanwhile.
            seconds = min(seconds, _LOOK_SECONDS)
        self._alarm.set(timer.name, seconds, lambda: self._look(timer, due))

    def _look(self, timer: _Timer, due: datetime) -> None:
        by_clock = timer.schedule.seconds is None
        if by_clock and self._site.clock.now() < due:
            self._arm(timer, due)
            return
        threading.Thread(
            target=self._fire, args=(timer, due), name="timer", daemon=True
        ).start()

    def _fire(self, timer: _Timer, due: datetime) -> None:
        """Store a run and the time of the next one, at one stroke."""
        site = self._site
        with self._lock:
            if not self._is_planned(timer):
                return
        now = site.clock.now()
        following = _following(timer.schedule, now, due)
        run = _run(timer, to_ms(now))
        site.runner.admit([run])
        seqs: list[int] | None = None
        try:
            seqs = site.store.writer.submit(_fired(timer, following, run))
        except WebhooksError as error:
            _logger.error("a timer did not fire: %s", error.message)
        finally:
            if seqs is None:
                site.runner.dropped([run])
        if seqs is not None:
            site.runner.stored([run], seqs)
        with self._lock:
            # Whoever changed the timer meanwhile has planned it anew.
            if not self._is_planned(timer):
                return
            if seqs is None:
                seconds = _RETRY_SECONDS
                self._alarm.set(timer.name, seconds, lambda: self._look(timer, due))
            elif seqs[0]:
                self._arm(timer, following)


def _coming(schedule: Schedule, now: datetime, before: datetime | None) -> datetime:
    """Return when a timer fires next for which ``before`` was planned."""
    due = schedule.next_after(now, before)
    if schedule.seconds is None:
        return due
    # The clock may have been set back: no wait is longer than it should be.
    return min(due, now + timedelta(seconds=schedule.seconds))


def _following(schedule: Schedule, now: datetime, due: datetime) -> datetime:
    """Return when a timer fires next that fires now and was due at ``due``."""
    if schedule.seconds is not None and due - now > _SET_BACK:
        # The clock was set back: the wait must not become longer by that.
        return now + timedelta(seconds=schedule.seconds)
    return schedule.next_after(max(now, due), due)


def _run(timer: _Timer, now_ms: int) -> NewRun:
    return NewRun(
        new_delivery_id(now_ms),
        timer.application_id,
        timer.workflow_id,
        timer.version_id,
        timer.version,
        timer.definition_id,
        TIMER,
        timer.key,
        now_ms,
    )


def _planned(timer: _Timer, due: datetime) -> Job[bool]:
    values = (to_ms(due), timer.workflow_id, timer.key)

    def job(connection: sqlite3.Connection) -> bool:
        return connection.execute(_PLAN, values).rowcount > 0

    return job


def _fired(timer: _Timer, following: datetime, run: NewRun) -> Job[list[int]]:
    plan = _planned(timer, following)

    def job(connection: sqlite3.Connection) -> list[int]:
        # The workflow may have been deleted, or lost this timer, a moment ago.
        return [run_rows.insert(connection, run, None) if plan(connection) else 0]

    return job
