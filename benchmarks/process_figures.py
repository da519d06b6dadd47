"""What the kernel tells about a process: CPU time, memory, children."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident and proportional set size in bytes."""

    rss_bytes: int
    pss_bytes: int


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of all of a process's threads, user and kernel."""
    text = Path(f"/proc/{pid}/stat").read_text()
    # The name stands in parentheses and may hold spaces.
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def family_cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and of its living children."""
    return cpu_seconds(pid) + sum(cpu_seconds(child) for child in children(pid))


def memory(pid: int) -> Memory:
    """Return what a process occupies; shared pages count in part for PSS."""
    values = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in {"Rss", "Pss"}:
            values[name] = int(rest.split()[0]) * 1024
    return Memory(values["Rss"], values["Pss"])


def children(pid: int) -> list[int]:
    """Return the ids of a process's children."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(child) for child in text.split()]
