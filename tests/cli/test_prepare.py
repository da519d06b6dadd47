"""``flask prepare``: one process for one data directory, from the start on (P9)."""

import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from webhooks.runtime.instance_lock import InstanceHeld, InstanceLock
from webhooks.services import start
from webhooks.services.site import Site
from webhooks.storage.port import PlainWriter


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "LOCK_WAIT_SECONDS", 0)


def test_a_second_server_refuses_to_start_and_says_who_is_there(
    flask: Run, instance: Path, site: Site
) -> None:
    first = InstanceLock(instance)
    first.acquire()
    result = flask("prepare")
    with pytest.raises(InstanceHeld, match=str(os.getpid())):
        start.take_over(site, PlainWriter, 0)
    first.release()
    assert result.exit_code == 4
    assert f"process {os.getpid()}" in result.stderr
    assert "SWITCHHOOK_INSTANCE" in result.stderr
    assert flask("prepare").exit_code == 0


def test_a_first_start_tells_how_to_sign_in(flask: Run) -> None:
    result = flask("prepare")
    assert result.exit_code == 0, result.stderr
    assert "Switchhook is at http://127.0.0.1:8000" in result.stdout
    code = re.search(r"/setup\?code=([a-z2-7-]+)", result.stdout)
    assert code is not None
    assert result.stdout.count(code[1]) == 2


def test_a_damaged_database_is_refused_and_left_alone(flask: Run, site: Site) -> None:
    path = site.settings.database_path
    path.write_bytes(b"rubbish " * 1000)
    result = flask("prepare")
    assert result.exit_code == 4
    assert "damaged" in result.stderr
    assert path.read_bytes() == b"rubbish " * 1000
