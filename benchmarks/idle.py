"""What the worker occupies while nothing happens."""

import http.client
import time
from pathlib import Path

from benchmarks import flows
from benchmarks.contestants import Place, Switchhook
from benchmarks.outcome import BenchmarkError, Line, Outcome
from benchmarks.process_figures import children, memory
from benchmarks.server import HOST

_GOAL_MB = 110
_GOAL_CHILD_MB = 15
_SETTLED_SECONDS = 2
# A page, the API and a workflow: what is loaded at the first use is counted.
_VISITS = (("GET", "/"), ("GET", "/setup"), ("GET", "/api/me"), ("GET", "/metrics"))


def measure(directory: Path, cpu: int) -> Outcome:
    """Measure after every part has been used once."""
    instance = Switchhook(Place(directory / "idle", cpu), "ours")
    webhook_id, path = instance.webhook("--wait-for-reply")
    instance.workflow(flows.computing(webhook_id))
    with instance.server() as server:
        for method, visited in _VISITS:
            _visit(server.port, method, visited)
        status = _visit(server.port, "POST", path, b'{"reading": "x"}')
        if status != 200:
            raise BenchmarkError(f"The workflow did not answer, but {status} came.")
        time.sleep(_SETTLED_SECONDS)
        taken = memory(server.worker_pid)
        scripts = [memory(pid).pss_bytes for pid in children(server.worker_pid)]
    megabytes = taken.pss_bytes / 1_000_000
    script = max(scripts, default=0) / 1_000_000
    return Outcome(
        [
            Line(
                "memory of the idle worker, after one request to each part",
                *(megabytes, f"{megabytes:.0f} MB PSS", "≤ 110 MB", _GOAL_MB),
            ),
            Line(
                "memory of a JavaScript child, after a Function",
                *(script, f"{script:.1f} MB PSS", "≤ 15 MB", _GOAL_CHILD_MB),
            ),
        ]
    )


def _visit(port: int, method: str, path: str, body: bytes | None = None) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()
