"""The README's walk-through does what the README says, as it is printed."""

import re

from tests.server.running import ROOT, RunningServer
from tests.server.typed import typed

BLOCK = re.compile(r"<!-- walkthrough -->\n```bash\n(.*?)```", re.DOTALL)


def test_the_first_caller_gets_exactly_what_the_script_answers(
    server: RunningServer,
) -> None:
    match = BLOCK.search((ROOT / "README.md").read_text())
    assert match is not None
    lines = [line.strip() for line in typed(server, match[1])]
    assert "/teapot" in lines
    assert "{'tea': 'green'}" in lines
    assert any(line.startswith("HTTP/1.1 418 ") for line in lines)
    assert "X-Pot: short" in lines
    assert lines[-1] == "de ad be ef"
