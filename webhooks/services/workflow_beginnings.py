"""What a new workflow may begin with: a few small workflows that already run.

A table and nothing else, so that another beginning is an entry and no code. They
stand in a column, far enough apart to be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_X: Final = 300
_STEP: Final = 120
# Stands for the chosen webhook in the triggers of a beginning.
_WEBHOOK: Final = "{webhook}"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A workflow to begin with: how it is offered, and what it does."""

    name: str
    label: str
    line: str
    icon: str
    triggers: Sequence[Mapping[str, Any]] = ()
    nodes: Sequence[Mapping[str, Any]] = ()


def _node(
    id_: str,
    type_: str,
    label: str,
    row: int,
    config: Mapping[str, Any],
    *outputs: str,
    column: int = 0,
) -> dict[str, Any]:
    return {
        "id": id_,
        "type": type_,
        "config": dict(config),
        "meta": {"label": label, "x": _X + column * 260, "y": 60 + row * _STEP},
        "outputIds": [[output] if output else [] for output in outputs],
    }


def _trigger(
    type_: str, label: str, config: Mapping[str, Any], next_: str, **meta: str
) -> dict[str, Any]:
    return {
        "type": type_,
        "key": _WEBHOOK if type_ == "webhook" else "",
        "config": dict(config),
        "meta": {"label": label, "x": _X, "y": 60, **meta},
        "outputIds": [[next_]],
    }


def _reply(
    id_: str, label: str, row: int, status: str, body: str, column: int = 0
) -> dict[str, Any]:
    config = {
        "replyType": "custom",
        "responseCodeTemplate": status,
        "bodyTemplateType": "string",
        "bodyTemplate": body,
        "headerInfo": [
            {"keyTemplate": "Content-Type", "valueTemplate": "application/json"}
        ],
    }
    return _node(id_, "WebhookReplyNode", label, row, config, "", column=column)


_CALLED: Final = "When it is called"

BEGINNINGS: Final = (
    Beginning(
        "empty", "Empty", "A blank sheet, with the webhook if you chose one.", "file"
    ),
    Beginning(
        "answer",
        "Answer the caller",
        "Says hello in JSON to whoever calls the webhook.",
        "message-reply",
        (_trigger("webhook", _CALLED, {}, "answer"),),
        (_reply("answer", "Answer", 1, "200", '{"hello": "{{data.query.name}}"}'),),
    ),
    Beginning(
        "branch",
        "Check a value and branch",
        "Looks at a value of the request and answers one way or the other.",
        "git-branch",
        (_trigger("webhook", _CALLED, {}, "check"),),
        (
            _node(
                "check",
                "ConditionalNode",
                "Is it too hot?",
                1,
                {"expression": "{{data.body.temperature}} > 30"},
                "fine",
                "hot",
            ),
            _reply("fine", "All is well", 2, "200", '{"alarm": false}', -1),
            _reply("hot", "Raise the alarm", 2, "200", '{"alarm": true}', 1),
        ),
    ),
    Beginning(
        "call",
        "Call another service",
        "Passes the request's body on by HTTP and answers with what came back.",
        "cloud",
        (_trigger("webhook", _CALLED, {}, "ask"),),
        (
            _node(
                "ask",
                "HttpNode",
                "Ask the service",
                1,
                {
                    "method": "POST",
                    "uriTemplate": "https://example.com/",
                    "bodyType": "jsonTemplate",
                    "bodyTemplate": "{{jsonEncode data.body}}",
                    "responsePath": "working.response",
                },
                "answer",
            ),
            _reply(
                "answer",
                "Answer",
                2,
                "{{working.response.statusCode}}",
                "{{jsonEncode working.response.body}}",
            ),
        ),
    ),
    Beginning(
        "morning",
        "Every morning",
        "Starts by itself at 07:00 UTC and writes a message.",
        "clock",
        (
            _trigger(
                "timer",
                "At 07:00 UTC",
                {"cron": "0 7 * * *", "tz": "Etc/UTC"},
                "say",
                timerTypeSelect="cron",
            ),
        ),
        (
            _node(
                "say",
                "DebugNode",
                "Say good morning",
                1,
                {"level": "info", "message": "Good morning, it is {{time}}."},
                "",
            ),
        ),
    ),
)


def beginning(name: str) -> Beginning:
    """Return the beginning of this name; the empty one for any other."""
    return next((each for each in BEGINNINGS if each.name == name), BEGINNINGS[0])


def begun(chosen: Beginning, webhook_id: str) -> dict[str, Any]:
    """Return the triggers and nodes of a beginning for a webhook; "" for none.

    Without a webhook, what a caller would start has a button in its place, so
    that it can be tried.
    """
    triggers = [_filled(each, webhook_id) for each in chosen.triggers]
    if not triggers and webhook_id:
        trigger = _trigger("webhook", _CALLED, {}, "")
        triggers = [{**trigger, "key": webhook_id, "outputIds": [[]]}]
    return {"triggers": triggers, "nodes": list(chosen.nodes), "globals": []}


def _filled(trigger: Mapping[str, Any], webhook_id: str) -> dict[str, Any]:
    if trigger["key"] != _WEBHOOK:
        return dict(trigger)
    if webhook_id:
        return {**trigger, "key": webhook_id}
    meta = {**trigger["meta"], "label": "Try it"}
    return {**trigger, "type": "virtualButton", "key": "", "meta": meta}
