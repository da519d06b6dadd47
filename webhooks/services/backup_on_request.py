"""A backup that somebody asks for at a browser: one at a time, never a full disk."""

import threading
from pathlib import Path
from typing import Final

from webhooks.errors import Conflict
from webhooks.services import backup, usage
from webhooks.services.site import Site

LABEL: Final = "page"
# What a copy may take beside the content: pages are not filled to the last byte.
_ROOM: Final = 1.25
_BUSY: Final = threading.Lock()


def create(site: Site) -> Path:
    """Copy the database while the server goes on; return the checked copy.

    Raises Conflict while another is being made or when the disk has too little
    room for one, and Unavailable when it fails.
    """
    if not _BUSY.acquire(blocking=False):
        raise Conflict("A backup is being made already. Wait until it is done.")
    try:
        now = usage.measure(site)
        least: int = site.settings.min_free_bytes
        if now.free_bytes - now.database_bytes * _ROOM < least:
            raise Conflict(
                "The disk has too little room for a copy of the database. Free some "
                "space, or delete old files from the backups folder."
            )
        return site.store.writer.offload(lambda: backup.create(site, LABEL))
    finally:
        _BUSY.release()
