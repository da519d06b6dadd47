"""Callers that wait for a reply: what each costs, and how they are let go."""

import http.client
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.contestants import Place, Switchhook
from benchmarks.load import slice_of_load
from benchmarks.outcome import BenchmarkError, Line, Outcome
from benchmarks.parked_callers import ParkedCallers
from benchmarks.process_figures import memory
from benchmarks.replying import Replying, reply_ids
from benchmarks.server import HOST, Server
from benchmarks.throughput import Effort

_FEW = 100
_UNRELATED_CONNECTIONS = 4
_STORED_SECONDS = 30
_RELEASE_SECONDS = 60

_SETTINGS = {"SWITCHHOOK_REPLY_TIMEOUT_SECONDS": "120"}


@dataclass(frozen=True, slots=True)
class _Bench:
    """An instance with its server running, and a webhook that nobody waits at."""

    instance: Switchhook
    server: Server
    plain_path: str


def measure(directory: Path, cpu: int, effort: Effort, parked: int) -> Outcome:
    """Measure with ``parked`` callers, and the way out with 100 of them."""
    place = Place(directory / "waiting", cpu)
    crowded = Switchhook(place, "crowded", _SETTINGS)
    empty = Switchhook(place, "empty", _SETTINGS)
    outcome = Outcome()
    _, crowded_path = crowded.webhook()
    _, empty_path = empty.webhook()
    with crowded.server() as server, empty.server() as other:
        full = _Bench(crowded, server, crowded_path)
        quiet = _Bench(empty, other, empty_path)
        outcome.lines += _parked_and_deleted(full, quiet, effort, parked)
        outcome.lines.append(_replied(full, parked))
        outcome.lines.append(_stopped(quiet, _FEW, 0.5))
        outcome.lines.append(_stopped(full, parked, 3))
    return outcome


def _parked_and_deleted(
    full: _Bench, quiet: _Bench, effort: Effort, parked: int
) -> list[Line]:
    token = full.instance.token()
    webhook_id, path = full.instance.webhook("--wait-for-reply")
    # What the first requests load for good belongs to nobody who waits.
    for bench in (full, quiet):
        _unrelated_p99(bench, 1)
    before = memory(full.server.worker_pid)
    with ParkedCallers(full.server.port, path) as callers:
        _park(full, callers, webhook_id, parked)
        after = memory(full.server.worker_pid)
        slower = median(
            _unrelated_p99(full, effort.seconds) / _unrelated_p99(quiet, effort.seconds)
            for _ in range(effort.rounds)
        )
        began = time.monotonic()
        _delete(full, token, webhook_id)
        seconds = _released(callers, began, parked, "410")
    kib = (after.pss_bytes - before.pss_bytes) / parked / 1024
    resident = (after.rss_bytes - before.rss_bytes) / parked / 1024
    total = f"{before.pss_bytes / 2**20:.0f} → {after.pss_bytes / 2**20:.0f} MiB"
    return [
        Line(
            f"memory of each of {parked:,} parked callers",
            *(kib, f"{kib:.1f} KiB PSS, {resident:.1f} KiB RSS ({total})"),
            *("≤ 32 KiB", 32),
        ),
        Line(
            f"p99 of unrelated requests with {parked:,} parked / with none",
            *(slower, f"{slower:.2f}", "≤ 2", 2),
        ),
        Line(
            f"{parked:,} parked, released at once (their webhook is deleted)",
            *(seconds, f"{seconds:.2f} s", "≤ 3 s", 3),
        ),
    ]


def _unrelated_p99(bench: _Bench, seconds: int) -> float:
    return slice_of_load(
        bench.server.url(bench.plain_path),
        bench.server.worker_pid,
        _UNRELATED_CONNECTIONS,
        seconds,
    ).p99_ms


def _park(bench: _Bench, callers: ParkedCallers, webhook_id: str, number: int) -> None:
    """Park callers and wait until all their requests are stored."""
    callers.park(number)
    deadline = time.monotonic() + _STORED_SECONDS
    while len(reply_ids(bench.instance.database, webhook_id)) < number:
        if callers.statuses:
            raise BenchmarkError(
                f"Callers were not parked: {dict(callers.statuses)}\n"
                + bench.server.last_words()
            )
        if time.monotonic() > deadline:
            raise BenchmarkError("The parked requests were not stored in time.")
        callers.collect(0.2)


def _released(callers: ParkedCallers, began: float, number: int, status: str) -> float:
    """Return the seconds until the last caller was answered as it should be."""
    callers.collect(_RELEASE_SECONDS)
    if callers.statuses != {status: number}:
        raise BenchmarkError(
            f"{number} callers should have got {status}; they got "
            f"{dict(callers.statuses)}, and {callers.waiting} nothing."
        )
    return callers.last_answer - began


def _delete(bench: _Bench, token: str, webhook_id: str) -> None:
    application_id = bench.instance.application_id
    connection = http.client.HTTPConnection(HOST, bench.server.port, timeout=30)
    try:
        connection.request(
            "DELETE",
            f"/api/applications/{application_id}/webhooks/{webhook_id}",
            headers={"Authorization": f"Bearer {token}"},
        )
        status = connection.getresponse().status
    finally:
        connection.close()
    if status != 200:
        raise BenchmarkError(f"Deleting a webhook was answered {status}.")


def _replied(bench: _Bench, number: int) -> Line:
    """Answer everybody through the API; every reply is a durable write as well."""
    token = bench.instance.token()
    webhook_id, path = bench.instance.webhook("--wait-for-reply")
    with ParkedCallers(bench.server.port, path) as callers:
        _park(bench, callers, webhook_id, number)
        ids = reply_ids(bench.instance.database, webhook_id)
        scripts = Replying(bench.server.port, bench.instance.application_id, token)
        began = time.monotonic()
        scripts.start(ids)
        try:
            seconds = _released(callers, began, number, "202")
        finally:
            scripts.join()
    if scripts.refused:
        raise BenchmarkError(f"Replies were refused: {scripts.refused[:3]}")
    return Line(
        f"{number:,} parked, answered one by one through the API",
        *(seconds, f"{seconds:.1f} s ({number / seconds:,.0f} replies/s)"),
    )


def _stopped(bench: _Bench, number: int, goal_seconds: float) -> Line:
    webhook_id, path = bench.instance.webhook("--wait-for-reply")
    with ParkedCallers(bench.server.port, path) as callers:
        _park(bench, callers, webhook_id, number)
        began = time.monotonic()
        bench.server.terminate()
        seconds = _released(callers, began, number, "503")
    bench.server.stop()
    return Line(
        f"SIGTERM with {number:,} parked: all have their 503",
        *(seconds, f"{seconds:.2f} s", f"≤ {goal_seconds:g} s", goal_seconds),
    )
