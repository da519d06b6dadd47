"""What a workflow's runs came to: counters, series over time, and errors.

Apart because it reads very many rows: on a native thread, with a connection of
its own, so that the server goes on meanwhile. The shapes and the bounds of
``duration``, ``resolution`` and ``limit`` are Losant's.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, Final, TypeVar

from webhooks.services.native_reading import read
from webhooks.services.site import Site
from webhooks.storage.models import Workflow

T = TypeVar("T")

DAY_MS: Final = 86_400_000
DURATION_MS: Final = (900_000, 31 * DAY_MS)
RESOLUTION_MS: Final = 3_600_000
MOST_ERRORS: Final = 25
MOST_LOGS: Final = 1000
LOG_STEP_MS: Final = 900_000
# A list must stay quick: so many of the newest runs are counted for each item.
COUNTED: Final = 2_000

_FAILED = "status IN ('failed', 'interrupted')"
_COUNTS = (
    f"SELECT version, count(*), sum({_FAILED}) FROM (SELECT version, status, "  # noqa: S608  # constant text
    "created_at FROM run WHERE workflow_id = ? ORDER BY seq DESC LIMIT ?) "
    "WHERE created_at >= ? GROUP BY version ORDER BY version"
)
_SERIES = (
    "SELECT min((created_at - :start) / :step, :last) AS bucket, count(*), "  # noqa: S608  # constant text
    f"sum(paths_completed), sum({_FAILED}), sum(coalesce(duration_ms, 0)), "
    "version_id FROM run WHERE workflow_id = :flow AND created_at >= :start "
    "AND created_at < :end AND (:version IS NULL OR version = :version) "
    "GROUP BY bucket, CASE WHEN :split THEN version_id END"
)
_ERRORS = (
    "SELECT coalesce(finished_at, created_at), version, version_id, error, "
    "definition_id FROM run WHERE workflow_id = :flow AND created_at >= :start "
    "AND created_at < :end AND (:version IS NULL OR version = :version) "
    "AND status = 'failed' ORDER BY seq {} LIMIT :limit"
)
_NODES = "SELECT nodes FROM workflow_definition WHERE seq = ?"


@dataclass(frozen=True, slots=True)
class Span:
    """Which runs: from ``start`` up to ``end`` in milliseconds, of one version
    by its name, or of all.
    """

    start_ms: int
    end_ms: int
    version: str | None = None

    def values(self, workflow: Workflow) -> dict[str, Any]:
        """Return what the statements ask for."""
        return {
            "flow": workflow.id,
            "start": self.start_ms,
            "end": self.end_ms,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Bucket:
    """What happened in one stretch of time; ``wall_time_ms`` adds all runs up."""

    time_ms: int
    runs: int = 0
    paths_completed: int = 0
    paths_failed: int = 0
    wall_time_ms: float = 0.0
    version_id: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that failed, with the node that it failed at."""

    time_ms: int
    version: str
    version_id: str | None
    node_id: str | None
    node_label: str
    name: str
    message: str


def span(
    site: Site, duration_ms: int | None, end_ms: int | None, version: str | None
) -> Span:
    """Return the stretch that a caller asks for, within what is allowed.

    No duration is a day; no end (or one that counts back from now) is now.
    """
    now = site.clock.now_ms()
    end = now if not end_ms else end_ms if end_ms > 0 else now + end_ms
    low, high = DURATION_MS
    duration = min(max(duration_ms or DAY_MS, low), high)
    # The present millisecond is part of it.
    return Span(end - duration, end + 1, version)


def counts(
    site: Site, workflows: Iterable[Workflow]
) -> dict[str, dict[str, tuple[int, int]]]:
    """Return runs and failures of the last day, by workflow and version.

    Of each workflow the newest ``COUNTED`` runs are looked at.
    """
    since = site.clock.now_ms() - DAY_MS
    ids = [workflow.id for workflow in workflows]

    def look(connection: Connection) -> dict[str, dict[str, tuple[int, int]]]:
        return {
            each: {
                version: (runs, failed)
                for version, runs, failed in connection.execute(
                    _COUNTS, (each, COUNTED, since)
                )
            }
            for each in ids
        }

    return read(site, look) if ids else {}


