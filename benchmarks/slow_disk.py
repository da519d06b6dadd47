"""Builds the library that delays every sync by four milliseconds."""

import shutil
import subprocess
from pathlib import Path

from benchmarks.outcome import BenchmarkError

DELAY_MS = 4
_SOURCE = Path(__file__).resolve().parent / "slow_disk.c"


def build(folder: Path) -> Path | None:
    """Compile the library into a folder; None where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "slow_disk.so"
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BenchmarkError(f"{_SOURCE.name} does not compile:\n{done.stderr}")
    return library
