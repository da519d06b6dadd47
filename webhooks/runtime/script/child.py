"""The child process: one script at a time, each in a fresh QuickJS context.

Started by path, as ``python -I -S child.py``, and imports nothing of ours, so
that it stays small. It trusts nobody and decides nothing: what an answer means
is read by the parent (``answers.py``).
"""

import ctypes
import math
import os
import resource
import signal
import struct
import sys
import time
from pathlib import Path
from typing import BinaryIO, Final

# The start is isolated from site-packages: the parent names the one folder.
sys.path.append(sys.argv[1])
import _quickjs

# The parent has the same two lines.
REQUEST: Final = struct.Struct(">c?dII")  # kind, revive time, now, source, payload
ANSWER: Final = struct.Struct(">cII")  # kind, body, logs

CHECK: Final = b"C"

# The source starts on line 2, so that line 1 is always ours in a stack. Mapped
# arguments follow the variable when a script assigns to it.
OPENING: Final = "(function($keep){return function(payload){$keep(arguments);\n"
CLOSING: Final = "\n}})"

_MOST_OF_AN_ERROR: Final = 1 << 14
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG
_NO_NEW_PRIVILEGES: Final = 38  # PR_SET_NO_NEW_PRIVS


def on_one_line(name: str) -> str:
    """Return a script of ours without line breaks; comments stand on own lines."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return " ".join(
        line.strip() for line in lines if not line.lstrip().startswith("//")
    )


class Sandbox:
    """Makes fresh contexts under the limits that the parent named."""

    def __init__(self, limits: list[int]) -> None:
        cpu_milliseconds, self.heap, self.stack, self.output, *self.log_limits = limits
        self.cpu_seconds = cpu_milliseconds / 1000
        self.core = on_one_line("core.js")
        self.console = on_one_line("console.js")
        self.clock = on_one_line("clock.js")
        self.buffer = on_one_line("buffer.js")
        self.problem = on_one_line("problem.js")

    def context(self) -> "Context":
        """Return a context that nothing has run in."""
        return Context(self)


class Context:
    """A fresh context; what few scripts use is added when one names it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._context = _quickjs.Context()
        self._context.set_memory_limit(sandbox.heap)
        self._context.set_max_stack_size(sandbox.stack)
        self._context.set_time_limit(sandbox.cpu_seconds)
        self._host = self._context.eval(sandbox.core)
        self._logged: _quickjs.Object = None

    def answer(
        self, kind: bytes, revive_time: bool, now: float, source: str, payload: str
    ) -> tuple[bytes, bytes]:
        """Return the kind of the answer and its body."""
        try:
            if kind != CHECK:
                self._equip(source, now)
            script = self._context.eval(OPENING + source + CLOSING)
            if kind == CHECK:
                return b"U", b""
            value = self._host(script, payload, revive_time)
            if value is None:
                return b"U", b""
            if value is True:
                describe = self._context.eval(self._sandbox.problem)
                return b"E", describe(self._host).encode()
            body = value.encode()
        except _quickjs.JSException as error:
            return b"X", str(error)[:_MOST_OF_AN_ERROR].encode("utf-8", "replace")
        except MemoryError:
            return b"X", b"InternalError: out of memory"
        return (b"V", body) if len(body) <= self._sandbox.output else (b"L", b"")

    def _equip(self, source: str, now: float) -> None:
        if "console" in source:
            install = self._context.eval(self._sandbox.console)
            self._logged = install(*self._sandbox.log_limits)
        if "Buffer" in source:
            self._context.eval(self._sandbox.buffer)
        if not math.isnan(now):
            self._context.eval(self._sandbox.clock)(now)

    def logs(self) -> bytes:
        """Return what was logged, or nothing when there is no memory to say it."""
        if self._logged is None:
            return b"[]"
        try:
            logged: str = self._logged()
        except (_quickjs.JSException, MemoryError):
            return b"[]"
        return logged.encode()


def confine(address_space_bytes: int, die_with_parent: bool) -> None:
    """Give up what a script needs none of; there is no way back."""
    libc = ctypes.CDLL(None)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if die_with_parent:
        libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    os.nice(10)
    os.environ.clear()
    for limit, value in (
        (resource.RLIMIT_AS, address_space_bytes),
        (resource.RLIMIT_NOFILE, 3),  # what is open stays, nothing more opens
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def limit_cpu(seconds: float) -> None:
    """Let the kernel end this process soon after the engine should have."""
    most = int(time.process_time() + 2 * seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def serve(sandbox: Sandbox, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the parent closes its end."""
    answers.write(ANSWER.pack(b"R", 0, 0))
    while True:
        answers.flush()
        # Made before the next request comes, so that it need not wait for it.
        context = sandbox.context()
        header = requests.read(REQUEST.size)
        if len(header) < REQUEST.size:
            return
        kind, revive_time, now, source_size, payload_size = REQUEST.unpack(header)
        source = requests.read(source_size).decode()
        payload = requests.read(payload_size).decode()
        limit_cpu(sandbox.cpu_seconds)
        said, body = context.answer(kind, revive_time, now, source, payload)
        logs = context.logs()
        answers.write(ANSWER.pack(said, len(body), len(logs)) + body + logs)
        # Freed before the next one is made: two full heaps are too many.
        del context


if __name__ == "__main__":
    *numbers, own_bytes, dies = map(int, sys.argv[2:])
    made = Sandbox(numbers)
    confine(own_bytes, bool(dies))
    serve(made, sys.stdin.buffer, sys.stdout.buffer)
