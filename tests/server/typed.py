"""Commands of a document, typed into a shell beside a server as they are printed."""

import subprocess

from tests.server.running import ROOT, RunningServer


def typed(server: RunningServer, commands: str) -> list[str]:
    """Run the commands, of which none may fail; return the lines they print."""
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()
