"""Looking does not change anything: not even the directory comes into being."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_command_that_only_looks_leaves_no_file_behind(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    ran = subprocess.run(
        [sys.executable, "-m", "flask", "settings"],
        cwd=ROOT,
        env={**os.environ, "SWITCHHOOK_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert not instance.exists()
