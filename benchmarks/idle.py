"""What the worker occupies while nothing happens."""

import http.client
import time
from pathlib import Path

from benchmarks.contestants import Place, Switchhook
from benchmarks.outcome import Line, Outcome
from benchmarks.process_figures import memory
from benchmarks.server import HOST

_GOAL_MB = 110
_SETTLED_SECONDS = 2
# A page, the API and a webhook: what is loaded at the first use is counted.
_VISITS = (("GET", "/"), ("GET", "/setup"), ("GET", "/api/me"), ("GET", "/metrics"))


def measure(directory: Path, cpu: int) -> Outcome:
    """Measure after every part has been used once."""
    instance = Switchhook(Place(directory / "idle", cpu), "ours")
    _, path = instance.webhook()
    with instance.server() as server:
        for method, visited in (*_VISITS, ("POST", path)):
            _visit(server.port, method, visited)
        time.sleep(_SETTLED_SECONDS)
        taken = memory(server.worker_pid)
    megabytes = taken.pss_bytes / 1_000_000
    return Outcome(
        [
            Line(
                "memory of the idle worker, after one request to each part",
                *(megabytes, f"{megabytes:.0f} MB PSS", "≤ 110 MB", _GOAL_MB),
            )
        ]
    )


def _visit(port: int, method: str, path: str) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request(method, path)
        connection.getresponse().read()
    finally:
        connection.close()
