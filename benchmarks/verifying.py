"""What verifying signatures costs ingress."""

import http.client
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.contestants import Place, Switchhook
from benchmarks.load import SIGNED, Slice, slice_of_load
from benchmarks.outcome import BenchmarkError, Line, Outcome
from benchmarks.server import HOST, Server
from benchmarks.signed_requests import (
    Signing,
    discord,
    github,
    slack,
    standard_webhooks,
    stripe,
)
from benchmarks.throughput import CONNECTIONS, Effort, ratio, table

_NOTHING = "signed requests, nothing verified"
_GITHUB = "GitHub: HMAC-SHA256 of the body"
_STRIPE = "Stripe: HMAC-SHA256 of time and body"
_SLACK = "Slack: the same, and its question looked for"
_STANDARD = "Standard Webhooks: HMAC-SHA256 with time, each id kept"
_DISCORD = "Discord: Ed25519"
_GOAL = 0.85


@dataclass(frozen=True, slots=True)
class _Row:
    """A webhook, and who sends to it."""

    sender: Signing
    id: str
    path: str


def measure(directory: Path, cpu: int, effort: Effort) -> Outcome:
    """Send the same load to webhooks that verify and to one that does not, in turn."""
    instance = Switchhook(Place(directory / "verifying", cpu), "ours")
    token, hub = instance.token(), github()
    with instance.server() as server:
        # The first two get the very same requests: the check is all that differs.
        rows = {_NOTHING: _row(instance, token, hub, None)}
        senders = {
            _GITHUB: hub,
            _STRIPE: stripe(),
            _SLACK: slack(),
            _STANDARD: standard_webhooks(),
            _DISCORD: discord(),
        }
        for name, sender in senders.items():
            rows[name] = _row(instance, token, sender, sender.signature)
        slices = _interleaved(server, rows, effort, directory / "requests")
    _check_verified(instance.database, rows, slices)
    return Outcome(
        [
            _line("HMAC-SHA256 verified (GitHub)", slices, _GITHUB, _GOAL),
            _line("HMAC-SHA256 with time (Stripe)", slices, _STRIPE, _GOAL),
            _line("HMAC-SHA256 with time (Slack)", slices, _SLACK, _GOAL),
            _line("HMAC-SHA256, time and id (Standard Webhooks)", slices, _STANDARD),
            _line("Ed25519 verified (Discord)", slices, _DISCORD),
        ],
        [table(slices, f"{CONNECTIONS} connections", _NOTHING)],
    )


def _row(
    instance: Switchhook, token: str, sender: Signing, signature: dict[str, Any] | None
) -> _Row:
    connection = http.client.HTTPConnection(HOST, instance.port, timeout=30)
    try:
        connection.request(
            "POST",
            f"/api/applications/{instance.application_id}/webhooks",
            json.dumps({"name": "measured", "signature": signature}),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        response = connection.getresponse()
        made = json.loads(response.read())
    finally:
        connection.close()
    if response.status != 201:
        raise BenchmarkError(f"A webhook could not be made: {made}")
    return _Row(sender, made["id"], f"/webhooks/{made['token']}")


def _interleaved(
    server: Server, rows: Mapping[str, _Row], effort: Effort, file: Path
) -> dict[str, list[Slice]]:
    taken: dict[str, list[Slice]] = {name: [] for name in rows}
    for round_ in range(effort.rounds + 1):
        for name, row in rows.items():
            most = row.sender.write(file, effort.seconds)
            slice_ = slice_of_load(
                *(server.url(row.path), server.worker_pid, CONNECTIONS),
                effort.seconds,
                (SIGNED, file),
            )
            if slice_.completed > most:
                raise BenchmarkError("Too few requests were signed for this machine.")
            # The first round loads what stays loaded.
            if round_:
                taken[name].append(slice_)
    return taken


def _check_verified(
    database: Path, rows: Mapping[str, _Row], slices: Mapping[str, list[Slice]]
) -> None:
    """Refuse the numbers unless all that was answered was new, and verified."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        for name, row in rows.items():
            wanted = "unchecked" if name == _NOTHING else "verified"
            stored = connection.execute(
                "SELECT count(*) FROM delivery WHERE webhook_id = ? "
                "AND status = 'accepted' AND verdict = ?",
                (row.id, wanted),
            ).fetchone()[0]
            answered = sum(slice_.completed for slice_ in slices[name])
            if stored < answered:
                raise BenchmarkError(
                    f"{name}: {answered} were answered, {stored} stored as {wanted}."
                )
    finally:
        connection.close()


def _line(
    what: str, slices: dict[str, list[Slice]], name: str, goal: float | None = None
) -> Line:
    share = ratio(slices[name], slices[_NOTHING])
    text = f"{what} / nothing verified, {CONNECTIONS} connections"
    if goal is None:
        return Line(text, share, f"{share:.2f}")
    return Line(text, share, f"{share:.2f}", f"≥ {goal:g}", goal, True)
