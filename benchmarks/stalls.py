"""Whether a workflow that never ends by itself holds up anybody else."""

import http.client
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import flows
from benchmarks.contestants import Place, Switchhook
from benchmarks.load import slice_of_load
from benchmarks.outcome import BenchmarkError, Line, Outcome
from benchmarks.server import HOST, Server
from benchmarks.throughput import Effort

_GOAL_MS = 200
_CONNECTIONS = 4
# Two at once, so that there is always one, and no script process is free.
_RUNS_AT_ONCE = 2
_LOOK_SECONDS = 0.05
_START_SECONDS = 10
_CASES: tuple[Callable[[str], flows.Document], ...] = (
    flows.endless_script,
    flows.hostile_script,
    flows.hostile_template,
    flows.endless_cycle,
)
_UNDER_WAY = "SELECT count(*) FROM run WHERE status IN ('running', 'queued')"
_ALL = "SELECT count(*) FROM run"


@dataclass(frozen=True, slots=True)
class _Scene:
    """An instance with a webhook that is fine, and one that is not."""

    name: str
    instance: Switchhook
    token: str
    path: str
    bad_path: str

    def p99_ms(self, server: Server, effort: Effort) -> tuple[float, float]:
        """Return the p99 of another webhook and of reading the API."""
        webhook, api = [], []
        for _ in range(effort.rounds):
            taken = slice_of_load(
                *(server.url(self.path), server.worker_pid),
                *(_CONNECTIONS, effort.seconds),
            )
            webhook.append(taken.p99_ms)
            api.append(self._api_p99_ms(effort.seconds))
        return median(webhook), median(api)

    def _api_p99_ms(self, seconds: float) -> float:
        connection = http.client.HTTPConnection(HOST, self.instance.port, timeout=30)
        path = f"/api/applications/{self.instance.application_id}/webhooks"
        headers = {"Authorization": f"Bearer {self.token}"}
        taken = []
        end = time.monotonic() + seconds
        try:
            while (began := time.monotonic()) < end:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    raise BenchmarkError(f"The API answered {response.status}.")
                taken.append(time.monotonic() - began)
        finally:
            connection.close()
        return sorted(taken)[int(0.99 * len(taken))] * 1000


def measure(directory: Path, cpu: int, effort: Effort) -> Outcome:
    """Measure each case beside the same server while it is quiet.

    The scripts' processes share the server's one CPU: the hardest case.
    """
    instance = Switchhook(Place(directory / "stalls", cpu), "ours")
    token = instance.token()
    _, path = instance.webhook()
    scenes = []
    for case in _CASES:
        webhook_id, bad_path = instance.webhook()
        document = case(webhook_id)
        instance.workflow(document)
        scenes.append(_Scene(document["name"], instance, token, path, bad_path))
    return Outcome([line for scene in scenes for line in _measured(scene, effort)])


def _measured(scene: _Scene, effort: Effort) -> list[Line]:
    # A server for each case: the last one's runs are not in the way of the next.
    with scene.instance.server() as server:
        scene.p99_ms(server, Effort(1, 1))
        without = scene.p99_ms(server, effort)
        with _kept_running(scene):
            beside = scene.p99_ms(server, effort)
    return [
        Line(
            f"p99 of {whom} beside: {scene.name}",
            *(after, f"{after:.1f} ms (without {before:.1f} ms)"),
            *(f"≤ {_GOAL_MS} ms", _GOAL_MS),
        )
        for whom, before, after in zip(
            ("another webhook", "the API"), without, beside, strict=True
        )
    ]


@contextmanager
def _kept_running(scene: _Scene) -> Iterator[None]:
    """Keep runs of the bad workflow under way, and check that there were some."""
    over = threading.Event()
    failures: list[str] = []
    thread = threading.Thread(target=_keep_running, args=(scene, over, failures))
    before = _number(scene, _ALL)
    thread.start()
    try:
        deadline = time.monotonic() + _START_SECONDS
        while _number(scene, _ALL) == before:
            if time.monotonic() > deadline:
                raise BenchmarkError("The workflow does not start.")
            time.sleep(_LOOK_SECONDS)
        yield
    finally:
        over.set()
        thread.join()
    if failures:
        raise BenchmarkError(failures[0])


def _keep_running(scene: _Scene, over: threading.Event, failures: list[str]) -> None:
    body = json.dumps({"start": True})
    while not over.wait(_LOOK_SECONDS):
        if _number(scene, _UNDER_WAY) >= _RUNS_AT_ONCE:
            continue
        connection = http.client.HTTPConnection(HOST, scene.instance.port, timeout=30)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", scene.bad_path, body, headers)
            status = connection.getresponse().status
            if status != 200:
                failures.append(f"Starting the workflow was answered {status}.")
                return
        finally:
            connection.close()


def _number(scene: _Scene, query: str) -> int:
    uri = f"{scene.instance.database.as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()
