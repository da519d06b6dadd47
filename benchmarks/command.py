"""The command: which parts, how long, and where the numbers go."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    engine,
    idle,
    newest_page,
    pages,
    stalls,
    throughput,
    verifying,
    viewers,
    waiting,
    workflows,
)
from benchmarks.load import require_wrk
from benchmarks.machine import callers_possible, claim_cpus
from benchmarks.outcome import BenchmarkError, Outcome
from benchmarks.report import markdown, write
from benchmarks.throughput import Effort

_PARTS = (
    *("throughput", "slow-disk", "waiting", "idle", "page", "pages"),
    *("workflows", "engine", "stalls", "viewers", "verifying"),
)


def main() -> int:
    """Measure, print the tables, and return the exit code."""
    parser = _parser()
    options = parser.parse_args()
    unknown = set(options.parts) - set(_PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    options.parts = options.parts or list(_PARTS)
    try:
        require_wrk()
        cpus = claim_cpus()
        outcomes, failed = _measure(options, cpus)
        text = markdown(outcomes, datetime.now(UTC).date().isoformat())
        print(text)
        if options.write and not failed:
            write(text)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if failed else 0


def _measure(
    options: argparse.Namespace, cpus: tuple[int, int]
) -> tuple[list[Outcome], bool]:
    """Run the chosen parts; one that fails says why and stops no other."""
    outcomes: list[Outcome] = []
    failed = False
    with tempfile.TemporaryDirectory(
        prefix="switchhook-benchmark-", dir=options.directory
    ) as name:
        for part, run in _runs(options, cpus, Path(name)).items():
            if part not in options.parts:
                continue
            print(f"measuring: {part} ...", file=sys.stderr, flush=True)
            try:
                outcomes.append(run())
            except BenchmarkError as error:
                failed = True
                print(f"{part} could not be measured: {error}", file=sys.stderr)
    return outcomes, failed


def _runs(
    options: argparse.Namespace, cpus: tuple[int, int], directory: Path
) -> dict[str, Callable[[], Outcome]]:
    cpu = cpus[0]
    effort = Effort(options.rounds, options.seconds)
    return {
        "throughput": lambda: throughput.measure(directory, cpu, effort),
        "slow-disk": lambda: throughput.measure_slow_disk(directory, cpu, effort),
        "waiting": lambda: _waiting(options, cpu, directory, effort),
        "idle": lambda: idle.measure(directory, cpu),
        "page": lambda: newest_page.measure(directory, cpu, options.rows),
        "pages": lambda: pages.measure(directory, cpu, options.rows),
        "workflows": lambda: workflows.measure(directory, cpu, effort),
        "engine": lambda: engine.measure(directory, cpus, effort),
        "stalls": lambda: stalls.measure(directory, cpu, effort),
        "viewers": lambda: viewers.measure(directory, cpu, effort),
        "verifying": lambda: verifying.measure(directory, cpu, effort),
    }


def _waiting(
    options: argparse.Namespace, cpu: int, directory: Path, effort: Effort
) -> Outcome:
    parked = callers_possible(options.parked)
    outcome = waiting.measure(directory, cpu, effort, parked)
    if parked < options.parked:
        outcome.notes.append(
            f"Only {parked:,} instead of {options.parked:,} callers were parked: "
            "the limit of open files (`ulimit -n`) allows no more."
        )
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmarks/run",
        description="Measure Switchhook beside its reference rows; prints Markdown. "
        "Takes about twenty minutes and 4 GB of disk, listens on loopback alone.",
    )
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help=f"{', '.join(_PARTS)}; default: all")
    add("--rounds", type=int, default=5, help="rounds of slices (5)")
    add("--seconds", type=int, default=2, help="whole seconds per slice (2)")
    add("--parked", type=int, default=10_000, help="waiting callers (10000)")
    add("--rows", type=int, default=1_000_000, help="deliveries (1000000)")
    add("--directory", type=Path, help="where to write; must not be a memory disk")
    add("--write", action="store_true", help="put the tables into docs/performance.md")
    return parser
