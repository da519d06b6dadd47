"""What is loaded once is not looked through for garbage again and again."""

import subprocess
import sys
from pathlib import Path

from tests.server.running import ROOT

LOADED = """
import gc, wsgi
print(gc.isenabled(), gc.get_freeze_count() > len(gc.get_objects()))
"""


def test_the_collector_leaves_alone_what_was_loaded(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={"SWITCHHOOK_INSTANCE": str(tmp_path / "instance")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["True", "True"]
