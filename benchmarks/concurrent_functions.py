"""Runs with a Function from twenty callers at once, as the server runs them.

In a process of its own (``function_callers``), because greenlets need the standard
library patched before anything else is loaded.
"""

import json
import subprocess
import sys

from benchmarks import flows
from benchmarks.contestants import Switchhook
from benchmarks.function_callers import CALLERS
from benchmarks.outcome import BenchmarkError, Line
from benchmarks.server import ROOT

_GOAL_RUNS = 1_200
_SECONDS = 120


def measure(instance: Switchhook, webhook_id: str, cpus: tuple[int, int]) -> list[Line]:
    """Return runs per second. Raises BenchmarkError."""
    done = subprocess.run(
        [
            *("taskset", "-c", ",".join(map(str, cpus))),
            *(sys.executable, "-m", "gevent.monkey"),
            *("--module", "benchmarks.function_callers", webhook_id),
        ],
        cwd=ROOT,
        env=instance.environment | {"BENCHMARK_APPLICATION": instance.application_id},
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    if done.returncode != 0:
        raise BenchmarkError(f"Concurrent runs failed:\n{done.stderr}")
    found = json.loads(done.stdout)
    rate, ours, theirs = found["rate"], found["parent_us"], found["children_us"]
    return [
        Line(
            f"engine, {flows.COMPUTING}, {CALLERS} callers, 2 children on "
            f"{len(cpus)} CPUs",
            *(rate, f"{rate:,.0f} runs/s", f"≥ {_GOAL_RUNS:,}", _GOAL_RUNS, True),
        ),
        Line(
            "CPU of such a run: engine + children",
            *(ours + theirs, f"{ours:.0f} + {theirs:.0f} µs"),
        ),
    ]
