"""Reading much at once, while the server goes on with everything else.

On a native thread and with a connection of its own: no session, no pool.
"""

from collections.abc import Callable
from sqlite3 import Connection
from typing import TypeVar

from webhooks.services.site import Site
from webhooks.storage.db import open_reader

T = TypeVar("T")


def read(site: Site, look: Callable[[Connection], T]) -> T:
    """Return what ``look`` finds, all in one snapshot of the database."""
    path = site.store.writer.file.path

    def reading() -> T:
        connection = open_reader(path)
        try:
            connection.execute("BEGIN")
            return look(connection)
        finally:
            connection.close()

    return site.store.writer.offload(reading)
