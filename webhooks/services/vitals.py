"""How an instance is doing now, for the page that administrators look at."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from webhooks.errors import WebhooksError
from webhooks.runtime.script.pool import ScriptStats
from webhooks.services import diagnosis, health, usage
from webhooks.services.diagnosis import Finding
from webhooks.services.site import Site

_WORST_FIRST: Final = ("fail", "warn", "ok")


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes: what the content takes, the file, its log, and what is left."""

    content: int
    file: int
    log: int
    free: int


@dataclass(frozen=True, slots=True)
class Vitals:
    """The numbers; what is counted is counted since the start.

    ``storage`` is None while the database cannot be read.
    """

    problems: list[str]
    findings: list[Finding]
    uptime: timedelta
    storage: Storage | None
    waiting: int
    watching: int
    runs_now: int
    runs_queued: int
    scripts: ScriptStats
    deliveries: dict[str, int]
    runs: dict[str, int]


def measure(site: Site) -> Vitals:
    """Measure now; takes some milliseconds, the disk's part on a native thread."""
    queue = getattr(site.runner, "queue", None)
    return Vitals(
        problems=health.problems(site),
        findings=sorted(
            site.store.writer.offload(lambda: diagnosis.glance(site)),
            key=lambda finding: _WORST_FIRST.index(finding.state),
        ),
        uptime=site.clock.now() - site.started_at,
        storage=_storage(site),
        waiting=len(site.replies),
        watching=len(site.live),
        runs_now=queue.running if queue else 0,
        runs_queued=queue.queued if queue else 0,
        scripts=site.scripts.stats(),
        deliveries=site.metrics.deliveries.values(),
        runs=site.metrics.runs.values(),
    )


def _storage(site: Site) -> Storage | None:
    try:
        used = usage.measure(site)
        path = site.settings.database_path
        log = path.with_name(path.name + "-wal")
        return Storage(
            content=used.database_bytes,
            file=path.stat().st_size,
            log=log.stat().st_size if log.exists() else 0,
            free=used.free_bytes,
        )
    except (WebhooksError, OSError):
        return None
