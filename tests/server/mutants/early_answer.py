"""The mutation that P1 forbids: the caller is answered, then comes COMMIT."""

from typing import Any

from gevent import monkey

from webhooks.storage.database_file import DatabaseFile
from webhooks.storage.writer import GroupCommitWriter

_DISK_SECONDS = 0.02


class _SlowDisk:
    """A connection whose COMMIT takes as long as on a real disk."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._sleep = monkey.get_original("time", "sleep")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *arguments: Any) -> Any:
        if sql == "COMMIT":
            self._sleep(_DISK_SECONDS)
        return self._connection.execute(sql, *arguments)


class EarlyAnswer(GroupCommitWriter):
    """Wakes its callers as soon as their rows are in the open transaction."""

    def __init__(self, file: DatabaseFile) -> None:
        super().__init__(file)
        self._connection: Any = _SlowDisk(self._connection)

    def _run(self, batch: list[Any]) -> None:
        super()._run(batch)
        for entry in batch:
            if entry.waiter is not None:
                waiter, entry.waiter = entry.waiter, None
                self._hub.loop.run_callback(waiter.switch, None)
