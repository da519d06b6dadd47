"""One server process on a CPU of its own, started and ended by us alone."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from benchmarks.outcome import BenchmarkError
from benchmarks.process_figures import children

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
_START_SECONDS = 30
_STOP_SECONDS = 30
_GUNICORN = (sys.executable, "-m", "gunicorn")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """Return our environment without settings of an installation."""
    return {k: v for k, v in os.environ.items() if not k.startswith("SWITCHHOOK_")}


class Server:
    """A gunicorn with one worker; a context manager that leaves nothing behind.

    Another ``program`` that ``forks`` no worker can be started as well.
    """

    def __init__(
        self,
        arguments: list[str],
        environment: dict[str, str],
        port: int,
        cpu: int,
        log: Path,
        ready_path: str,
        *,
        program: tuple[str, ...] = _GUNICORN,
        forks: bool = True,
    ) -> None:
        self.port = port
        self._program = program
        self._forks = forks
        self._arguments = arguments
        self._environment = environment
        self._cpu = cpu
        self._log = log
        self._ready_path = ready_path
        self._process: subprocess.Popen[bytes] | None = None
        self.worker_pid = 0

    def url(self, path: str) -> str:
        """Return the address of a path on this server."""
        return f"http://{HOST}:{self.port}{path}"

    def __enter__(self) -> "Server":
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [
                    *("taskset", "-c", str(self._cpu)),
                    *self._program,
                    *self._arguments,
                ],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def last_words(self) -> str:
        """Return the end of what the server wrote."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-30:])

    def terminate(self) -> None:
        """Ask the server to stop, as an init system does."""
        assert self._process is not None
        self._process.terminate()

    def stop(self) -> None:
        """End the server politely, else firmly."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            workers = children(self._process.pid)
            self._process.kill()
            self._process.wait()
            for worker in workers:
                _kill(worker)

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if self._answers():
                self.worker_pid = self._worker()
                return
            time.sleep(0.1)
        raise BenchmarkError(f"A server did not start:\n{self.last_words()}")

    def _worker(self) -> int:
        """Return the one child that is left once what prepares a start has ended."""
        assert self._process is not None
        if not self._forks:
            return self._process.pid
        deadline = time.monotonic() + _START_SECONDS
        while len(found := children(self._process.pid)) != 1:
            if time.monotonic() > deadline:
                raise BenchmarkError(f"One worker was expected, not {len(found)}")
            time.sleep(0.05)
        return found[0]

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", self._ready_path)
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
