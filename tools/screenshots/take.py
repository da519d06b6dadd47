"""Takes the pictures of docs/screenshots anew, from a demo on this machine.

``.venv/bin/python -m tools.screenshots.take`` makes them all; names as arguments make
only those, and ``--to DIR`` puts them elsewhere. Needs Chromium. Not needed to run
Switchhook or its tests.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from tools.screenshots.names import with_ids
from tools.screenshots.palette import shrunk
from tools.screenshots.shots import SHOTS, Shot

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "docs" / "screenshots"
_EMAIL: Final = "ada@example.org"
_PASSWORD: Final = "a demo and nothing else"  # noqa: S105
_START_SECONDS: Final = 120


def main() -> None:
    """Take what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which to take; all when left out")
    parser.add_argument("--to", type=Path, default=FOLDER)
    given = parser.parse_args()
    wanted = [shot for shot in SHOTS if not given.names or shot.name in given.names]
    given.to.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo(Path(folder) / "instance") as (url, database),
        sync_playwright() as playwright,
    ):
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        for shot in wanted:
            take(browser, url, shot, database, given.to)
        browser.close()


@contextmanager
def demo(instance: Path) -> Iterator[tuple[str, Path]]:
    """Serve a demo; yield its address and the path of its database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("SWITCHHOOK_")},
        "SWITCHHOOK_INSTANCE": str(instance),
        "SWITCHHOOK_PORT": str(port),
        # What readers would see, and not where it happened to run.
        "SWITCHHOOK_PUBLIC_URL": "",
    }
    flask = [sys.executable, "-m", "flask", "demo", "--password-stdin"]
    filling: dict[str, Any] = {"cwd": ROOT, "env": environment, "check": True}
    subprocess.run(flask, input=_PASSWORD, text=True, **filling)  # noqa: S603
    command = [sys.executable, "-m", "gunicorn"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
    try:
        _wait_until_ready(url)
        yield url, instance / "webhooks.sqlite"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def take(browser: Browser, url: str, shot: Shot, database: Path, to: Path) -> None:
    """Take one picture in each of its schemes."""
    width, height = shot.size
    for scheme, name in zip(shot.schemes, shot.files(), strict=True):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]  # the table's words
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        page = context.new_page()
        _sign_in(page, url)
        page.goto(url + with_ids(shot.path, database), wait_until="load")
        for step in shot.steps:
            step(page)
        page.evaluate("document.fonts.ready")
        png = shrunk(page.screenshot(animations="disabled", caret="hide"))
        (to / name).write_bytes(png)
        print(f"{name}: {len(png) // 1024} KiB")  # noqa: T201
        context.close()


def _sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/login")
    page.get_by_label("E-mail address").fill(_EMAIL)
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/applications**")


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The demo's server was not ready in time.")


if __name__ == "__main__":
    main()
