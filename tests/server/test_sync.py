"""The disk has the request before its sender has the answer (P1).

``kill -9`` cannot show this, because the system's own memory survives it; the
order of the system calls can.
"""

import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.server.callers import until
from tests.server.running import RemoteWebhook, RunningServer

_CALLS = "trace=fdatasync,fsync,sendto,write,writev,sendmsg,recvfrom,read"
_SYNC = re.compile(r"\b(fdatasync|fsync)(\(\d+\)| resumed>\)?).*= 0$")


def trace(webhook: RemoteWebhook, output: Path, body: bytes) -> list[str]:
    """Send one request under the eyes of strace and return what it saw."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    pid = str(webhook.server.worker_pid)
    tracer = subprocess.Popen(
        [strace, "-f", "-s", "200", "-e", _CALLS, "-o", str(output), "-p", pid],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    if "attached" not in said:
        tracer.wait(10)
        pytest.skip(f"tracing is not permitted here: {said.strip()}")
    try:
        assert webhook.send(body).status == 200
        until(lambda: output.exists() and "HTTP/1.1 200" in output.read_text(), "trace")
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(60)
        tracer.stderr.close()
    return output.read_text().splitlines()


def test_a_sync_lies_between_request_and_answer(
    server: RunningServer, tmp_path: Path
) -> None:
    webhook = server.webhook()
    assert webhook.send().status == 200
    lines = trace(webhook, tmp_path / "trace", b'{"mark":"look-for-this-body"}')
    asked = next(n for n, line in enumerate(lines) if "look-for-this-body" in line)
    answered = next(n for n, line in enumerate(lines) if '"HTTP/1.1 200' in line)
    assert asked < answered
    between = lines[asked:answered]
    assert any(_SYNC.search(line) for line in between), "\n".join(between)
