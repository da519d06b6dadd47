"""A run as its page shows it: the steps in order, and their payloads as text.

What is named like a secret was masked before it was stored. Payloads also hold
globals, which viewers may not see. They are bounded together, because a run may
have many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.services.secret_parts import DOTS, without_secrets
from webhooks.web.pages.workflow_view import Configs, output_labels
from webhooks.workflows.registry import Registry
from webhooks.workflows.trace import Message, Step

SHOWN_STEPS: Final = 300
SHOWN_CHARACTERS: Final = 64 * 1024
SHOWN_IN_ALL: Final = 768 * 1024
_CUT: Final = "\n… cut off here"
_TONES: Final = {
    "queued": ("info", "clock"),
    "running": ("wait", "player-play"),
    "waiting": ("wait", "hourglass"),
    "succeeded": ("good", "circle-check"),
    "failed": ("bad", "circle-x"),
    "interrupted": ("warn", "alert-triangle"),
    "cancelled": ("none", "ban"),
}
_LEVELS: Final = {"error": "bad", "warn": "warn", "info": "info"}
UNSTARTED: Final = frozenset({"queued", "waiting"})


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One node that ran. ``output`` is empty where there was nothing to choose.

    ``before`` and ``after`` are laid-out JSON, or empty when not kept; ``after``
    is also empty when nothing changed. ``note`` says what is missing.
    """

    number: int
    label: str
    kind: str
    node_id: str
    output: str
    duration_ms: float
    before: str
    after: str
    note: str
    error: str


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A debug message; ``step`` is the number of the step that sent it."""

    level: str
    tone: str
    text: str
    value: str
    step: int | None
    label: str


class Layout:
    """Lays out JSON as text for one page, and stops when the page is full.

    ``mask`` hides what those may not see who are shown no secrets.
    """

    def __init__(self, *, mask: bool) -> None:
        self._mask = mask
        self._left = SHOWN_IN_ALL

    def text(self, json_text: str | None) -> str:
        """Return the JSON laid out; a sentence if there is no room."""
        if json_text is None:
            return ""
        if self._left <= 0:
            return "Not shown: this page is long enough. The API has all of it."
        text = _laid_out(json_text, self._mask)
        if len(text) > SHOWN_CHARACTERS:
            text = text[:SHOWN_CHARACTERS] + _CUT
        self._left -= len(text)
        return text


def status_tone(status: str) -> tuple[str, str]:
    """Return the tone and the icon of a run's status."""
    return _TONES.get(status, ("none", ""))


def shown_steps(
    steps: Sequence[Step], registry: Registry, configs: Configs, layout: Layout
) -> list[ShownStep]:
    """Return the first steps of a run, in the order in which they began."""
    shown = []
    for index, step in enumerate(steps[:SHOWN_STEPS]):
        shown.append(
            ShownStep(
                number=index + 1,
                label=step.label or step.type,
                kind=_kind(step, registry),
                node_id=step.node_id,
                output=_output(step, registry, configs),
                duration_ms=step.duration_ms,
                before=layout.text(_before(steps, step)),
                after=layout.text(step.after),
                note=_note(step),
                error=step.error,
            )
        )
    return shown


def shown_messages(
    messages: Sequence[Message], steps: Sequence[Step], layout: Layout
) -> list[ShownMessage]:
    """Return the debug messages with the names of the nodes that sent them."""
    shown = []
    for message in messages:
        known = message.step is not None and message.step < len(steps)
        step = steps[message.step] if known and message.step is not None else None
        shown.append(
            ShownMessage(
                level=message.level,
                tone=_LEVELS.get(message.level, "none"),
                text=message.text,
                value=layout.text(message.value),
                step=None if message.step is None else message.step + 1,
                label=(step.label or step.type) if step else "",
            )
        )
    return shown


def _laid_out(json_text: str, mask: bool) -> str:
    try:
        value = parse_json(json_text)
        return encode_json(without_secrets(value) if mask else value, 2)
    except JsonProblem:
        return DOTS if mask else json_text


def _before(steps: Sequence[Step], step: Step) -> str | None:
    """Return the payload with which a step began: its own, or its parent's last."""
    seen = 0
    while step.before is None and step.parent is not None and seen < len(steps):
        step = steps[step.parent]
        if step.after is not None or step.omitted:
            return step.after
        seen += 1
    return step.before


def _kind(step: Step, registry: Registry) -> str:
    type_ = registry.nodes.get(step.type)
    return type_.label if type_ else step.type


def _output(step: Step, registry: Registry, configs: Configs) -> str:
    type_ = registry.nodes.get(step.type)
    if type_ is None or step.output is None:
        return ""
    labels = output_labels(type_, configs.get(step.node_id, {}))
    return labels[step.output] if step.output < len(labels) else ""


def _note(step: Step) -> str:
    if step.omitted:
        return f"The payload was too large to keep (about {step.omitted} bytes)."
    return ""
