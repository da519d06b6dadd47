"""The machine below the benchmark: its two CPUs, its limits, its name."""

import os
import platform
import resource
import sqlite3
from importlib.metadata import version
from pathlib import Path

from benchmarks.outcome import BenchmarkError

_PACKAGES = ("gunicorn", "gevent", "flask", "sqlalchemy")

# Descriptors that the server needs besides its waiting callers.
_RESERVED_FILES = 600


def claim_cpus() -> tuple[int, int]:
    """Move this process to the second CPU; return it after the server's.

    wrk and our own clients inherit the place, so load and server never share
    a CPU. Raises BenchmarkError where there is one CPU only.
    """
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) < 2:
        raise BenchmarkError("Two CPUs are needed: one for the server, one for load.")
    os.sched_setaffinity(0, {cpus[1]})
    return cpus[0], cpus[1]


def raise_open_files() -> int:
    """Raise the limit of open files as far as allowed and return it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def callers_possible(wanted: int) -> int:
    """Return how many callers can be parked within the limit of open files."""
    return min(wanted, raise_open_files() - _RESERVED_FILES)


def description() -> str:
    """Return one line about what the numbers were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} CPUs, Linux {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{packages}."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
