"""The counts by the hour: keeping them up to date, and reading them.

Read through ``native_reading``, in the same snapshot as the deliveries that are
not counted yet: both together are always everything.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TypeVar

from webhooks.errors import Unavailable
from webhooks.services.site import Site
from webhooks.storage.counting import BEHIND, HOUR_MS, MARK, TAIL, TAIL_ROWS, Counter

K = TypeVar("K")

# Of one webhook or workflow, in one hour or many: how many went well, how many not.
Pair = tuple[int, int]

_TOTALS = (
    "SELECT c.hour, sum(c.accepted), sum(c.refused) FROM webhook w "
    "JOIN delivery_count c ON c.webhook_id = w.id AND c.hour >= ? "
    "WHERE w.application_id = ? GROUP BY c.hour"
)
_SUMS = (
    "SELECT c.webhook_id, sum(c.accepted), sum(c.refused) FROM webhook w "
    "JOIN delivery_count c ON c.webhook_id = w.id AND c.hour >= ? "
    "WHERE w.application_id = ? GROUP BY c.webhook_id"
)
_EACH = (
    "SELECT webhook_id, hour, accepted, refused FROM delivery_count "
    "WHERE webhook_id IN ({}) AND hour >= ?"
)
_RUN_TOTALS = (
    "SELECT c.hour, sum(c.succeeded), sum(c.failed + c.interrupted) FROM workflow w "
    "JOIN run_count c ON c.workflow_id = w.id AND c.hour >= ? "
    "WHERE w.application_id = ? GROUP BY c.hour"
)
_RUN_SUMS = (
    "SELECT w.id, w.name, sum(c.succeeded), sum(c.failed), sum(c.interrupted) "
    "FROM workflow w JOIN run_count c ON c.workflow_id = w.id AND c.hour >= ? "
    "WHERE w.application_id = ? GROUP BY w.id"
)
_RUN_EACH = (
    "SELECT workflow_id, hour, succeeded, failed + interrupted FROM run_count "
    "WHERE workflow_id IN ({}) AND hour >= ?"
)


@dataclass(frozen=True, slots=True)
class RunSum:
    """What the runs of one workflow came to."""

    workflow_id: str
    name: str
    succeeded: int
    failed: int
    interrupted: int


def update(site: Site, at_least: int = 1) -> None:
    """Count what came in since the last time, if it is ``at_least`` so many.

    While nothing can be written it waits for the next time: whoever wants to
    store something is told so already.
    """
    try:
        row = site.reader.row(BEHIND)
        if row is None or row[0] < at_least:
            return
        with closing(Counter(site.store.writer)) as counter:
            while not site.draining and counter.step():
                pass
    except Unavailable:
        return


def this_hour(site: Site) -> int:
    """Return the number of the present hour since 1970."""
    return site.clock.now_ms() // HOUR_MS


class Deliveries:
    """An application's deliveries by the hour, accepted and refused.

    ``since`` is the first hour that counts. Of those not counted yet at most
    ``TAIL_ROWS`` are added; only after an upgrade there may be more.
    """

    def __init__(self, connection: Connection, application_id: str) -> None:
        self._connection = connection
        self._application_id = application_id
        mark = connection.execute(MARK).fetchone()[0]
        values = {
            "mark": mark,
            "last": mark + TAIL_ROWS,
            "application": application_id,
        }
        self._tail = connection.execute(TAIL, values).fetchall()

    def totals(self, since: int) -> dict[int, Pair]:
        """Return the application's counts by hour."""
        rows = self._connection.execute(_TOTALS, (since, self._application_id))
        return _added(
            (*rows, *((hour, a, r) for _, hour, a, r in self._tail if hour >= since))
        )

    def sums(self, since: int) -> dict[str, Pair]:
        """Return the counts by webhook."""
        rows = self._connection.execute(_SUMS, (since, self._application_id))
        return _added(
            (*rows, *((key, a, r) for key, hour, a, r in self._tail if hour >= since))
        )

    def each(
        self, webhook_ids: Sequence[str], since: int
    ) -> dict[str, dict[int, Pair]]:
        """Return the counts of some webhooks by webhook and hour."""
        statement = _EACH.format(", ".join("?" * len(webhook_ids)))
        rows = self._connection.execute(statement, (*webhook_ids, since)).fetchall()
        rows += [row for row in self._tail if row[1] >= since and row[0] in webhook_ids]
        return _nested(rows)


def run_totals(
    connection: Connection, application_id: str, since: int
) -> dict[int, Pair]:
    """Return an application's runs by hour: succeeded, and failed or interrupted."""
    return _added(connection.execute(_RUN_TOTALS, (since, application_id)).fetchall())


def run_sums(connection: Connection, application_id: str, since: int) -> list[RunSum]:
    """Return what the runs of each workflow came to."""
    rows = connection.execute(_RUN_SUMS, (since, application_id))
    return [RunSum(*row) for row in rows]


def runs_of_each(
    connection: Connection, workflow_ids: Sequence[str], since: int
) -> dict[str, dict[int, Pair]]:
    """Return the runs of some workflows by workflow and hour."""
    statement = _RUN_EACH.format(", ".join("?" * len(workflow_ids)))
    return _nested(connection.execute(statement, (*workflow_ids, since)).fetchall())


def _added(rows: Sequence[tuple[K, int, int]]) -> dict[K, Pair]:
    found: dict[K, Pair] = {}
    for key, good, bad in rows:
        before = found.get(key, (0, 0))
        found[key] = before[0] + good, before[1] + bad
    return found


def _nested(rows: Sequence[tuple[str, int, int, int]]) -> dict[str, dict[int, Pair]]:
    found: defaultdict[str, dict[int, Pair]] = defaultdict(dict)
    for key, hour, good, bad in rows:
        before = found[key].get(hour, (0, 0))
        found[key][hour] = before[0] + good, before[1] + bad
    return dict(found)
