"""What open inspectors cost ingress, and how soon they show what comes."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.contestants import Place, Switchhook
from benchmarks.load import Slice, slice_of_load
from benchmarks.outcome import BenchmarkError, Line, Outcome
from benchmarks.server import HOST, Server
from benchmarks.throughput import CONNECTIONS, Effort
from benchmarks.visitor import SETTINGS, Visitor

_VIEWERS = 20
# One session may not have all of the streams open.
_SESSIONS = 3
_GOAL_SHARE = 0.9
_GOAL_MS = 300
_ARRIVALS = 40
_PAUSE_SECONDS = 0.25


def measure(directory: Path, cpu: int, effort: Effort) -> Outcome:
    """Load a webhook that nobody looks at, and one with open inspectors, in turn."""
    instance = Switchhook(Place(directory / "viewers", cpu), "ours", SETTINGS)
    _, quiet = instance.webhook()
    watched_id, watched = instance.webhook()
    stream = f"/applications/{instance.application_id}/webhooks/{watched_id}/stream"
    with instance.server() as server:
        sessions = [_session(server.port) for _ in range(_SESSIONS)]
        delay_ms = _arrival_ms(server, stream, sessions[0], watched)
        with ExitStack() as stack:
            viewers = [
                stack.enter_context(_watching(server.port, stream, session))
                for session in (sessions[1:] * _VIEWERS)[:_VIEWERS]
            ]
            alone, beside = _slices(server, quiet, watched, effort)
            if not all(viewer.frames for viewer in viewers):
                raise BenchmarkError("An open inspector was shown nothing.")
    share = median(
        b.per_second / a.per_second for a, b in zip(alone, beside, strict=True)
    )
    return Outcome(
        [
            Line(
                f"ingress with {_VIEWERS} open inspectors / with none",
                *(share, f"{share:.2f}", f"≥ {_GOAL_SHARE:g}", _GOAL_SHARE, True),
            ),
            Line(
                "from sending a request to its row in an open inspector's stream",
                *(delay_ms, f"{delay_ms:.0f} ms", f"≤ {_GOAL_MS} ms", _GOAL_MS),
            ),
        ]
    )


def _session(port: int) -> str:
    """Sign in and return the cookies."""
    visitor = Visitor(port)
    try:
        return visitor.cookies
    finally:
        visitor.close()


class _Viewer:
    """Reads a stream as a browser does, and counts what comes."""

    def __init__(self, port: int, path: str, cookies: str) -> None:
        self.frames = 0
        self.last_at = 0.0
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self._connection.request("GET", path, headers={"Cookie": cookies})
        self._response = self._connection.getresponse()
        if self._response.status != 200:
            raise BenchmarkError(f"The stream answered {self._response.status}.")
        self.arrived = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the stream."""
        # Wakes the reader, which would hold the connection until the next frame.
        if self._connection.sock is not None:
            self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._connection.close()

    def _read(self) -> None:
        try:
            while line := self._response.readline():
                if line.startswith(b"event:"):
                    with self.arrived:
                        self.frames += 1
                        self.last_at = time.perf_counter()
                        self.arrived.notify_all()
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            # Closed under the reader, which is how it ends.
            return


@contextmanager
def _watching(port: int, path: str, cookies: str) -> Iterator[_Viewer]:
    viewer = _Viewer(port, path, cookies)
    try:
        yield viewer
    finally:
        viewer.close()


def _slices(
    server: Server, quiet: str, watched: str, effort: Effort
) -> tuple[list[Slice], list[Slice]]:
    """Interleave load on the webhook without viewers and on the one with them."""
    taken: dict[str, list[Slice]] = {quiet: [], watched: []}
    for round_ in range(effort.rounds + 1):
        for path, slices in taken.items():
            slice_ = slice_of_load(
                *(server.url(path), server.worker_pid), *(CONNECTIONS, effort.seconds)
            )
            if round_:
                slices.append(slice_)
    return taken[quiet], taken[watched]


def _arrival_ms(server: Server, stream: str, cookies: str, path: str) -> float:
    """Return the slowest of single requests, from before sending to the frame."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    times = []
    with _watching(server.port, stream, cookies) as viewer:
        for number in range(_ARRIVALS):
            before = viewer.frames
            began = time.perf_counter()
            body = json.dumps({"number": number})
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            connection.getresponse().read()
            with viewer.arrived:
                came = viewer.arrived.wait_for(lambda b=before: viewer.frames > b, 10)  # type: ignore[misc]
            if not came:
                raise BenchmarkError("A delivery did not come through the stream.")
            times.append((viewer.last_at - began) * 1000)
            time.sleep(_PAUSE_SECONDS)
    connection.close()
    return max(times)
