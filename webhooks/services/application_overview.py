"""An application at a glance: what came in and ran over time, and what is wrong.

Everything is read at once, on a native thread, from counts: no page scans
deliveries or runs, however many there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Final, NamedTuple

from webhooks.clock import from_ms
from webhooks.services import attention, hour_counts, webhook_list
from webhooks.services.attention import Finding
from webhooks.services.hour_counts import Deliveries, Pair
from webhooks.services.native_reading import read
from webhooks.services.site import Site
from webhooks.services.webhook_list import Found, Wanted, WebhookPage
from webhooks.storage.counting import HOUR_MS

_DAY_HOURS: Final = 24
# One look into the index for each webhook.
_NEWEST: Final = (
    "SELECT max((SELECT max(seq) FROM delivery d WHERE d.webhook_id = w.id)) "
    "FROM webhook w WHERE w.application_id = ?"
)
_RECEIVED: Final = "SELECT received_at FROM delivery WHERE seq = ?"


@dataclass(frozen=True, slots=True)
class Span:
    """How far a chart looks back: so many stretches of so many hours."""

    stretches: int
    hours: int


SPANS: Final[Mapping[str, Span]] = {
    "24h": Span(24, 1),
    "7d": Span(28, 6),
    "30d": Span(30, 24),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened in one stretch of time: how many went well, how many not."""

    start_ms: int
    good: int
    bad: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Series over time, the oldest first, what to look at, and webhooks."""

    deliveries: list[Stretch]
    runs: list[Stretch]
    findings: list[Finding]
    more_findings: int
    webhooks: WebhookPage


class _Past(NamedTuple):
    """What a reading has found: counts by hour, and every finding."""

    deliveries: dict[int, Pair]
    runs: dict[int, Pair]
    findings: list[Finding]


def look(site: Site, application_id: str, span: Span, most_webhooks: int) -> Overview:
    """Return the overview of an application over a span; findings are of a day.

    Of the webhooks those that were called last.
    """
    now = hour_counts.this_hour(site)
    first = now - now % span.hours - (span.stretches - 1) * span.hours
    day = now - _DAY_HOURS + 1
    waiting = site.replies.counts()
    wanted = Wanted("", "last", 0, most_webhooks)

    def reading(connection: Connection) -> tuple[_Past, Found]:
        counts = Deliveries(connection, application_id)
        webhooks = attention.webhooks_of(connection, application_id)
        findings = [
            *attention.present(site, webhooks, waiting),
            *attention.failures(hour_counts.run_sums(connection, application_id, day)),
            *attention.refusals(webhooks, counts.sums(day)),
            *attention.replies(connection, webhooks, day * HOUR_MS),
        ]
        runs = hour_counts.run_totals(connection, application_id, first)
        past = _Past(counts.totals(first), runs, findings)
        called = webhook_list.find(connection, application_id, wanted, counts, now)
        return past, called

    past, called = read(site, reading)
    return Overview(
        _stretches(past.deliveries, first, span),
        _stretches(past.runs, first, span),
        past.findings[: attention.MOST],
        max(0, len(past.findings) - attention.MOST),
        webhook_list.listed(site, called),
    )


def last_activity(site: Site, application_ids: Sequence[str]) -> dict[str, datetime]:
    """Return when an application's webhooks were last called, where they were."""

    def reading(connection: Connection) -> dict[str, datetime]:
        newest = {
            each: connection.execute(_NEWEST, (each,)).fetchone()[0]
            for each in application_ids
        }
        return {
            each: from_ms(connection.execute(_RECEIVED, (seq,)).fetchone()[0])
            for each, seq in newest.items()
            if seq is not None
        }

    return read(site, reading)


def _stretches(counts: dict[int, Pair], first: int, span: Span) -> list[Stretch]:
    found = []
    for start in range(first, first + span.stretches * span.hours, span.hours):
        pairs = [counts.get(start + hour, (0, 0)) for hour in range(span.hours)]
        good, bad = (sum(each) for each in zip(*pairs, strict=True))
        found.append(Stretch(start * HOUR_MS, good, bad))
    return found
