"""Slices of load, made with wrk and read back from what it prints."""

import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.outcome import BenchmarkError
from benchmarks.process_figures import family_cpu_seconds

_HERE = Path(__file__).resolve().parent
_SCRIPT = _HERE / "post.lua"
SIGNED = _HERE / "signed.lua"
_UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_COMPLETED = re.compile(r"(\d+) requests in")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s|m)\b")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")
_SOCKETS = re.compile(r"Socket errors: (.+)")


@dataclass(frozen=True, slots=True)
class Slice:
    """What a few seconds of load gave; the CPU time is the server's alone."""

    completed: int
    per_second: float
    p99_ms: float
    cpu_us_per_request: float


def require_wrk() -> None:
    """Raise BenchmarkError, saying how to get it, where wrk is not installed."""
    for program, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(program) is None:
            raise BenchmarkError(
                f"{program} is not installed (on Debian: apt install {package})."
            )


def slice_of_load(
    url: str,
    pid: int,
    connections: int,
    seconds: int,
    script: tuple[Path, ...] = (_SCRIPT,),
) -> Slice:
    """POST to an address over keep-alive connections for whole seconds.

    ``pid`` is the process whose CPU time counts, with its children; ``script`` is
    what wrk runs to make requests, and the files for it. Raises
    BenchmarkError when an answer was not a success: errors are quick and would
    look like speed.
    """
    before = family_cpu_seconds(pid)
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"),
            *("-s", str(script[0]), url, "--", *map(str, script[1:])),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 30,
    )
    cpu = family_cpu_seconds(pid) - before
    # The server's last answers of this slice must not count for the next.
    time.sleep(0.05)
    return _parsed(done.stdout + done.stderr, cpu)


def _parsed(output: str, cpu: float) -> Slice:
    completed, rate, p99 = (
        pattern.search(output) for pattern in (_COMPLETED, _RATE, _P99)
    )
    if completed is None or rate is None or p99 is None:
        raise BenchmarkError(f"wrk printed something unexpected:\n{output}")
    for trouble in (_BAD.search(output), _SOCKETS.search(output)):
        if trouble is not None:
            raise BenchmarkError(f"Requests failed: {trouble[0]}")
    number = int(completed[1])
    if number == 0:
        raise BenchmarkError("No request was answered.")
    return Slice(
        number,
        float(rate[1]),
        float(p99[1]) * _UNITS_MS[p99[2]],
        cpu / number * 1_000_000,
    )
