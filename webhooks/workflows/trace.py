"""What happened in a run: its steps, their payloads, and the debug messages.

Everything is bounded, and masked before it is kept: a run that loops for a
minute must not fill the disk, and secrets must not be written down again.
"""

import json
import marshal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webhooks.payload.json_text import JsonProblem, encode_json
from webhooks.payload.size import measure
from webhooks.payload.values import UNDEFINED

MOST_STEPS = 1000
MOST_MESSAGES = 200
LARGEST_SNAPSHOT = 32 * 1024
LARGEST_TRACE = 512 * 1024
_LONGEST_TEXT = 2000
# The format of marshal that says nothing about who shares what.
_PLAIN = 2
_encode = json.JSONEncoder(separators=(",", ":")).encode
_quoted = json.encoder.encode_basestring_ascii

Mask = Callable[[str], str]


@dataclass(slots=True)
class Step:
    """A node that ran.

    ``before`` is the payload as JSON where it is not that of step ``parent``.
    ``changed`` is a JSON object of the payload's keys that have new values, and
    ``gone`` names those that are no more; ``after``, the whole payload, is made of
    them when somebody looks (``trace_view.py``). ``omitted`` is set where a
    payload was too large to keep: it had about as many bytes, or more.
    Times are milliseconds since the run began.
    """

    node_id: str
    type: str
    label: str
    at_ms: float
    parent: int | None = None
    duration_ms: float = 0.0
    output: int | None = None
    before: str | None = None
    after: str | None = None
    changed: str | None = None
    gone: list[str] | None = None
    omitted: int = 0
    error: str = ""


@dataclass(slots=True)
class Message:
    """A debug message, with the step that sent it and a value as JSON."""

    level: str
    text: str
    at_ms: float
    step: int | None = None
    value: str | None = None


@dataclass(slots=True)
class Trace:
    """Records a run. With ``snapshots`` off no payloads are kept.

    ``knows_start``: what the run began with can be found out again, so that
    payload is not kept.
    """

    mask: Mask = str
    snapshots: bool = True
    knows_start: bool = False
    steps: list[Step] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    left_out_steps: int = 0
    left_out_messages: int = 0
    _size: int = 0

    @classmethod
    def from_json(cls, raw: dict[str, Any], mask: Mask) -> "Trace":
        """Return a trace that goes on from one that ``to_json`` wrote."""
        trace = cls(mask)
        if not raw:
            return trace
        trace.steps = [Step(**each) for each in raw["steps"]]
        # Empty texts are not written down.
        trace.messages = [Message(**{"text": "", **each}) for each in raw["messages"]]
        trace.left_out_steps = raw["left_out_steps"]
        trace.left_out_messages = raw["left_out_messages"]
        trace._size = raw["size"]
        return trace

    def to_json(self) -> dict[str, Any]:
        """Return everything that was recorded as JSON."""
        return {
            "steps": [_fields(step) for step in self.steps],
            "messages": [_fields(message) for message in self.messages],
            "left_out_steps": self.left_out_steps,
            "left_out_messages": self.left_out_messages,
            "size": self._size,
        }

    def to_text(self) -> str:
        """Return the same as ``to_json`` as JSON text, for most runs by hand.

        Every run is stored, and a step with nothing special has few fields.
        """
        if self.messages or self.left_out_steps or self.left_out_messages:
            return _encode(self.to_json())
        steps = ",".join(map(_step_text, self.steps))
        return (
            f'{{"steps":[{steps}],"messages":[],"left_out_steps":0,'
            f'"left_out_messages":0,"size":{self._size}}}'
        )

    def step(self, step: Step) -> int | None:
        """Keep a step and return its number, or None when there are too many."""
        if len(self.steps) >= MOST_STEPS:
            self.left_out_steps += 1
            return None
        self.steps.append(step)
        return len(self.steps) - 1

    def snapshot(self, payload: Any) -> tuple[str | None, int]:
        """Return the payload as JSON, or None and its size when it is too large."""
        if not self.snapshots:
            return None, 0
        size = measure(payload, LARGEST_SNAPSHOT)
        if size > LARGEST_SNAPSHOT or self._size + size > LARGEST_TRACE:
            return None, size
        try:
            text = self.mask(encode_json(payload))
        except JsonProblem:
            return None, size
        # Long numbers and escapes take more room than was guessed.
        if len(text) > LARGEST_SNAPSHOT:
            return None, len(text)
        self._size += len(text)
        return text, 0

    def change(self, step: Step, before: Any, after: Any) -> None:
        """Note what a step made of the payload: the keys that are not as before.

        Payloads share what stayed the same, so looking costs next to nothing.
        """
        if not self.snapshots:
            return
        if not isinstance(before, dict) or not isinstance(after, dict):
            step.after, step.omitted = self.snapshot(after)
            return
        values = {
            key: value
            for key, value in after.items()
            if key not in before or not _same(before[key], value)
        }
        step.gone = [key for key in before if key not in after] or None
        if values:
            step.changed, step.omitted = self.snapshot(values)

    def fail(self, step: int | None, message: str) -> None:
        """Keep the error that a step ended with, if the step itself was kept."""
        if step is not None and step < len(self.steps):
            self.steps[step].error = self._short(message)

    def message(
        self, step: int | None, level: str, text: str, value: Any, at_ms: float
    ) -> None:
        """Keep a debug message."""
        if len(self.messages) >= MOST_MESSAGES:
            self.left_out_messages += 1
            return
        shown = None if value is UNDEFINED else self.snapshot(value)[0]
        self.messages.append(Message(level, self._short(text), at_ms, step, shown))

    def _short(self, text: str) -> str:
        """Return a text to keep: cut last, or half a secret would stay."""
        return self.mask(text)[:_LONGEST_TEXT]


def _step_text(step: Step) -> str:
    if step.error or step.gone or step.omitted:
        return _encode(_fields(step))
    text = (
        f'{{"node_id":{_quoted(step.node_id)},"type":{_quoted(step.type)},'
        f'"label":{_quoted(step.label)},"at_ms":{step.at_ms:.3f},'
        f'"duration_ms":{step.duration_ms:.3f}'
    )
    if step.parent is not None:
        text += f',"parent":{step.parent:d}'
    if step.output is not None:
        text += f',"output":{step.output:d}'
    for name, value in (
        ("before", step.before),
        ("after", step.after),
        ("changed", step.changed),
    ):
        if value is not None:
            text += f',"{name}":{_quoted(value)}'
    return text + "}"


def _same(old: Any, new: Any) -> bool:
    """Tell whether two values are the same JSON; ``1`` and ``true`` are not."""
    if old is new:
        return True
    if type(old) is not type(new):
        return False
    if not isinstance(new, dict | list):
        return bool(old == new)
    try:
        return marshal.dumps(old, _PLAIN) == marshal.dumps(new, _PLAIN)
    except ValueError:
        # A date inside, or too deep.
        return False


def _fields(item: Step | Message) -> dict[str, Any]:
    """Return a record's fields; only those that say something."""
    kept = {}
    for name in item.__slots__:
        value = getattr(item, name)
        if value is not None and value != "":
            kept[name] = round(value, 3) if type(value) is float else value
    return kept
