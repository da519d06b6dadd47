"""Commands beside a running server, and what the server's own jobs do."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.conftest import Start
from tests.server.running import ROOT, RunningServer

pytestmark = pytest.mark.server


def flask(
    server: RunningServer, *words: str, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), *words],
        cwd=cwd,
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_what_a_command_creates_works_at_once(
    server: RunningServer, tmp_path: Path
) -> None:
    application = flask(server, "applications", "create", "By command", cwd=tmp_path)
    assert application.returncode == 0, application.stderr
    made = flask(server, "webhooks", "create", "w", "--application", "By command")
    url = made.stdout.strip()
    assert url.startswith(server.url)
    assert server.ask("POST", url.removeprefix(server.url), "x").status == 200
    token = flask(
        *(server, "tokens", "create", "--application", "By command"),
        *("--name", "t", "--scope", "all.Application"),
    )
    path = f"/applications/{application.stdout.strip()}/webhooks"
    listed = server.api("GET", path, token=token.stdout.strip())
    assert listed.json["totalCount"] == 1


def test_a_backup_of_a_running_server_has_what_was_accepted(
    server: RunningServer,
) -> None:
    hook = server.webhook()
    for _ in range(3):
        assert hook.send().status == 200
    path = flask(server, "backup", "create").stdout.strip()
    report = json.loads(flask(server, "backup", "verify", path, "--json").stdout)
    assert report["deliveries"] >= 3
    refused = flask(server, "backup", "restore", path)
    assert refused.returncode == 1
    assert str(server.worker_pid) in refused.stderr
    assert hook.send().status == 200


def test_the_doctor_knows_that_a_server_runs(server: RunningServer) -> None:
    result = flask(server, "doctor")
    assert result.returncode == 0, result.stdout
    assert f"A server runs here (process {server.worker_pid})" in result.stdout


def test_a_running_server_refuses_a_schema_upgrade(server: RunningServer) -> None:
    result = flask(server, "database", "upgrade")
    assert result.returncode == 1
    assert "already uses" in result.stderr


def test_the_server_makes_room_by_itself(start: Start) -> None:
    server = start(SWITCHHOOK_MAX_DATABASE_BYTES="2000000").start()
    hook = server.webhook()
    for _ in range(30):
        assert hook.send(b"x" * 100_000).status in {200, 503}
    until(lambda: len(hook.deliveries()) < 18)
    assert server.ask("GET", "/readyz").status == 200
    assert hook.send().status == 200
    assert len(hook.deliveries()) >= 2


def test_senders_are_told_when_nothing_can_go(start: Start) -> None:
    server = start(SWITCHHOOK_MAX_DATABASE_BYTES="1").start()
    hook = server.webhook()
    until(lambda: server.ask("GET", "/readyz").status == 503)
    (reason,) = server.ask("GET", "/readyz").json["reasons"]
    answer = hook.send()
    assert "largest size" in reason
    assert (answer.status, answer.json["message"]) == (503, reason)
    assert server.ask("GET", "/healthz").status == 200


def test_metrics_tell_of_the_server(server: RunningServer) -> None:
    server.webhook().send()
    assert "switchhook_deliveries_total" in metrics(server)
    until(lambda: "switchhook_database_bytes 0.0" not in metrics(server))


def metrics(server: RunningServer) -> str:
    return server.ask("GET", "/metrics").body.decode()
