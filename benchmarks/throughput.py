"""Durable ingress against the reference rows, on the disk as it is and a slow one."""

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.contestants import Place, Switchhook, reference
from benchmarks.load import Slice, slice_of_load
from benchmarks.outcome import BenchmarkError, Line, Outcome
from benchmarks.server import Server
from benchmarks.slow_disk import DELAY_MS, build

CONNECTIONS = 32
# With few connections a slow disk alone bounds the rate: each waits for about
# two syncs, whatever the processor could do.
_MORE_CONNECTIONS = 64
_BARE = "Flask route that stores nothing (reference)"
_OURS = "durable ingress"
_ORM = "Flask route with one ORM commit per request"
_GOAL_ORM = 4.0
_GOAL_BARE = 1.4
_GOAL_BARE_SLOW = 1.3


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: rounds, and whole seconds per slice."""

    rounds: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Contestant:
    """A row of a table: a server and the path that the load goes to."""

    name: str
    server: Server
    path: str


def measure(directory: Path, cpu: int, effort: Effort) -> Outcome:
    """Compare on the disk as it is."""
    place = Place(directory / "quick", cpu)
    return _compared(place, effort, [CONNECTIONS], "", _GOAL_BARE)


def measure_slow_disk(directory: Path, cpu: int, effort: Effort) -> Outcome:
    """Compare with every sync delayed."""
    library = build(directory)
    if library is None:
        note = "The slow-disk rows were left out: there is no C compiler (gcc)."
        return Outcome(notes=[note])
    place = Place(directory / "slow", cpu, library)
    numbers = [CONNECTIONS, _MORE_CONNECTIONS]
    suffix = f", sync + {DELAY_MS} ms"
    return _compared(place, effort, numbers, suffix, _GOAL_BARE_SLOW)


def _compared(
    place: Place, effort: Effort, numbers: list[int], suffix: str, goal: float
) -> Outcome:
    ours = Switchhook(place, "ours")
    _, path = ours.webhook()
    outcome = Outcome()
    acknowledged = 0
    with ExitStack() as stack:
        contestants = [
            Contestant(name, stack.enter_context(server), url_path)
            for name, server, url_path in (
                (_BARE, reference(place, "bare_flask"), "/hook"),
                (_OURS, ours.server(), path),
                (_ORM, reference(place, "orm_commit"), "/hook"),
            )
        ]
        for connections in numbers:
            slices = interleaved(contestants, effort, connections)
            acknowledged += sum(slice_.completed for slice_ in slices[_OURS])
            what = f"{connections} connections{suffix}"
            outcome.lines += _lines(slices, what, goal)
            outcome.tables.append(table(slices, what, _BARE))
        _check_stored(ours, acknowledged)
    return outcome


def interleaved(
    contestants: list[Contestant], effort: Effort, connections: int
) -> dict[str, list[Slice]]:
    """Measure A B C A B C: whatever else the machine does hits all alike."""
    for contestant in contestants:
        _slice(contestant, 1, connections)
    slices: dict[str, list[Slice]] = {contestant.name: [] for contestant in contestants}
    for _ in range(effort.rounds):
        for contestant in contestants:
            taken = _slice(contestant, effort.seconds, connections)
            slices[contestant.name].append(taken)
    return slices


def _slice(contestant: Contestant, seconds: int, connections: int) -> Slice:
    server = contestant.server
    return slice_of_load(
        server.url(contestant.path), server.worker_pid, connections, seconds
    )


def _check_stored(ours: Switchhook, acknowledged: int) -> None:
    """Refuse the numbers if an answered request is not in the database."""
    connection = sqlite3.connect(f"{ours.database.as_uri()}?mode=ro", uri=True)
    try:
        stored = connection.execute("SELECT count(*) FROM delivery").fetchone()[0]
    finally:
        connection.close()
    if stored < acknowledged:
        raise BenchmarkError(f"{acknowledged} were answered, but {stored} are stored.")


def _lines(slices: dict[str, list[Slice]], what: str, goal: float) -> list[Line]:
    to_bare = ratio(slices[_OURS], slices[_BARE])
    to_orm = ratio(slices[_OURS], slices[_ORM])
    return [
        Line(
            f"durable ingress / Flask route that stores nothing, {what}",
            *(to_bare, f"{to_bare:.2f}", f"≥ {goal:g}", goal, True),
        ),
        Line(
            f"durable ingress / one ORM commit per request, {what}",
            *(to_orm, f"{to_orm:.1f}", f"≥ {_GOAL_ORM:g}", _GOAL_ORM, True),
        ),
    ]


def ratio(ours: list[Slice], theirs: list[Slice]) -> float:
    """Return how many times as quick: the median of the rounds' ratios."""
    return median(
        mine.per_second / other.per_second
        for mine, other in zip(ours, theirs, strict=True)
    )


def table(slices: dict[str, list[Slice]], what: str, reference: str) -> str:
    """Return every row's figures; ratios are to the row named ``reference``."""
    rows = [
        f"| {what} | ratio | requests/s | p99 ms | CPU µs/request, median (least) |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, taken in slices.items():
        cpu = [slice_.cpu_us_per_request for slice_ in taken]
        rows.append(
            f"| {name} | {ratio(taken, slices[reference]):.2f} "
            f"| {median(slice_.per_second for slice_ in taken):,.0f} "
            f"| {median(slice_.p99_ms for slice_ in taken):.0f} "
            f"| {median(cpu):.0f} ({min(cpu):.0f}) |"
        )
    return "\n".join(rows)
