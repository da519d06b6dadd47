"""One child process as the parent sees it: a question, an answer, and the kill.

Plain descriptors and ``poll``, both looked up when they are used: they work in a
thread, and cooperate where the server has patched the standard library.
"""

import importlib.util
import os
import select
import struct
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from webhooks.runtime.script.limits import ScriptLimits

# The child has the same two lines.
REQUEST: Final = struct.Struct(">c?dII")  # kind, revive time, now, source, payload
_ANSWER: Final = struct.Struct(">cII")  # kind, body, logs

_CHUNK: Final = 1 << 16
_START_SECONDS: Final = 30.0


class ChildTimeout(Exception):
    """The child did not answer in time; it has to be ended."""


class ChildGone(Exception):
    """The child ended, or answered with what no child of ours says."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child said: a letter for the kind, and two texts in bytes."""

    kind: bytes
    body: bytes
    logs: bytes


def command(limits: ScriptLimits) -> list[str]:
    """Return the command that starts a child under these limits.

    The child is isolated from site-packages: it gets the one folder that holds
    the engine. Raises ModuleNotFoundError when the engine is not installed.
    """
    found = importlib.util.find_spec("_quickjs")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("quickjs-ng is not installed")
    numbers = (
        round(limits.cpu_seconds * 1000),
        limits.heap_bytes,
        limits.stack_bytes,
        limits.output_bytes,
        limits.log_entries,
        limits.log_characters,
        limits.address_space_bytes,
        _in_main_thread(),
    )
    script = Path(__file__).with_name("child.py")
    folder = Path(found.origin).parent
    isolated = [sys.executable, "-I", "-S", str(script), str(folder)]
    return isolated + [str(int(number)) for number in numbers]


def _in_main_thread() -> bool:
    # The kernel's "parent" of a death signal is the thread that forked: a child
    # of a thread that ends would be killed with it. Such a child ends with its
    # standard input alone. (A greenlet is asked for its real thread here.)
    return Path("/proc/thread-self").readlink().name == str(os.getpid())


class Child:
    """A running child; not for two callers at once."""

    def __init__(self, process: subprocess.Popen[bytes], stdin: int, stdout: int):
        self.pid = process.pid
        self._process = process
        self._stdin = stdin
        self._stdout = stdout

    @classmethod
    def start(cls, limits: ScriptLimits) -> Self:
        """Start a child and wait until it is ready.

        Raises ChildTimeout or ChildGone when it does not come up.
        """
        its_stdin, stdin = os.pipe()
        stdout, its_stdout = os.pipe()
        try:
            process = subprocess.Popen(  # noqa: S603 - our own file, no shell
                command(limits),
                stdin=its_stdin,
                stdout=its_stdout,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # Scripts see times in UTC, wherever the server stands.
                env={"TZ": "UTC"},
                close_fds=True,
                # Ctrl-C in a terminal is for the server, which then drains.
                start_new_session=True,
            )
        except BaseException:
            os.close(stdin)
            os.close(stdout)
            raise
        finally:
            os.close(its_stdin)
            os.close(its_stdout)
        os.set_blocking(stdin, False)
        os.set_blocking(stdout, False)
        child = cls(process, stdin, stdout)
        try:
            child.ask(b"", _START_SECONDS, 0)
        except BaseException:
            child.end()
            raise
        return child

    def ask(self, request: bytes, seconds: float, most_bytes: int) -> Answer:
        """Send a request and return the answer.

        Raises ChildTimeout after ``seconds``, and ChildGone when the child ended
        or one of the answer's texts is larger than ``most_bytes``.
        """
        deadline = time.monotonic() + seconds
        self._send(request, deadline)
        return self._receive(deadline, most_bytes)

    def is_usable(self) -> bool:
        """Tell whether an idle child lives still and has said nothing unasked."""
        try:
            os.read(self._stdout, 1)
        except BlockingIOError:
            return True
        return False

    def kill(self) -> None:
        """Kill the process; whoever waits for its answer gets ChildGone."""
        # gevent's loop may have collected one that died, and not told so yet.
        with suppress(ProcessLookupError):
            self._process.kill()

    def end(self) -> int:
        """Kill the process if it lives, and forget it; return its exit status."""
        self.kill()
        os.close(self._stdin)
        os.close(self._stdout)
        return self._process.wait()

    def _send(self, request: bytes, deadline: float) -> None:
        rest = memoryview(request)
        while rest:
            try:
                rest = rest[os.write(self._stdin, rest) :]
            except BlockingIOError:
                _await(self._stdin, select.POLLOUT, deadline)
            except BrokenPipeError:
                raise ChildGone from None

    def _receive(self, deadline: float, most_bytes: int) -> Answer:
        read = bytearray()
        wanted = _ANSWER.size
        while len(read) < wanted:
            try:
                chunk = os.read(self._stdout, _CHUNK)
            except BlockingIOError:
                _await(self._stdout, select.POLLIN, deadline)
                continue
            if not chunk:
                raise ChildGone
            read += chunk
            if len(read) >= _ANSWER.size:
                _, body_size, logs_size = _ANSWER.unpack_from(read)
                wanted = _ANSWER.size + body_size + logs_size
                if max(body_size, logs_size) > most_bytes or len(read) > wanted:
                    raise ChildGone
        kind, body_size, _ = _ANSWER.unpack_from(read)
        middle = _ANSWER.size + body_size
        return Answer(kind, bytes(read[_ANSWER.size : middle]), bytes(read[middle:]))


def _await(descriptor: int, event: int, deadline: float) -> None:
    rest = deadline - time.monotonic()
    if rest <= 0:
        raise ChildTimeout
    poll = select.poll()
    poll.register(descriptor, event)
    poll.poll(rest * 1000)
