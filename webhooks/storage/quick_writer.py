"""A writer that does not wait for the disk, for data that can be made again.

Apart from the others, because nothing that anybody sent may ever go through it.
"""

from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.port import PlainWriter


class QuickWriter(PlainWriter):
    """Commits like ``PlainWriter``, but leaves syncing to the system."""

    def __init__(self, file: DatabaseFile) -> None:
        super().__init__(file)
        self._connection.execute("PRAGMA synchronous=OFF")
