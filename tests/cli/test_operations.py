"""``flask settings``, ``doctor``, ``database``, ``backup`` and ``retention``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.services import applications
from webhooks.services.site import Site
from webhooks.settings import SETTINGS


@pytest.fixture
def environment() -> dict[str, str]:
    return {
        "SWITCHHOOK_METRICS_TOKEN": "hidden-token",
        "SWITCHHOOK_RATE_LIMIT": "5/1",
        "SWITCHHOOK_ALLOW_PRIVATE_NETWORKS": "10.0.0.0/8,fd00::/8",
        "SWITCHHOOK_MIN_FREE_BYTES": "0",
    }


def test_settings_lists_every_setting_with_its_source(flask: Run) -> None:
    rows = {row["name"]: row for row in json.loads(flask("settings", "--json").stdout)}
    assert set(rows) == {row.name for row in SETTINGS}
    assert rows["RATE_LIMIT"]["value"] == "5/1"
    assert rows["RATE_LIMIT"]["source"] == "environment"
    assert rows["PORT"]["value"] == 8000
    assert rows["PUBLIC_URL"]["value"] == "http://127.0.0.1:8000"
    assert rows["ALLOW_PRIVATE_NETWORKS"]["value"] == "10.0.0.0/8 fd00::/8"


def test_settings_never_shows_a_secret(flask: Run) -> None:
    for words in (("settings",), ("settings", "--json")):
        result = flask(*words)
        assert result.exit_code == 0
        assert "hidden-token" not in result.output
        assert "(set, not shown)" in result.stdout


def test_doctor_is_content_with_a_fresh_instance(flask: Run, instance: Path) -> None:
    instance.chmod(0o700)
    result = flask("doctor", "--json")
    states = {row["id"]: row["state"] for row in json.loads(result.stdout)}
    assert result.exit_code == 0, result.stdout
    assert states["schema"] == states["database"] == states["folder"] == "ok"


def test_doctor_fails_when_a_check_fails(flask: Run, instance: Path) -> None:
    (instance / "secret_key").write_bytes(b"x" * 32)
    (instance / "secret_key").chmod(0o644)
    result = flask("doctor")
    assert result.exit_code == 1
    assert "fail  secret-key" in result.stdout
    assert "chmod 600" in result.stdout


def test_database_status_and_upgrade_have_nothing_to_do(flask: Run) -> None:
    assert flask("database", "status").exit_code == 0
    result = flask("database", "upgrade")
    assert result.exit_code == 0
    assert "Nothing to do" in result.stdout


def test_a_backup_is_created_listed_verified_and_restored(
    flask: Run, site: Site
) -> None:
    applications.create(site, None, "Before")
    path = flask("backup", "create", "--label", "nightly").stdout.strip()
    assert path in flask("backup", "list").stdout
    assert "is sound" in flask("backup", "verify", Path(path).name).stdout
    site.close()
    result = flask("backup", "restore", path, "--json")
    assert result.exit_code == 0, result.stderr
    assert Path(json.loads(result.stdout)["replaced"]).is_file()


def test_restore_needs_the_server_stopped(flask: Run, instance: Path) -> None:
    path = flask("backup", "create").stdout.strip()
    lock = InstanceLock(instance)
    lock.acquire()
    result = flask("backup", "restore", path)
    lock.release()
    assert result.exit_code == 1
    assert "already uses" in result.stderr


@pytest.mark.parametrize("words", [("verify",), ("restore",)])
def test_a_file_that_is_no_backup_is_refused(
    flask: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, " * 100)
    result = flask("backup", *words, str(file))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_retention_tells_what_it_did(flask: Run) -> None:
    told = json.loads(flask("retention", "run", "--dry-run", "--json").stdout)
    assert told["dryRun"] is True
    assert told["deliveries"] == 0
    assert "Deleted 0 deliveries" in flask("retention", "run").stdout
