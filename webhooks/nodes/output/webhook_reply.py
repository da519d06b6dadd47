"""Webhook: Reply: answers the caller of a webhook that waits for it."""

from collections.abc import Mapping
from typing import Any, Final

from webhooks.nodes.output._reply_fields import REPLY_FIELDS
from webhooks.payload.json_text import JsonProblem, encode_json
from webhooks.payload.path import Path
from webhooks.payload.values import UNDEFINED, to_number
from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType

# Losant's is 256 KB.
MOST_BYTES: Final = 1024 * 1024

# Losant lets these through; everything else becomes the first.
_CONTENT_TYPES: Final = (
    "application/json",
    "application/xml",
    "text/plain",
    "text/xml",
    "text/csv",
)
_USUAL_PATH: Final = Path.parse("data.replyId")
_OUTCOMES: Final[Mapping[str, str]] = {
    "answered": "The caller has been answered already; this reply was not sent.",
    "late": "The caller is gone; this reply came too late.",
    "unknown": "Nobody waits for this reply.",
}


def run(node: NodeCall) -> None:
    """Send the reply, or warn that there is nobody to send it to.

    Raises NodeError for a reply that cannot be sent.
    """
    path = node.path("replyIdPath") or _USUAL_PATH
    reply_id = path.get(node.payload)
    if not isinstance(reply_id, str) or not reply_id:
        node.warn(f"There is no reply id at {path.text}: nobody waits for a reply.")
        return
    if node.flag("isWebsocketMessage"):
        message = "Cannot write a WebSocket message to an HTTP webhook."
        raise NodeError(message, "InvalidReply")
    status, headers, body = _reply(node)
    said = node.ports.replies.reply(reply_id, status, headers, body)
    if said != "sent":
        node.warn(_OUTCOMES.get(said, said))


def _reply(node: NodeCall) -> tuple[int, list[tuple[str, str]], bytes]:
    kind = node.text("replyType")
    status = _status(node.text("responseCodeTemplate"))
    headers = _headers(node)
    body = _body(node)
    if kind == "custom":
        return status, headers, body
    if kind != "redirect":
        message = "A webhook is answered with a custom reply or a redirect only."
        raise NodeError(message, "NotSupportedHere")
    target = ("Location", body.decode())
    status = status if 300 <= status <= 399 else 302
    return status, [*headers, target], b""


def _status(text: str) -> int:
    """Return a status that can be sent: 200 for what is none."""
    number = to_number(text) if text.strip() else 200
    if not 100 <= number <= 999 or number != int(number):
        return 200
    return min(max(int(number), 200), 599)


def _headers(node: NodeCall) -> list[tuple[str, str]]:
    """Return the headers, with one content type that is let through."""
    content_type = _CONTENT_TYPES[0]
    headers = []
    for row in node.rows("headerInfo"):
        name, value = row.text("keyTemplate").strip(), row.text("valueTemplate")
        if name.lower() == "content-type":
            media = value.partition(";")[0].strip().lower()
            content_type = value if media in _CONTENT_TYPES else _CONTENT_TYPES[0]
        elif name:
            headers.append((name, value))
    return [("Content-Type", content_type), *headers]


def _body(node: NodeCall) -> bytes:
    kind = node.text("bodyTemplateType")
    if kind == "none":
        return b""
    value = node.payload if kind == "payload" else node.value("bodyTemplate")
    text = value if isinstance(value, str) and kind != "json" else _json(value)
    body = text.encode("utf-8", "replace")
    if len(body) > MOST_BYTES:
        message = f"The reply's body has more than {MOST_BYTES} bytes."
        raise NodeError(message, "TooLarge")
    return body


def _json(value: Any) -> str:
    if value is UNDEFINED:
        return ""
    try:
        return encode_json(value)
    except JsonProblem as problem:
        message = f"The reply's body cannot be written as JSON: {problem}."
        raise NodeError(message, "InvalidReply") from None


NODE = NodeType(
    type="WebhookReplyNode",
    name="webhook-reply",
    category="output",
    label="Webhook: Reply",
    summary="Answers the caller of a webhook that waits for a reply.",
    run=run,
    fields=REPLY_FIELDS,
    examples=(
        Example(
            summary="A status and a body of JSON",
            config={
                "responseCodeTemplate": "201",
                "bodyTemplateType": "string",
                "bodyTemplate": '{"ok": true, "id": "{{working.id}}"}',
                "headerInfo": [
                    {"keyTemplate": "Content-Type", "valueTemplate": "application/json"}
                ],
            },
            before={"data": {"replyId": "abc"}, "working": {"id": 7}},
            output="next",
        ),
        Example(
            summary="Without a reply id nothing is sent",
            config={"bodyTemplate": "hello"},
            before={"data": {}},
            output="next",
        ),
        Example(
            summary="A webhook has no WebSocket here",
            config={"bodyTemplate": "hello", "isWebsocketMessage": True},
            before={"data": {"replyId": "abc"}},
            error="Cannot write a WebSocket message to an HTTP webhook.",
        ),
    ),
)
