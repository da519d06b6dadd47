"""What in an application needs somebody's attention, of the last day.

Told from counts and from what is in memory, so that it costs a page little; each
finding names what it is about, so that the page can lead there.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Final, Literal

from webhooks.services.hour_counts import Pair, RunSum
from webhooks.services.site import Site

Kind = Literal[
    "waiting", "disabled", "refused", "late", "timeout", "failed", "interrupted"
]

MOST: Final = 8
# Below these nobody is told: now and then something goes wrong everywhere.
_FEWEST_REFUSED: Final = 5
_REFUSED_SHARE: Final = 0.5
_FAILED_SHARE: Final = 0.1
# So many webhooks, and so many of their newest requests, are looked at for replies.
_LOOKED_AT: Final = 20
_NEWEST: Final = 200

_WEBHOOKS: Final = (
    "SELECT id, name, enabled, wait_for_reply FROM webhook WHERE application_id = ?"
)
_ANSWERS: Final = (
    "SELECT sum(late_reply IS NOT NULL), sum(response_source = 'timeout'), count(*) "
    "FROM (SELECT late_reply, response_source, received_at FROM delivery "
    "WHERE webhook_id = ? ORDER BY seq DESC LIMIT ?) WHERE received_at >= ?"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: ``count`` of ``total`` at a webhook or a workflow.

    ``total`` is 0 where nothing is compared.
    """

    kind: Kind
    id: str
    name: str
    count: int
    total: int = 0


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The names of an application's webhooks, and which of them are special."""

    names: dict[str, str]
    disabled: frozenset[str]
    waiting: tuple[str, ...]


def webhooks_of(connection: Connection, application_id: str) -> Webhooks:
    """Return an application's webhooks as far as the findings need them."""
    rows = connection.execute(_WEBHOOKS, (application_id,)).fetchall()
    return Webhooks(
        {row[0]: row[1] for row in rows},
        frozenset(row[0] for row in rows if not row[2]),
        tuple(row[0] for row in rows if row[3])[:_LOOKED_AT],
    )


def replies(connection: Connection, webhooks: Webhooks, since_ms: int) -> list[Finding]:
    """Return the webhooks whose callers got no reply, or whose replies came late."""
    found = []
    for webhook_id in webhooks.waiting:
        values = (webhook_id, _NEWEST, since_ms)
        late, timeouts, seen = connection.execute(_ANSWERS, values).fetchone()
        name = webhooks.names[webhook_id]
        if late:
            found.append(Finding("late", webhook_id, name, late, seen))
        elif timeouts:
            found.append(Finding("timeout", webhook_id, name, timeouts, seen))
    return found


def refusals(webhooks: Webhooks, sums: dict[str, Pair]) -> list[Finding]:
    """Return the webhooks that turned most of their senders away."""
    return [
        Finding("refused", webhook_id, webhooks.names[webhook_id], refused, total)
        for webhook_id, (accepted, refused) in sums.items()
        if webhook_id in webhooks.names
        and refused >= _FEWEST_REFUSED
        and refused >= _REFUSED_SHARE * (total := accepted + refused)
    ]


def failures(sums: list[RunSum]) -> Iterator[Finding]:
    """Yield the workflows that fail more than now and then, or were interrupted."""
    for row in sums:
        total = row.succeeded + row.failed + row.interrupted
        if row.failed and row.failed >= _FAILED_SHARE * total:
            yield Finding("failed", row.workflow_id, row.name, row.failed, total)
        if row.interrupted:
            yield Finding(
                "interrupted", row.workflow_id, row.name, row.interrupted, total
            )


def present(site: Site, webhooks: Webhooks, waiting: Counter[str]) -> Iterator[Finding]:
    """Yield what is so just now: callers that wait, calls that nobody stores."""
    for webhook_id, name in webhooks.names.items():
        if waiting[webhook_id]:
            yield Finding("waiting", webhook_id, name, waiting[webhook_id])
        ignored = site.ignored.of(webhook_id)
        if ignored is not None and webhook_id in webhooks.disabled:
            yield Finding("disabled", webhook_id, name, ignored.count)
