"""What a child's answer means: a result, or an error with lines of the source.

The child may have been taken over by a script, so nothing it says is believed
before its form is checked.
"""

import json
import re
from typing import Any, Final

from webhooks.payload.json_depth import JsonProblem, check_depth
from webhooks.runtime.script import limit_errors
from webhooks.runtime.script.limits import ScriptLimits
from webhooks.runtime.script.outcome import Logs, ScriptError, ScriptResult
from webhooks.runtime.script.process import Answer

# "at name (<input>:line:column)", or without a name for errors of syntax.
_FRAME = re.compile(r"^at (?:(.*) \()?<input>:(\d+):(\d+)\)?$")
_OWN_LINES: Final = 1
_MOST_FRAMES: Final = 10

# The engine's; a text of that length would not fit into any heap.
_TOO_MUCH: Final = {"out of memory", "string too long"}

_NOT_DEFINED = re.compile(r"^'?(\w+)'? is not defined$")
_INSTEAD: Final = {
    "require": "scripts have no modules",
    "module": "scripts have no modules",
    "exports": "scripts have no modules",
    "process": "scripts run in a sandbox",
    "global": "use globalThis",
    "fetch": "use an HTTP node before this one",
    "XMLHttpRequest": "use an HTTP node before this one",
    "setTimeout": "nothing waits for a timer; use a Delay node",
    "setInterval": "nothing waits for a timer; use a Delay node",
    "setImmediate": "nothing waits for a timer; use a Delay node",
    "callback": "return the new payload instead",
    "Intl": "dates and numbers are formatted in templates",
}


class BadAnswer(Exception):
    """The answer has a form that our child never gives it."""


class AnswerReader:
    """Reads the answer to one request, whose source ends with ``last_line``."""

    def __init__(self, limits: ScriptLimits, last_line: int) -> None:
        self._limits = limits
        self._last_line = last_line

    def result(self, answer: Answer) -> ScriptResult:
        """Return the result that an answer holds.

        Raises ScriptError when the script failed, BadAnswer when the child did.
        """
        logs = _logs(answer.logs)
        match answer.kind:
            case b"V":
                return ScriptResult(_shallow(_text(answer.body), logs), logs)
            case b"U":
                return ScriptResult(None, logs)
            case b"E":
                raise self._thrown(*_report(answer.body), logs)
            case b"X":
                raise self._uncaught(_text(answer.body), logs)
            case b"L":
                raise limit_errors.result_too_large(self._limits, logs)
        raise BadAnswer

    def _thrown(self, name: str, message: str, stack: str, logs: Logs) -> ScriptError:
        frames, line = self._frames(stack)
        if name == "InternalError" and message in _TOO_MUCH:
            return limit_errors.memory_limit(self._limits, line, frames, logs)
        unknown = _NOT_DEFINED.match(message)
        if name == "ReferenceError" and unknown and unknown[1] in _INSTEAD:
            message = f"{unknown[1]} is not available here: {_INSTEAD[unknown[1]]}."
        return ScriptError(name or "Error", message, line, frames, logs)

    def _uncaught(self, text: str, logs: Logs) -> ScriptError:
        # As the engine prints it: "name: message", then the frames; "null" when
        # there was no memory to say what happened, "undefined" for no frames.
        first, _, stack = text.removesuffix("\nundefined").partition("\n    at ")
        name, _, message = first.strip().partition(": ")
        if name == "InternalError" and message == "interrupted":
            frames, line = self._frames("at " + stack)
            return limit_errors.time_limit(self._limits, line, frames, logs)
        if name == "null":
            return limit_errors.memory_limit(self._limits, logs=logs)
        return self._thrown(name, message, "at " + stack, logs)

    def _frames(self, stack: str) -> tuple[tuple[str, ...], int | None]:
        """Return the frames in the user's source, and the line of the first."""
        frames, first = [], None
        for text in stack.splitlines()[: 10 * _MOST_FRAMES]:
            frame = _FRAME.match(text.strip())
            if frame is None or int(frame[2]) <= _OWN_LINES:
                continue
            # What is missing at the end is missed on a line of ours.
            line = min(int(frame[2]) - _OWN_LINES, self._last_line)
            name = frame[1] or "<anonymous>"
            frames.append(f"at {name} (script:{line}:{frame[3]})")
            first = first or line
        return tuple(frames[:_MOST_FRAMES]), first


def _shallow(value_json: str, logs: Logs) -> str:
    try:
        check_depth(value_json)
    except JsonProblem as problem:
        raise limit_errors.result_too_deep(str(problem), logs) from None
    return value_json


def _logs(data: bytes) -> Logs:
    entries = _parsed(data)
    if not isinstance(entries, list):
        raise BadAnswer
    texts = (_texts(entry, 2) for entry in entries)
    return tuple((level, text) for level, text in texts)


def _report(data: bytes) -> tuple[str, str, str]:
    report = _parsed(data)
    if not isinstance(report, dict):
        raise BadAnswer
    parts = [report.get(key) for key in ("name", "message", "stack")]
    name, message, stack = _texts(parts, 3)
    return name, message, stack


def _texts(value: Any, count: int) -> list[str]:
    if not isinstance(value, list) or len(value) != count:
        raise BadAnswer
    if not all(isinstance(text, str) for text in value):
        raise BadAnswer
    # A surrogate without its partner can be neither stored nor shown.
    return [
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for text in value
    ]


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(_text(data))
    except (ValueError, RecursionError):
        raise BadAnswer from None


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BadAnswer from None
