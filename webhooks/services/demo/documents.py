"""The workflows of the story, as documents."""

from typing import Any, Final

_NO_OUTPUT: Final[list[list[str]]] = [[]]


def climate_watch(webhook_id: str) -> dict[str, Any]:
    """Remember the newest reading, and warn when it is too warm."""
    return {
        "name": "Climate watch",
        "description": "Keeps the newest reading and says when it is too warm.",
        "triggers": [_trigger("webhook", "newest", key=webhook_id)],
        "nodes": [
            _node(
                "newest",
                "StoreValueNode",
                "Remember the reading",
                {
                    "keyName": "{{data.body.station}}",
                    "valueType": "path",
                    "value": "data.body",
                },
                [["warm"]],
                1,
            ),
            _node(
                "warm",
                "ConditionalNode",
                "Too warm?",
                {"expression": "{{data.body.celsius}} > {{globals.tooWarm}}"},
                [[], ["say"]],
                2,
            ),
            _node(
                "say",
                "DebugNode",
                "Open a window",
                {
                    "message": "{{data.body.station}}: {{data.body.celsius}} °C",
                    "property": "data.body",
                    "level": "warn",
                },
                _NO_OUTPUT,
                3,
            ),
            _note("Readings come from both stations every 20 minutes.", 0),
        ],
    }


def watering(webhook_id: str) -> dict[str, Any]:
    """Work out how long to water, and tell the valve that waits."""
    script = (
        "const dry = Math.max(0, 55 - payload.data.body.soil);\n"
        "payload.working = { seconds: Math.round(dry * 4.5) };\n"
        "console.log('dry by', dry);"
    )
    return {
        "name": "Watering advice",
        "description": "Answers the valve with the seconds to stay open.",
        "triggers": [_trigger("webhook", "think", key=webhook_id)],
        "nodes": [
            _node(
                "think",
                "RawFunctionNode",
                "How dry is it?",
                {"script": script},
                [["tell"]],
                1,
            ),
            _node(
                "tell",
                "WebhookReplyNode",
                "Tell the valve",
                {
                    "responseCodeTemplate": "200",
                    "bodyTemplateType": "string",
                    "bodyTemplate": '{"open": {{working.seconds}} }',
                    "headerInfo": [
                        {
                            "keyTemplate": "Content-Type",
                            "valueTemplate": "application/json",
                        }
                    ],
                },
                _NO_OUTPUT,
                2,
            ),
        ],
    }


def nightly_report() -> dict[str, Any]:
    """Send the day's readings to a server that this one must not call."""
    return {
        "name": "Nightly report",
        "description": "Fails: the server at home is not among the networks allowed.",
        "triggers": [
            _trigger("virtualButton", "send", label="Send it now"),
        ],
        "nodes": [
            _node(
                "send",
                "HttpNode",
                "Send to the home server",
                {
                    "method": "POST",
                    "uriTemplate": "http://127.0.0.1:8123/api/report",
                    "bodyType": "jsonTemplate",
                    "bodyTemplate": '{"day": "{{data.day}}"}',
                    "errorBehavior": "throw",
                },
                _NO_OUTPUT,
                1,
            ),
        ],
    }


def order_intake(webhook_id: str) -> dict[str, Any]:
    """Add up an order's lines; remember large ones for the owner."""
    return {
        "name": "Order intake",
        "description": "Adds up the lines of each order.",
        "triggers": [_trigger("webhook", "lines", key=webhook_id)],
        "nodes": [
            _node(
                "lines",
                "LoopNode",
                "Each line",
                {
                    "loopSourcePath": "data.body.lines",
                    "currentItemPath": "working.line",
                    "mapResultPath": "working.prices",
                    "mapValuePath": "working.price",
                },
                [["sum"], ["price"]],
                1,
            ),
            _node(
                "price",
                "MathNode",
                "Price of a line",
                {
                    "statements": [
                        {
                            "expression": "{{working.line.value.count}} "
                            "* {{working.line.value.cents}}",
                            "resultPath": "working.price",
                        }
                    ]
                },
                _NO_OUTPUT,
                1,
                group="lines",
            ),
            _node(
                "sum",
                "RawFunctionNode",
                "Add them up",
                {
                    "script": "payload.working.cents = "
                    "payload.working.prices.reduce((a, b) => a + b, 0);"
                },
                [["large"]],
                2,
            ),
            _node(
                "large",
                "ConditionalNode",
                "A large order?",
                {"expression": "{{working.cents}} >= 10000"},
                [[], ["remember"]],
                3,
            ),
            _node(
                "remember",
                "StoreValueNode",
                "Count large orders",
                {"keyName": "large", "valueType": "incr", "value": "1"},
                _NO_OUTPUT,
                4,
            ),
        ],
    }


def trouble_list() -> dict[str, Any]:
    """Note every workflow of the application that fails."""
    return {
        "name": "Trouble list",
        "description": "Runs whenever another workflow of this application fails.",
        "triggers": [_trigger("flowError", "note", config={"scope": "cloud"})],
        "nodes": [
            _node(
                "note",
                "DebugNode",
                "Note it",
                {"message": "{{data.errorInfo.error.message}}", "level": "error"},
                _NO_OUTPUT,
                1,
            )
        ],
    }


def payment_router(webhook_id: str) -> dict[str, Any]:
    """Treat each kind of payment event by itself."""
    kinds = ("payment.succeeded", "payment.failed", "refund.created")
    return {
        "name": "Payment router",
        "description": "One path for each kind of event.",
        "triggers": [_trigger("webhook", "kind", key=webhook_id)],
        "nodes": [
            _node(
                "kind",
                "SwitchNode",
                "What happened?",
                {
                    "switchTemplate": "{{data.body.type}}",
                    "cases": [{"caseTemplate": kind} for kind in kinds],
                },
                [[], ["paid"], ["failed"], ["paid"]],
                1,
            ),
            _node(
                "paid",
                "StoreValueNode",
                "Count it",
                {"keyName": "{{data.body.type}}", "valueType": "incr", "value": "1"},
                _NO_OUTPUT,
                2,
            ),
            _node(
                "failed",
                "ThrowErrorNode",
                "Tell the owner",
                {"messageTemplate": "Payment {{data.body.id}} failed"},
                _NO_OUTPUT,
                2,
                x=300,
            ),
        ],
    }


def _trigger(
    kind: str,
    first: str,
    key: str = "",
    label: str = "",
    config: dict[str, Any] | None = None,
) -> dict[str, Any]:
    meta: dict[str, Any] = {"x": 80, "y": 40}
    if label:
        meta["label"] = label
    return {
        "type": kind,
        "key": key,
        "config": config or {},
        "meta": meta,
        "outputIds": [[first]],
    }


def _node(
    id_: str,
    kind: str,
    label: str,
    config: dict[str, Any],
    outputs: list[list[str]],
    row: int,
    group: str = "",
    x: int = 80,
) -> dict[str, Any]:
    meta = {"label": label, "x": x, "y": 40 + 130 * row}
    if group:
        meta["groupId"] = group
    return {
        "id": id_,
        "type": kind,
        "config": config,
        "meta": meta,
        "outputIds": outputs,
    }


def _note(text: str, row: int) -> dict[str, Any]:
    return {
        "id": "note",
        "type": "AnnotationNode",
        "config": {},
        "meta": {"annotationText": text, "x": 360, "y": 40 + 130 * row},
        "outputIds": [],
    }
