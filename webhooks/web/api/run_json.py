"""A run as JSON, for a list and by itself with its steps."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from webhooks.services.runs import Run as Row
from webhooks.services.runs import RunDetail
from webhooks.services.secret_parts import DOTS, without_secrets
from webhooks.web.schemas.base import camel
from webhooks.web.schemas.run import Run
from webhooks.workflows.trace import Message, Step

# What the recorder keeps as JSON text.
_TEXTS = frozenset({"before", "after", "value"})


def listed(row: Row, deliveries: Mapping[int, str]) -> dict[str, Any]:
    """Return a run; ``deliveries`` are the ids of deliveries by number."""
    fields: dict[str, Any] = Run(exclude=("delivery_id",)).dump(row)
    fields["deliveryId"] = deliveries.get(row.delivery_seq or 0)
    return fields


def whole(
    detail: RunDetail, deliveries: Mapping[int, str], *, mask: bool
) -> dict[str, Any]:
    """Return a run with its steps and messages, and its workflow as it was.

    ``mask`` hides what those may not see who are shown no secrets.
    """
    definition = detail.definition
    nodes = definition.nodes if definition else []
    return {
        **listed(detail.run, deliveries),
        "steps": [_recorded(step, mask) for step in detail.steps],
        "messages": [_recorded(message, mask) for message in detail.messages],
        "leftOutSteps": detail.left_out_steps,
        "leftOutMessages": detail.left_out_messages,
        "definition": definition
        and {
            "triggers": definition.triggers,
            "nodes": without_secrets(nodes) if mask else nodes,
        },
    }


def _recorded(entry: Step | Message, mask: bool) -> dict[str, Any]:
    return {
        camel(name): _value(value, mask) if name in _TEXTS else value
        for name, value in asdict(entry).items()
    }


def _value(text: str | None, mask: bool) -> Any:
    """Return what was written down; masking may have left it no JSON."""
    if text is None:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return DOTS if mask else text
    return without_secrets(value) if mask else value
