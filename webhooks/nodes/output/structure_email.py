"""Email: sends a mail through the mail server that the operator has set up."""

from typing import Any, Final

from webhooks.nodes._state import decide, now_ms
from webhooks.nodes.output._sent import put_or_raise
from webhooks.workflows.composite_fields import Items
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

# Losant's limits: five addresses; one mail a minute for each workflow, ten at once.
_MOST_ADDRESSES: Final = 5
_MINUTE_MS: Final = 60_000
_AT_ONCE: Final = 10
_KEY: Final = "StructureEmailNode"


def run(node: NodeCall) -> None:
    """Send the mail and write the result.

    Raises NodeError when it was not sent and there is no result path.
    """
    addresses = [str(address).strip() for address in node.items("toAddresses")]
    to = [address for address in addresses if address]
    subject, body = node.text("subjectTemplate"), node.text("bodyTemplate")
    try:
        if not decide(node, _KEY, lambda kept: _taken(kept, now_ms(node))):
            message = (
                "This workflow has sent too many mails: one a minute, ten at once."
            )
            raise NodeError(message, "RateLimit")
        node.ports.mail.send(to, subject, body)
    except NodeError as error:
        described = {"type": error.name, "message": error.message}
        put_or_raise(node, {"error": described}, error)
    else:
        node.put("resultPath", {"success": True})


def _taken(kept: Any, now: int) -> tuple[Any, bool]:
    """Take one mail out of the bucket; tell whether there was one."""
    if not isinstance(kept, dict):
        kept = {"left": _AT_ONCE, "time": now}
    # A clock that was set back adds nothing.
    refill = max(0, now - kept["time"]) / _MINUTE_MS
    left = min(_AT_ONCE, kept["left"] + refill)
    granted = left >= 1
    return {"left": left - granted, "time": now}, granted


NODE = NodeType(
    type="StructureEmailNode",
    name="structure-email",
    category="output",
    label="Email",
    summary="Sends a mail through the mail server that the operator has set up.",
    run=run,
    outside=True,
    fields=(
        Items(
            name="toAddresses",
            label="To",
            help="Mail addresses, five at most.",
            required=True,
            most=_MOST_ADDRESSES,
            item=Template(name="address", label="Address", help="A mail address."),
        ),
        Template(
            name="subjectTemplate",
            label="Subject",
            help="One line.",
            required=True,
        ),
        Template(
            name="bodyTemplate",
            label="Body",
            help="HTML; its text goes along for readers without HTML.",
            required=True,
            multiline=True,
            language="html",
        ),
        PayloadPath(
            name="resultPath",
            label="Result path",
            help="Where the result goes: success, or error with type and message. "
            "When blank, an error ends the run.",
        ),
    ),
    examples=(
        Example(
            summary="An alert",
            config={
                "toAddresses": ["{{data.owner}}"],
                "subjectTemplate": "Temperature {{data.temp}}",
                "bodyTemplate": "<p>It is {{data.temp}} degrees.</p>",
                "resultPath": "mail",
            },
            before={"data": {"owner": "ann@example.org", "temp": 31}},
            after={
                "data": {"owner": "ann@example.org", "temp": 31},
                "mail": {"success": True},
            },
        ),
        Example(
            summary="A subject that comes out empty is an error",
            config={
                "toAddresses": ["ann@example.org"],
                "subjectTemplate": "{{data.nothing}}",
                "bodyTemplate": "<p>Hello</p>",
                "resultPath": "mail",
            },
            before={},
            error="came out empty",
        ),
    ),
)
