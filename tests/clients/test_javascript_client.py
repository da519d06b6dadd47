"""Losant's official JavaScript client, unchanged, against the API."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.server.running import EMAIL, PASSWORD

pytestmark = pytest.mark.server

FOLDER = Path(__file__).resolve().parent / "js"
CACHE = FOLDER.parents[2] / ".cache" / "npm"
# The package has no scripts of its own; nothing needs to run at installation.
INSTALL = ("ci", "--cache", str(CACHE), "--no-audit", "--no-fund", "--ignore-scripts")


@pytest.fixture
def node() -> str:
    """Node's path, with the client's package installed into the checkout."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None:
        text = "Node.js and npm are not installed; they run the JavaScript client."
        if os.environ.get("REQUIRE_NODE") == "1":
            pytest.fail(text)
        pytest.skip(text)
    if not (FOLDER / "node_modules" / "losant-rest").is_dir():
        subprocess.run([npm, *INSTALL], cwd=FOLDER, check=True, timeout=300)
    return found


def test_it_works_unchanged(node: str, api_url: str) -> None:
    done = subprocess.run(
        [node, "client.js", api_url, EMAIL, PASSWORD],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "ok"), done.stderr
