"""One process per data directory (P9)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from webhooks.runtime.instance_lock import InstanceHeld, InstanceLock

HOLD = (
    "import sys; from pathlib import Path;"
    "from webhooks.runtime.instance_lock import InstanceLock;"
    "lock = InstanceLock(Path(sys.argv[1])); lock.acquire();"
    "print('held', flush=True); sys.stdin.read()"
)


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    first, second = InstanceLock(tmp_path), InstanceLock(tmp_path)
    first.acquire()
    with pytest.raises(InstanceHeld, match=str(os.getpid())) as caught:
        second.acquire()
    assert caught.value.pid == str(os.getpid())
    assert first.held
    assert not second.held
    first.release()
    second.acquire()
    assert second.held
    second.release()


def test_only_the_present_holder_is_named(tmp_path: Path) -> None:
    """A longer number that was there before leaves nothing behind."""
    (tmp_path / "engine.lock").write_text("99999999\n88888888\n")
    first = InstanceLock(tmp_path)
    first.acquire()
    assert (tmp_path / "engine.lock").read_text() == f"{os.getpid()}\n"
    first.release()


def test_the_lock_dies_with_its_process_and_the_file_stays(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        lock = InstanceLock(tmp_path)
        with pytest.raises(InstanceHeld, match=str(holder.pid)):
            lock.acquire(0.2)
        holder.kill()
        holder.wait()
        lock.acquire(5)
        assert lock.held
        lock.release()
    assert (tmp_path / "engine.lock").exists()


def test_releasing_twice_is_harmless(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path / "made" / "for" / "it")
    lock.acquire()
    lock.release()
    lock.release()


def test_a_child_process_does_not_inherit_it(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    lock.acquire()
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; print('here', flush=1); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        close_fds=False,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"here\n"
        lock.release()
        second = InstanceLock(tmp_path)
        second.acquire()
        second.release()
