"""The workflows that are measured, as documents to import."""

from typing import Any

Node = dict[str, Any]
Document = dict[str, Any]

ANSWERING = "2 nodes: conditional, reply"
COMPUTING = "4 nodes: conditional, function, mutate, reply"
WITHOUT_FUNCTION = "3 nodes: conditional, mutate, reply"

_SCRIPT = "payload.working = { length: payload.data.body.reading.length };"
_MUTATIONS = (
    ("set", "{{upper data.method}} {{data.path}}", "working.request"),
    ("copy", "data.headers", "working.headers"),
    ("remove", "working.headers.host", ""),
)

# Backtracks over every way to divide the letters, and would take years.
_HOSTILE = "a" * 40 + "!"


def answering(webhook_id: str) -> Document:
    """Two nodes: whether there is a reading, and the answer."""
    return _flow(
        ANSWERING, webhook_id, _conditional("reply"), _reply("{{data.body.reading}}")
    )


def computing(webhook_id: str, *, function: bool = True) -> Document:
    """A condition, a calculation, a few changes of the payload, and the answer."""
    mutate = _node("mutate", "MutateNode", {"rules": _rules(_MUTATIONS)}, "reply")
    if not function:
        reply = _reply("{{working.request}} {{data.body.reading.length}}")
        condition = _conditional("mutate")
        return _flow(WITHOUT_FUNCTION, webhook_id, condition, mutate, reply)
    reply = _reply("{{working.request}} {{working.length}}")
    script = _function(_SCRIPT, "mutate")
    return _flow(COMPUTING, webhook_id, _conditional("function"), script, mutate, reply)


def endless_script(webhook_id: str) -> Document:
    """A function that never ends by itself."""
    return _flow("endless script", webhook_id, _function("while (true) {}"))


def hostile_script(webhook_id: str) -> Document:
    """A function with a regular expression that takes forever."""
    script = f"/^(a+)+$/.test('{_HOSTILE}');"
    return _flow("hostile expression in a script", webhook_id, _function(script))


def hostile_template(webhook_id: str) -> Document:
    """The same regular expression in the ``match`` helper."""
    template = '{{#match data.text "/^(a+)+$/"}}yes{{else}}no{{/match}}'
    rules = _rules((("set", _HOSTILE, "data.text"), ("set", template, "working.found")))
    mutate = _node("mutate", "MutateNode", {"rules": rules})
    return _flow("hostile expression in a template", webhook_id, mutate)


def endless_cycle(webhook_id: str) -> Document:
    """Two nodes that are wired in a circle."""
    rules = _rules((("set", "{{data.path}}", "working.path"),))
    there = _node("there", "MutateNode", {"rules": rules}, "back")
    back = _node("back", "MutateNode", {"rules": rules}, "there")
    return _flow("endless cycle of nodes", webhook_id, there, back)


def _flow(name: str, webhook_id: str, *nodes: Node) -> Document:
    trigger = {
        "type": "webhook",
        "key": webhook_id,
        "config": {},
        "meta": {},
        "outputIds": [[nodes[0]["id"]]],
    }
    return {
        "name": name,
        "flowClass": "cloud",
        "enabled": True,
        "triggers": [trigger],
        "nodes": list(nodes),
        "globals": [],
    }


def _node(id_: str, type_: str, config: dict[str, Any], *targets: str) -> Node:
    return {
        "id": id_,
        "type": type_,
        "config": config,
        "meta": {},
        "outputIds": [list(targets)],
    }


def _conditional(then: str) -> Node:
    config = {"expression": "{{data.body.reading}} !== 'nothing'"}
    node = _node("condition", "ConditionalNode", config)
    return node | {"outputIds": [[], [then]]}


def _function(script: str, *targets: str) -> Node:
    return _node("function", "RawFunctionNode", {"script": script}, *targets)


def _reply(body: str) -> Node:
    config = {
        "replyIdPath": "data.replyId",
        "responseCodeTemplate": "200",
        "bodyTemplateType": "string",
        "bodyTemplate": body,
        "headerInfo": [{"keyTemplate": "Content-Type", "valueTemplate": "text/plain"}],
    }
    return _node("reply", "WebhookReplyNode", config)


def _rules(rules: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    return [_rule(*rule) for rule in rules]


def _rule(type_: str, value: str, destination: str) -> dict[str, str]:
    rule = {"type": type_, "destination": destination}
    if type_ == "set":
        return {**rule, "valueTemplateType": "string", "valueTemplate": value}
    return {**rule, "source": value}