def series(
    site: Site, workflow: Workflow, wanted: Span, resolution_ms: int | None
) -> tuple[int, list[Bucket]]:
    """Return the resolution that was used and one bucket after another."""
    length = wanted.end_ms - 1 - wanted.start_ms
    step = min(max(resolution_ms or RESOLUTION_MS, DURATION_MS[0]), length)
    times = range(wanted.start_ms, wanted.end_ms - 1, step)
    # What happens just now belongs to the last stretch.
    more = {"step": step, "last": len(times) - 1, "split": False}
    values = wanted.values(workflow) | more
    found = _apart(site, lambda connection: _buckets(connection, values))
    known = {bucket.time_ms: bucket for bucket in found}
    return step, [known.get(time, Bucket(time)) for time in times]


def log(
    site: Site, workflow: Workflow, wanted: Span, limit: int
) -> list[tuple[Bucket, list[Failure]]]:
    """Return what happened each quarter of an hour and in each version.

    The newest come first, with the errors that belong to them, if recent.
    """
    start = wanted.start_ms - wanted.start_ms % LOG_STEP_MS
    values = wanted.values(workflow) | {
        "start": start,
        "step": LOG_STEP_MS,
        "last": wanted.end_ms,
        "split": True,
    }

    def look(connection: Connection) -> tuple[list[Bucket], list[Failure]]:
        return _buckets(connection, values), _failures(connection, values, 200, "desc")

    found, failed = _apart(site, look)
    found.sort(key=lambda bucket: bucket.time_ms, reverse=True)
    return [
        (bucket, [each for each in failed if _within(bucket, each)])
        for bucket in found[:limit]
    ]


def errors(
    site: Site, workflow: Workflow, wanted: Span, limit: int, direction: str
) -> list[Failure]:
    """Return the runs that failed, the newest first unless ``asc``."""
    values = wanted.values(workflow)
    most = min(max(limit, 1), MOST_ERRORS)
    return _apart(
        site, lambda connection: _failures(connection, values, most, direction)
    )


def _apart(site: Site, look: Callable[[Connection], T]) -> T:
    """Read much, leaving threads for everybody else."""
    with site.searches:
        return read(site, look)


def _buckets(connection: Connection, values: dict[str, Any]) -> list[Bucket]:
    return [
        Bucket(
            values["start"] + number * values["step"],
            runs,
            completed or 0,
            failed or 0,
            round(wall, 3),
            version_id if values["split"] else None,
        )
        for number, runs, completed, failed, wall, version_id in connection.execute(
            _SERIES, values
        )
    ]


def _failures(
    connection: Connection, values: dict[str, Any], limit: int, direction: str
) -> list[Failure]:
    statement = _ERRORS.format("ASC" if direction == "asc" else "DESC")
    rows = connection.execute(statement, values | {"limit": limit}).fetchall()
    labels: dict[int, dict[str, str]] = {}
    found = []
    for time_ms, version, version_id, text, definition_id in rows:
        error = json.loads(text) if text else {}
        if definition_id not in labels:
            labels[definition_id] = _labels(connection, definition_id)
        node_id = error.get("nodeId")
        found.append(
            Failure(
                time_ms,
                version,
                version_id,
                node_id,
                labels[definition_id].get(node_id or "", ""),
                error.get("name", "Error"),
                error.get("message", ""),
            )
        )
    return found


def _labels(connection: Connection, definition_id: int) -> dict[str, str]:
    row = connection.execute(_NODES, (definition_id,)).fetchone()
    nodes: Sequence[dict[str, Any]] = json.loads(row[0]) if row else []
    return {
        str(node.get("id")): str((node.get("meta") or {}).get("label", ""))
        for node in nodes
    }


def _within(bucket: Bucket, failure: Failure) -> bool:
    after = failure.time_ms - bucket.time_ms
    return 0 <= after < LOG_STEP_MS and failure.version_id == bucket.version_id
