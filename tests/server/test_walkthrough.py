"""The README's walk-through does what the README says, as it is printed."""

import re
import subprocess

from tests.server.running import ROOT, RunningServer

BLOCK = re.compile(r"<!-- walkthrough -->\n```bash\n(.*?)```", re.DOTALL)


def test_the_first_caller_gets_exactly_what_the_script_answers(
    server: RunningServer,
) -> None:
    match = BLOCK.search((ROOT / "README.md").read_text())
    assert match is not None
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", match[1]],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    lines = [line.strip() for line in ran.stdout.splitlines()]
    assert "/teapot" in lines
    assert "{'tea': 'green'}" in lines
    assert any(line.startswith("HTTP/1.1 418 ") for line in lines)
    assert "X-Pot: short" in lines
    assert lines[-1] == "de ad be ef"
