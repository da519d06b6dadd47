"""A trace as people look at it: each step with the whole payload behind it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webhooks.workflows.trace import Step

# All payloads together; those behind it are left out of what is shown.
_MOST_CHARACTERS = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """Stands for a payload of about this size that is not known."""

    size: int


def fill_in(steps: Sequence[Step]) -> None:
    """Give each step that changed its payload the whole of it, as JSON text.

    A step whose payload, or that of a step before it, was too large to keep has
    none.
    """
    payloads: list[Any] = []
    room = _MOST_CHARACTERS
    for step in steps:
        payload = _before(step, payloads)
        if step.after is not None:
            payload = _read(step.after)
        elif step.omitted:
            payload = _LeftOut(step.omitted)
        elif isinstance(payload, _LeftOut) and (step.changed or step.gone):
            step.omitted = payload.size
        elif isinstance(payload, dict) and (step.changed or step.gone):
            payload = {**payload, **(_read(step.changed) or {})}
            for key in step.gone or ():
                payload.pop(key, None)
            text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
            room -= len(text)
            step.after = text if room > 0 else None
            step.omitted = step.omitted or (len(text) if room <= 0 else 0)
        payloads.append(payload)


def _before(step: Step, payloads: Sequence[Any]) -> Any:
    if step.before is not None:
        return _read(step.before)
    if step.parent is None or step.parent >= len(payloads):
        return None
    return payloads[step.parent]


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)
