"""The doctor's checks: each finds what it is there to find, and names a remedy."""

import resource
from pathlib import Path

import pytest

from tests.frozen_clock import FrozenClock
from webhooks.runtime.instance_lock import InstanceLock
from webhooks.services import diagnosis
from webhooks.services.diagnosis import Finding
from webhooks.services.secret_key import secret_key
from webhooks.services.site import Site
from webhooks.storage import inspection


def found(site: Site, wanted: str) -> Finding:
    (finding,) = (one for one in diagnosis.examine(site) if one.id == wanted)
    return finding


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_HOST": "0.0.0.0"}  # noqa: S104  # never bound


def test_every_check_has_a_name_of_its_own_and_a_known_state(site: Site) -> None:
    findings = diagnosis.examine(site)
    assert len({one.id for one in findings}) == len(findings)
    assert {one.state for one in findings} <= {"ok", "warn", "fail"}
    assert all(one.text.endswith((".", "none")) for one in findings)


def test_nothing_is_changed_and_no_database_is_needed(
    site: Site, instance: Path
) -> None:
    site.settings.database_path.write_bytes(b"rubbish " * 1000)
    before = {path: path.read_bytes() for path in instance.iterdir()}
    diagnosis.examine(site)
    after = {path: path.read_bytes() for path in instance.iterdir()}
    after.pop(instance / "engine.lock")
    assert after == before


def test_a_missing_data_directory_is_no_failure(site: Site, tmp_path: Path) -> None:
    site.settings._values["INSTANCE"] = tmp_path / "none"
    assert not [one for one in diagnosis.examine(site) if one.state == "fail"]
    assert not (tmp_path / "none").exists()


def test_an_open_data_directory_is_found(site: Site, instance: Path) -> None:
    instance.chmod(0o755)
    assert found(site, "folder").state == "warn"
    instance.chmod(0o700)
    assert found(site, "folder").state == "ok"


def test_a_readable_secret_key_is_found(site: Site, instance: Path) -> None:
    secret_key(instance)
    assert found(site, "secret-key").state == "ok"
    (instance / "secret_key").chmod(0o640)
    assert found(site, "secret-key").state == "fail"


def test_a_secret_key_that_is_not_there_yet_is_no_failure(
    site: Site, instance: Path
) -> None:
    (instance / "secret_key").unlink(missing_ok=True)
    assert found(site, "secret-key").state == "warn"


def test_a_damaged_database_is_found(site: Site) -> None:
    assert found(site, "database").state == "ok"
    site.close()
    with site.settings.database_path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    finding = found(site, "database")
    assert finding.state == "fail"
    assert "restore" in finding.hint


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 40, 1), "warn"),
        ((3, 44, 5), "warn"),
        ((3, 44, 6), "ok"),
        ((3, 50, 7), "ok"),
        ((3, 51, 2), "warn"),
        ((3, 51, 3), "ok"),
        ((3, 53, 0), "ok"),
    ],
)
def test_a_sqlite_with_the_faulty_log_is_found(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, int, int],
    state: str,
) -> None:
    """Versions from https://sqlite.org/wal.html#walresetbug."""
    monkeypatch.setattr(inspection, "library_version", lambda: version)
    assert found(site, "sqlite").state == state


@pytest.mark.parametrize(("least", "state"), [(0, "ok"), (2**62, "fail")])
def test_a_disk_that_is_nearly_full_is_found(
    site: Site, least: int, state: str
) -> None:
    site.settings._values["MIN_FREE_BYTES"] = least
    assert found(site, "disk").state == state


def test_too_few_open_files_are_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.settings._values["MAX_WAITING"] = 1000
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 1100))
    assert found(site, "open-files").state == "warn"
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 4096))
    assert found(site, "open-files").state == "ok"


def test_a_guessed_address_is_found(site: Site) -> None:
    assert found(site, "public-url").state == "warn"
    site.settings._values["PUBLIC_URL"] = "https://hooks.example.org"
    assert found(site, "public-url").state == "ok"


def test_a_clock_without_battery_is_found(site: Site, clock: FrozenClock) -> None:
    assert found(site, "clock").state == "ok"
    clock.wall_seconds = 0
    assert found(site, "clock").state == "fail"


def test_a_running_server_is_told(site: Site, instance: Path) -> None:
    assert "No server" in found(site, "server").text
    lock = InstanceLock(instance)
    lock.acquire()
    assert "A server runs here" in found(site, "server").text
    lock.release()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/data/x", "nfs4"), ("/data/local/x", None), ("/srv/a b/x", "cifs"), ("/", None)],
)
def test_the_file_system_is_that_of_the_innermost_mount(
    folder: str, kind: str | None
) -> None:
    mounts = [
        "/dev/sda1 / ext4 rw 0 0",
        "server:/export /data nfs4 rw 0 0",
        "/dev/sdb1 /data/local xfs rw 0 0",
        "//server/share /srv/a\\040b cifs rw 0 0",
        "broken",
    ]
    assert inspection._kind_of(Path(folder), mounts) == kind
