"""The pool of children: who gets one, and what becomes of one that misbehaves.

A script sees one child, fresh inside; a child that had to be killed is replaced
when the next script needs it.
"""

import logging
import math
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from webhooks.runtime.script import limit_errors
from webhooks.runtime.script.answers import AnswerReader, BadAnswer
from webhooks.runtime.script.limits import ScriptLimits
from webhooks.runtime.script.outcome import ScriptError, ScriptResult
from webhooks.runtime.script.process import REQUEST, Child, ChildGone, ChildTimeout
from webhooks.runtime.script.turns import Turns

logger = logging.getLogger(__name__)

_MOST_CHECKS: Final = 512

# Checks of what somebody is writing are a group of their own.
_EDITOR: Final = ""


@dataclass(frozen=True, slots=True)
class ScriptStats:
    """How many children were replaced and how many are busy; the living ones' ids."""

    restarts: int
    running: int
    pids: tuple[int, ...]


class ScriptPool:
    """Runs scripts in ``children`` processes, started when they are first needed.

    May be used by many threads (or greenlets) at once. ``start`` starts a child.
    """

    def __init__(
        self,
        limits: ScriptLimits | None = None,
        children: int = 2,
        start: Callable[[ScriptLimits], Child] = Child.start,
    ) -> None:
        self.limits = limits or ScriptLimits()
        self._start = start
        self._turns = Turns(children)
        self._children: list[Child | None] = [None] * children
        self._started = [0] * children
        self._checked: OrderedDict[str, ScriptError | None] = OrderedDict()
        self._lock = threading.Lock()

    def run(
        self,
        group: str,
        source: str,
        payload_json: str,
        *,
        revive_time: bool = False,
        now_ms: int | None = None,
    ) -> ScriptResult:
        """Run a script over a payload; return the payload after it, and its logs.

        ``group`` is the application whose turn it takes. With ``revive_time`` a
        date in ISO form at the payload's ``time`` is a Date in the script.
        ``now_ms`` stops the script's clock at these milliseconds of the epoch.

        Raises ScriptError when the script fails, breaks a limit or gets no turn.
        """
        now = math.nan if now_ms is None else float(now_ms)
        request = self._request(b"R", source, payload_json, revive_time, now)
        return self._ask(group, source, request)

    def check(self, source: str) -> ScriptError | None:
        """Return the error in a script's syntax, or None; nothing of it runs.

        Raises ScriptError when that cannot be found out now.
        """
        with self._lock:
            if source in self._checked:
                self._checked.move_to_end(source)
                return self._checked[source]
        problem = None
        try:
            request = self._request(b"C", source, "", False, math.nan)
            self._ask(_EDITOR, source, request)
        except ScriptError as error:
            if error.name != "SyntaxError":
                raise
            problem = error.with_traceback(None)
        with self._lock:
            self._checked[source] = problem
            if len(self._checked) > _MOST_CHECKS:
                self._checked.popitem(last=False)
        return problem

    def stats(self) -> ScriptStats:
        """Return what a page about the instance shows of the pool."""
        pids = tuple(child.pid for child in self._children if child is not None)
        restarts = sum(max(0, count - 1) for count in self._started)
        return ScriptStats(restarts, len(self._turns), pids)

    def close(self) -> None:
        """End every child; scripts that run fail, and no new ones are taken."""
        free = self._turns.close()
        for seat, child in enumerate(self._children):
            if child is None:
                continue
            if seat in free:
                self._end(seat)
            else:
                child.kill()

    def _request(
        self, kind: bytes, source: str, payload: str, revive: bool, now: float
    ) -> bytes:
        if "\0" in source:
            line = source[: source.index("\0")].count("\n") + 1
            raise ScriptError("SyntaxError", "The script holds a NUL character.", line)
        # In both languages a lone surrogate may be written as this escape.
        sources = source.encode(errors="backslashreplace")
        payloads = payload.encode(errors="backslashreplace")
        if max(len(sources), len(payloads)) > self.limits.input_bytes:
            raise limit_errors.input_too_large(self.limits)
        header = REQUEST.pack(kind, revive, now, len(sources), len(payloads))
        return b"".join((header, sources, payloads))

    def _ask(self, group: str, source: str, request: bytes) -> ScriptResult:
        reader = AnswerReader(self.limits, source.count("\n") + 1)
        with self._turn(group) as seat:
            try:
                child = self._usable(seat)
                answer = child.ask(
                    request, self.limits.wall_seconds, self._most_bytes()
                )
                result = reader.result(answer)
            except ChildTimeout:
                self._end(seat)
                raise limit_errors.time_limit(self.limits) from None
            except (ChildGone, BadAnswer):
                raise self._failure(self._end(seat)) from None
            except ScriptError:
                raise
            except BaseException:
                # Ended from outside in the middle of an answer.
                self._end(seat)
                raise
        return result

    @contextmanager
    def _turn(self, group: str) -> Iterator[int]:
        seat = self._turns.take(group, self.limits.wait_seconds)
        if seat is None:
            if self._turns.closed:
                raise _closing()
            message = f"No script could start within {self.limits.wait_seconds:g} s."
            raise ScriptError("Busy", message)
        try:
            yield seat
        finally:
            if not self._turns.leave(group, seat):
                self._end(seat)

    def _usable(self, seat: int) -> Child:
        child = self._children[seat]
        if child is not None and not child.is_usable():
            self._end(seat)
            child = None
        if child is None:
            if self._turns.closed:
                raise _closing()
            try:
                child = self._children[seat] = self._start(self.limits)
            except (ChildGone, ChildTimeout, OSError):
                logger.exception("No process for scripts could be started")
                message = "The process for scripts did not start."
                raise ScriptError("Failure", message) from None
            self._started[seat] += 1
        # Closing ends the children it sees: one that was just started is ours to
        # end, which leaving the turn does.
        if self._turns.closed:
            raise _closing()
        return child

    def _end(self, seat: int) -> int | None:
        child, self._children[seat] = self._children[seat], None
        return None if child is None else child.end()

    def _failure(self, status: int | None) -> ScriptError:
        if status == -signal.SIGXCPU:
            return limit_errors.time_limit(self.limits)
        if self._turns.closed:
            return _closing()
        return ScriptError("Failure", "The script's process ended unexpectedly.")

    def _most_bytes(self) -> int:
        # Escapes make a text up to six times longer; an error's stack is bounded.
        logs = (self.limits.log_entries + 1) * (self.limits.log_characters + 64) * 6
        return max(self.limits.output_bytes, logs, 1 << 18)


def _closing() -> ScriptError:
    return ScriptError("Busy", "The server is shutting down.")
