"""One process per data directory, held by the operating system.

The lock dies with its process, so nothing is ever left to clean up. The file
is opened in the process that serves (an inherited descriptor would share the
lock) and is never unlinked (two processes could then hold two files).
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

_NAME = "engine.lock"
_RETRY_SECONDS = 0.1


class InstanceHeld(RuntimeError):
    """Another process serves this data directory; ``pid`` is its id, if known.

    ``reason`` is fit for strangers: it names no path.
    """

    reason = "Another process serves this data directory already."

    def __init__(self, folder: Path, pid: str) -> None:
        holder = f" (process {pid})" if pid else ""
        super().__init__(
            f"Another Switchhook{holder} already uses {folder}. "
            "Stop it first, or set SWITCHHOOK_INSTANCE to another directory."
        )
        self.pid = pid


class InstanceLock:
    """An exclusive lock on a data directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(
        self, wait_seconds: float = 0.0, tick: Callable[[], object] | None = None
    ) -> None:
        """Take the lock, waiting for it that long.

        ``tick`` is called again and again while waiting, for a process that
        has to show that it is alive.
        Raises InstanceHeld when somebody else still has it.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / _NAME
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() < deadline:
                    if tick is not None:
                        tick()
                    time.sleep(_RETRY_SECONDS)
                    continue
                text = os.read(descriptor, 20).decode("ascii", "replace")
                pid = text.partition("\n")[0]
                os.close(descriptor)
                raise InstanceHeld(self._folder, pid) from None
            # Never empty in between: somebody may be reading who has the lock.
            length = os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            os.ftruncate(descriptor, length)
            self._descriptor = descriptor
            return

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
