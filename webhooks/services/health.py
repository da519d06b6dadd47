"""Whether the instance can do its work now, as load balancers and people ask."""

import functools
import sqlite3
from collections.abc import Callable

from sqlalchemy import text

from webhooks.errors import WebhooksError
from webhooks.services import usage
from webhooks.services.site import Site
from webhooks.storage import schema

_SILENCE_SECONDS = 10.0
_PROBE = "INSERT OR REPLACE INTO instance_state (key, value) VALUES ('probed', ?)"
_BEHIND = "the database's schema is not the one that this version needs"

# The migrations are files of the program: they do not change while it runs.
_head = functools.cache(schema.head)


def problems(site: Site) -> list[str]:
    """Return every reason why requests should go elsewhere; none means ready."""
    found = []
    if site.draining:
        found.append("the server is stopping")
    if site.trouble is not None:
        found.append(site.trouble)
    if site.scheduler is not None and site.scheduler.silence_seconds > _SILENCE_SECONDS:
        found.append("the background jobs have stalled")
    if site.lock is not None and not site.lock.held:
        found.append("the data directory is not locked for this process")
    found.extend(_database_problems(site))
    return found


def refresh_gauges(site: Site) -> None:
    """Bring the gauges up to date that nobody moves when things happen."""
    site.metrics.waiting.set(len(site.replies))
    site.metrics.waiting_copies.set(site.claims.waiting)
    site.metrics.watchers.set(len(site.live))
    try:
        now = usage.measure(site)
    except WebhooksError:
        # The last values stay; the database's state is what readiness tells.
        return
    site.metrics.database_bytes.set(now.database_bytes)
    site.metrics.free_bytes.set(now.free_bytes)


def _database_problems(site: Site) -> list[str]:
    try:
        writer = site.store.writer
        if writer.file.damaged:
            return ["the database is damaged"]
        if writer.file.trouble is not None:
            # Nobody may be sending any more: find out whether it works again.
            writer.submit(_probe(site.clock.now_ms()))
        with site.store.reading() as session:
            version = session.scalar(text("SELECT version_num FROM alembic_version"))
    except WebhooksError as error:
        return [error.message]
    except sqlite3.Error:
        return ["the database cannot be opened"]
    return [] if version == _head() else [_BEHIND]


def _probe(now_ms: int) -> Callable[[sqlite3.Connection], None]:
    """Write something new: SQLite leaves out a write that changes nothing."""

    def job(connection: sqlite3.Connection) -> None:
        connection.execute(_PROBE, (str(now_ms),))

    return job
