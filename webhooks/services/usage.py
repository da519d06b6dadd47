"""How much space is used and left, and which limit of the settings that breaks."""

import os
from dataclasses import dataclass

from sqlalchemy import text

from webhooks.services.site import Site

_DISK = "the disk has less free space than is to be left"
_DATABASE = "the database has reached its largest size"


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes: what the database's content takes, and what is free on its disk."""

    database_bytes: int
    free_bytes: int


def measure(site: Site) -> Usage:
    """Measure now; costs less than a millisecond. Raises Unavailable."""
    with site.store.reading() as session:
        pages, unused, page_bytes = (
            session.scalar(text(f"PRAGMA {name}")) or 0
            for name in ("page_count", "freelist_count", "page_size")
        )
    disk = os.statvfs(site.settings.instance)
    return Usage((pages - unused) * page_bytes, disk.f_bavail * disk.f_frsize)


def excess(site: Site, usage: Usage) -> int:
    """Return how many bytes have to go before every limit is kept; 0 if none."""
    most: int = site.settings.max_database_bytes
    least_free: int = site.settings.min_free_bytes
    database = usage.database_bytes - most if most else 0
    return max(0, database, least_free - usage.free_bytes)


def reason(site: Site, usage: Usage) -> str | None:
    """Return which limit is broken, as part of a sentence."""
    if usage.free_bytes < site.settings.min_free_bytes:
        return _DISK
    most = site.settings.max_database_bytes
    return _DATABASE if most and usage.database_bytes > most else None
