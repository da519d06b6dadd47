"""The mutation that P1 forbids: the caller is answered, then comes COMMIT."""

from typing import Any

from gevent import monkey

from tests.server.mutants import STORED_AT_MOST
from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.writer import GroupCommitWriter

_LONG_SECONDS = 3600


class _HangingDisk:
    """A connection whose COMMIT never returns once it would store too many.

    So whoever kills the server then need not meet the moment before a COMMIT.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._sleep = monkey.get_original("time", "sleep")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *arguments: Any) -> Any:
        if sql == "COMMIT" and self._count() > STORED_AT_MOST:
            self._sleep(_LONG_SECONDS)
        return self._connection.execute(sql, *arguments)

    def _count(self) -> int:
        found = self._connection.execute("SELECT count(*) FROM delivery").fetchone()
        return int(found[0])


class EarlyAnswer(GroupCommitWriter):
    """Wakes its callers as soon as their rows are in the open transaction."""

    def __init__(self, file: DatabaseFile) -> None:
        super().__init__(file)
        self._connection: Any = _HangingDisk(self._connection)

    def _run(self, batch: list[Any]) -> None:
        super()._run(batch)
        for entry in batch:
            if entry.waiter is not None:
                waiter, entry.waiter = entry.waiter, None
                self._hub.loop.run_callback(waiter.switch, None)
