"""Node-RED with one flow that answers, for comparison: from npm, kept in a cache.

Nothing of it belongs to the checkout, and no scripts of packages run. Where it
cannot be installed the row is left out and the result says why.
"""

import json
import os
import shutil
import subprocess
from typing import Any

from benchmarks.contestants import Place
from benchmarks.outcome import BenchmarkError
from benchmarks.server import HOST, ROOT, Server, free_port

VERSION = "4.1.15"
PATH = "/hook"
_CACHE = ROOT / ".cache"
_HOME = _CACHE / f"node-red-{VERSION}"
_START = _HOME / "node_modules" / "node-red" / "red.js"
_INSTALL_SECONDS = 300
# The answer of our own workflows: the length of the reading, as text.
_FUNCTION = 'return { ...msg, payload: "" + msg.payload.reading.length };'


def server(place: Place) -> Server:
    """Return a Node-RED server with ``http in``, ``function``, ``http response``.

    Raises BenchmarkError when it is not installed and cannot be.
    """
    node = _installed()
    folder = place.fresh("node_red")
    port = free_port()
    (folder / "flows.json").write_text(json.dumps(_flow()))
    (folder / "settings.js").write_text(_settings(port))
    arguments = ["--userDir", str(folder), "--settings", str(folder / "settings.js")]
    return Server(
        *(arguments, place.environment(), port, place.cpu, folder / "log", "/ready"),
        program=(node, str(_START)),
        forks=False,
    )


def _installed() -> str:
    """Return Node's path, once Node-RED is in the cache."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise BenchmarkError("Node.js or npm is not installed.")
    if not _START.is_file():
        _install(npm)
    return node


def _install(npm: str) -> None:
    # Elsewhere first: half an installation must not be taken for one.
    unfinished = _HOME.with_name(f"{_HOME.name}.{os.getpid()}")
    unfinished.mkdir(parents=True)
    (unfinished / "package.json").write_text('{"private": true}')
    try:
        done = subprocess.run(
            [
                *(npm, "install", f"node-red@{VERSION}", "--omit=dev"),
                *("--cache", str(_CACHE / "npm"), "--ignore-scripts"),
                *("--no-audit", "--no-fund"),
            ],
            cwd=unfinished,
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALL_SECONDS,
        )
        if done.returncode != 0:
            last = done.stderr.strip().splitlines()[-1:] or ["it did not say why"]
            raise BenchmarkError(f"npm could not install Node-RED: {last[0]}")
        shutil.rmtree(_HOME, ignore_errors=True)
        unfinished.rename(_HOME)
    except subprocess.TimeoutExpired:
        message = f"npm did not install Node-RED within {_INSTALL_SECONDS} seconds."
        raise BenchmarkError(message) from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _flow() -> list[dict[str, Any]]:
    place = {"z": "flow", "x": 0, "y": 0}
    return [
        {"id": "flow", "type": "tab", "label": "measured"},
        {
            **{"id": "in", "type": "http in", "url": PATH, "method": "post"},
            **{"wires": [["function"]], **place},
        },
        {
            **{"id": "function", "type": "function", "func": _FUNCTION, "outputs": 1},
            **{"wires": [["out"]], **place},
        },
        {"id": "out", "type": "http response", "wires": [], **place},
    ]


def _settings(port: int) -> str:
    settings = {
        "uiHost": HOST,
        "uiPort": port,
        "flowFile": "flows.json",
        "credentialSecret": False,
        # Without the editor, as on a machine that only serves.
        "httpAdminRoot": False,
        "telemetry": {"enabled": False},
        "logging": {"console": {"level": "warn", "metrics": False, "audit": False}},
    }
    return f"module.exports = {json.dumps(settings, indent=1)};\n"
