"""Slack: posts a message through an incoming webhook of Slack's."""

from typing import Final

from webhooks.nodes.output._sent import put_or_raise
from webhooks.payload.json_text import encode_json
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType
from webhooks.workflows.ports import HttpRequest

_SERVICES: Final = "https://hooks.slack.com/services/"


def run(node: NodeCall) -> None:
    """Post the message, or the payload if there is none, and write the result.

    Raises NodeError when it was not taken and there is no result path.
    """
    message = {"text": node.text("textTemplate") or encode_json(node.payload, 2)}
    channel = node.text("channelTemplate").strip()
    if channel:
        message["channel"] = channel
    url = _url(node.text("urlPathTemplate").strip())
    try:
        _post(node, url, encode_json(message))
    except NodeError as error:
        described = {"type": error.name, "message": error.message}
        put_or_raise(node, {"success": False, "sent": 0, "error": described}, error)
    else:
        node.put("resultPath", {"success": True, "sent": 1})


def _url(given: str) -> str:
    """Return the whole URL of what is a URL or only its last part."""
    if given.lower().startswith(("https://", "http://")):
        return given
    return _SERVICES + given.lstrip("/").removeprefix("services/")


def _post(node: NodeCall, url: str, body: str) -> None:
    headers = (("Content-Type", "application/json"),)
    request = HttpRequest("POST", url, headers, body.encode("utf-8", "replace"))
    response = node.ports.http.request(request)
    if not 200 <= response.status <= 299:
        said = response.body[:200].decode("utf-8", "replace")
        raise NodeError(f"Slack answered {response.status}: {said}", "SlackError")


NODE = NodeType(
    type="SlackNode",
    name="slack",
    category="output",
    label="Slack",
    summary="Posts a message to a channel of Slack.",
    run=run,
    outside=True,
    fields=(
        Template(
            name="urlPathTemplate",
            label="Webhook URL",
            help="Slack's incoming webhook: its URL, or what follows /services/ in it.",
            required=True,
        ),
        Template(
            name="textTemplate",
            label="Message",
            help="What is posted; the whole payload when blank.",
            multiline=True,
        ),
        Template(
            name="channelTemplate",
            label="Channel",
            help="Where it is posted; the webhook's own channel when blank.",
        ),
        PayloadPath(
            name="resultPath",
            label="Result path",
            help="Where the result goes: success, sent, and error if there was one. "
            "When blank, an error ends the run.",
        ),
    ),
    examples=(
        Example(
            summary="A message about a value",
            config={
                "urlPathTemplate": "{{globals.slack}}",
                "textTemplate": "*Hot*: {{data.temp}}",
                "resultPath": "slack",
            },
            before={"globals": {"slack": "T0/B0/x"}, "data": {"temp": 31}},
            after={
                "globals": {"slack": "T0/B0/x"},
                "data": {"temp": 31},
                "slack": {"success": True, "sent": 1},
            },
        ),
    ),
)
