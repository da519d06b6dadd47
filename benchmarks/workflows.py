"""Workflows that answer their caller, through real HTTP, beside Node-RED."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks import flows, node_red
from benchmarks.contestants import Place, Switchhook
from benchmarks.load import Slice
from benchmarks.outcome import BenchmarkError, Line, Outcome
from benchmarks.process_figures import children, memory
from benchmarks.server import Server
from benchmarks.throughput import (
    CONNECTIONS,
    Contestant,
    Effort,
    interleaved,
    ratio,
    table,
)

_NODE_RED = "Node-RED, function, nothing stored"
_GOAL = 1.0
_ENDED_SECONDS = 20
_MB = 1_000_000
_FLOWS: dict[str, Callable[[str], flows.Document]] = {
    flows.ANSWERING: flows.answering,
    flows.WITHOUT_FUNCTION: partial(flows.computing, function=False),
    flows.COMPUTING: flows.computing,
}
_COUNT = (
    "SELECT w.name, count(*), sum(r.status = 'succeeded'), "
    "sum(r.finished_at IS NULL) FROM run r JOIN workflow w ON w.id = r.workflow_id "
    "GROUP BY w.name"
)


def measure(directory: Path, cpu: int, effort: Effort) -> Outcome:
    """Compare; every run is durable, traced, and counted afterwards."""
    place = Place(directory / "workflows", cpu)
    ours = Switchhook(place, "ours")
    paths = {}
    for name, make in _FLOWS.items():
        webhook_id, paths[name] = ours.webhook("--wait-for-reply")
        ours.workflow(make(webhook_id))
    outcome = Outcome()
    with ExitStack() as stack:
        contestants = []
        peer = _peer(place, outcome)
        if peer is not None:
            stack.enter_context(peer)
            contestants.append(Contestant(_NODE_RED, peer, node_red.PATH))
        server = stack.enter_context(ours.server())
        contestants += [Contestant(name, server, path) for name, path in paths.items()]
        slices = interleaved(contestants, effort, CONNECTIONS)
        outcome.lines.append(_memory(server, peer))
        _check_runs(ours.database, slices)
    reference = _NODE_RED if peer is not None else flows.ANSWERING
    what = f"workflow that answers, {CONNECTIONS} connections"
    outcome.tables.append(table(slices, what, reference))
    if peer is not None:
        outcome.lines[:0] = _lines(slices)
    return outcome


def _peer(place: Place, outcome: Outcome) -> Server | None:
    """Return Node-RED's server, or None with the reason in the outcome."""
    try:
        return node_red.server(place)
    except BenchmarkError as error:
        outcome.notes.append(f"The Node-RED row was left out: {error}")
        return None


def _lines(slices: dict[str, list[Slice]]) -> list[Line]:
    lines = []
    for name in _FLOWS:
        value = ratio(slices[name], slices[_NODE_RED])
        what = f"workflow ({name}), durable / {_NODE_RED}"
        if name == flows.ANSWERING:
            goal = f"≥ {_GOAL:g}"
            lines.append(Line(what, value, f"{value:.2f}", goal, _GOAL, True))
        else:
            lines.append(Line(what, value, f"{value:.2f}"))
    return lines


def _memory(server: Server, peer: Server | None) -> Line:
    """Return what the servers occupy at the end of the load."""
    worker = memory(server.worker_pid).pss_bytes / _MB
    scripts = [memory(pid).pss_bytes / _MB for pid in children(server.worker_pid)]
    text = " + ".join(f"{each:.0f}" for each in (worker, *scripts)) + " MB PSS"
    if peer is not None:
        text += f" (Node-RED {memory(peer.worker_pid).pss_bytes / _MB:.0f} MB)"
    return Line("memory after that load: worker + JavaScript children", worker, text)


def _check_runs(database: Path, slices: dict[str, list[Slice]]) -> None:
    """Refuse the numbers unless each request has one run that succeeded."""
    counted = _counted(database)
    for name in _FLOWS:
        runs, succeeded, _ = counted.get(name, (0, 0, 0))
        answered = sum(slice_.completed for slice_ in slices[name])
        if succeeded != runs or runs < answered:
            raise BenchmarkError(
                f"{answered} requests of the workflow '{name}' were answered, but "
                f"{succeeded} of its {runs} runs succeeded."
            )


def _counted(database: Path) -> dict[str, tuple[int, int, int]]:
    """Return runs, those that succeeded and those under way, by workflow.

    The last ones are waited for; also checks that each delivery has its run.
    """
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    deadline = time.monotonic() + _ENDED_SECONDS
    try:
        while True:
            found = {name: tuple(rest) for name, *rest in connection.execute(_COUNT)}
            if not any(open_ for _, _, open_ in found.values()):
                break
            if time.monotonic() > deadline:
                raise BenchmarkError(f"Runs do not end: {found}")
            time.sleep(0.1)
        query = "SELECT count(*) FROM delivery"
        deliveries = connection.execute(query).fetchone()[0]
    finally:
        connection.close()
    runs = sum(number for number, _, _ in found.values())
    if runs != deliveries:
        raise BenchmarkError(f"{deliveries} deliveries have {runs} runs.")
    return found
