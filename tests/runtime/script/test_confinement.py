"""What a child may do as a process, read from the kernel's own tables."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.script.conftest import LIMITS
from webhooks.runtime.script import ScriptPool
from webhooks.runtime.script.process import Child

ROOT = Path(__file__).resolve().parents[3]
MOST_MEMORY_KIB = 15 * 1024


@pytest.fixture
def pid(pool: ScriptPool) -> int:
    pool.run("a", "return Buffer.from('a')", "{}")
    return pool.stats().pids[0]


def test_its_limits_are_the_kernels(pid: int) -> None:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:].split()[:2] for line in lines[1:]}
    assert limits["Max file size"] == ["0", "0"]
    assert limits["Max processes"] == ["0", "0"]
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max open files"] == ["3", "3"]
    assert limits["Max address space"] == [str(LIMITS.address_space_bytes)] * 2
    assert limits["Max cpu time"][0] != "unlimited"


def test_it_holds_three_descriptors_and_no_environment(pid: int) -> None:
    folder = Path(f"/proc/{pid}/fd")
    held = {entry.name: str(entry.readlink()) for entry in folder.iterdir()}
    assert set(held) == {"0", "1", "2"}
    assert held["2"] == "/dev/null"
    assert held["0"].startswith("pipe:")
    assert Path(f"/proc/{pid}/environ").read_bytes() == b"TZ=UTC\0"
    assert str(Path(f"/proc/{pid}/cwd").readlink()) == "/"


def test_it_is_nice_and_alone_in_its_session(pid: int) -> None:
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(
        19, os.getpriority(os.PRIO_PROCESS, 0) + 10
    )
    assert os.getsid(pid) == pid
    assert "NoNewPrivs:\t1" in Path(f"/proc/{pid}/status").read_text()


def test_it_is_small(pid: int) -> None:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            assert int(line.split()[1]) <= MOST_MEMORY_KIB


def test_it_ends_when_its_standard_input_does() -> None:
    child = Child.start(LIMITS)
    os.close(child._stdin)
    assert child._process.wait(30) == 0
    os.close(child._stdout)


def test_it_dies_with_its_parent_even_in_a_script() -> None:
    source = (
        "import os, sys\n"
        "from webhooks.runtime.script import ScriptLimits\n"
        "from webhooks.runtime.script.process import REQUEST, Child\n"
        "child = Child.start(ScriptLimits(cpu_seconds=60))\n"
        "code = b'while (true) {}'\n"
        "header = REQUEST.pack(b'R', False, 0.0, len(code), 2)\n"
        "os.write(child._stdin, header + code + b'{}')\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, cwd=ROOT, check=False
    )
    pid = int(parent.stdout)
    # Nobody here may wait for somebody else's child, but a descriptor tells.
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    assert select.select([descriptor], [], [], 30)[0], "it outlived its parent"
    os.close(descriptor)
