"""A run as the editor draws it: its steps and messages, of a dry run or a stored one.

Payloads go out as the JSON texts that they are kept as, bounded together; secrets
were masked before they were kept, and viewers see no globals either.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

from webhooks.clock import iso
from webhooks.ingress.reply import Reply
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.services.runs import RunDetail
from webhooks.services.secret_parts import DOTS, without_secrets
from webhooks.workflows.trace import Message, Step

MOST_CHARACTERS: Final = 1024 * 1024


class Texts:
    """Hands out payloads as texts until there have been too many characters."""

    def __init__(self, *, viewer: bool, most: int = MOST_CHARACTERS) -> None:
        self._viewer = viewer
        self._left = most

    def shown(self, text: str | None) -> str | None:
        """Return the text, masked for viewers; None when there is no room left."""
        if text is None or self._left < len(text):
            return None
        self._left -= len(text)
        return _without_secrets(text) if self._viewer else text


def steps_json(
    steps: Sequence[Step], texts: Texts, skipped: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Return steps for the page.

    ``before`` is null where it is what the step ``parent`` left, ``after`` where
    the step left its payload alone. ``omitted`` is about how many characters are
    missing, 0 for none.
    """
    return [
        _step(step, texts, skipped.get(place, "")) for place, step in enumerate(steps)
    ]


def messages_json(
    messages: Sequence[Message], steps: Sequence[Step], texts: Texts
) -> list[dict[str, Any]]:
    """Return debug messages for the page, with the nodes that sent them."""
    shown = []
    for message in messages:
        known = message.step is not None and message.step < len(steps)
        step = steps[message.step or 0] if known else None
        shown.append(
            {
                "level": message.level,
                "text": message.text,
                "value": texts.shown(message.value),
                "nodeId": step.node_id if step else None,
                "label": (step.label or step.type) if step else "",
                "atMs": message.at_ms,
                "step": message.step,
            }
        )
    return shown


def run_json(detail: RunDetail, *, viewer: bool) -> dict[str, Any]:
    """Return a stored run in the form of a dry run, with its document and trigger.

    ``document`` is None when the workflow as it was is no more.
    """
    run, definition = detail.run, detail.definition
    texts = Texts(viewer=viewer)
    document = definition and {
        "triggers": definition.triggers,
        "nodes": definition.nodes,
        "globals": [],
    }
    return {
        "id": run.id,
        "status": run.status,
        "version": run.version,
        "durationMs": run.duration_ms,
        "createdAt": iso(run.created_at),
        "trigger": {"type": run.trigger_type, "key": run.trigger_key},
        "triggerIndexes": _starts(detail),
        "steps": steps_json(detail.steps, texts, {}),
        "messages": messages_json(detail.messages, detail.steps, texts),
        "leftOutSteps": detail.left_out_steps,
        "leftOutMessages": detail.left_out_messages,
        "reply": None,
        "error": run.error,
        "document": without_secrets(document) if viewer else document,
    }


def _starts(detail: RunDetail) -> list[int]:
    """Return the places of the triggers that start such a run; some may be alike."""
    run, definition = detail.run, detail.definition
    alike = [
        (place, trigger.get("key"))
        for place, trigger in enumerate(definition.triggers if definition else ())
        if trigger.get("type") == run.trigger_type
    ]
    exact = [place for place, key in alike if key == run.trigger_key]
    # The key of a run that an error started names the workflow that failed.
    return exact or [place for place, _ in alike]


def reply_json(reply: Reply | None) -> dict[str, Any] | None:
    """Return a reply: its body as text, or as base64 if it is none."""
    if reply is None:
        return None
    try:
        body, encoding = reply.body.decode(), "text"
    except UnicodeDecodeError:
        body, encoding = base64.b64encode(reply.body).decode(), "base64"
    return {
        "status": reply.status,
        "headers": [[name, value] for name, value in reply.headers],
        "body": body,
        "encoding": encoding,
    }


def _step(step: Step, texts: Texts, skipped: str) -> dict[str, Any]:
    before, after = texts.shown(step.before), texts.shown(step.after)
    omitted = step.omitted
    if after is None and step.after is not None:
        omitted = omitted or len(step.after)
    if before is None and step.before is not None:
        omitted = omitted or len(step.before)
    return {
        "nodeId": step.node_id,
        "type": step.type,
        "label": step.label,
        "atMs": step.at_ms,
        "durationMs": step.duration_ms,
        "parent": step.parent,
        "output": step.output,
        "before": before,
        "after": after,
        "error": step.error,
        "omitted": omitted,
        "skipped": skipped,
    }


def _without_secrets(text: str) -> str:
    try:
        return encode_json(without_secrets(parse_json(text)))
    except JsonProblem:
        return encode_json(DOTS)
