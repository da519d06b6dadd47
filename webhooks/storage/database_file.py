"""The database file's state: noticing that it was deleted, replaced or damaged.

SQLite keeps writing into an unlinked file without a word. What is answered
with success must be in the file that the operator sees, so a file that is no
longer the one that was opened ends all service until a restart (promise P1).
"""

import logging
import os
from pathlib import Path

from webhooks.errors import Unavailable
from webhooks.storage.faults import is_damage, unavailable

_GONE = (
    "The database file was deleted or replaced while the server was running. "
    "Nothing is stored until the server has been restarted."
)

_logger = logging.getLogger(__name__)


class DatabaseFile:
    """Remembers which file was opened; once lost or damaged, it stays so.

    ``trouble`` is why the last write failed, None if it did not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = os.fspath(path)
        self._identity = self._look()
        self.lost = self._identity is None
        self.damaged = False
        self.trouble: str | None = None

    def check(self) -> None:
        """Raise Unavailable if the file is not the one that was opened."""
        if not self.lost and self._look() == self._identity:
            return
        self.lost = True
        raise Unavailable(_GONE, retry_after_seconds=60)

    def note(self, error: BaseException) -> None:
        """Remember it if an error says that the file is damaged."""
        if is_damage(error) and not self.damaged:
            self.damaged = True
            _logger.critical(
                "the database is damaged (%s): stop the server and restore a backup",
                error,
            )

    def failed(self, error: BaseException) -> None:
        """Remember why a write failed, until one succeeds again."""
        self.note(error)
        self.trouble = unavailable(error).message

    def _look(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._name)  # noqa: PTH116  # once per batch: a str is faster
        except OSError:
            return None
        return status.st_dev, status.st_ino
