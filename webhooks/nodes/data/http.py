"""HTTP: makes a request and stores what comes back."""

from typing import Any, Final

from webhooks.nodes._encodings import to_text
from webhooks.nodes._error_behavior import ERROR_FIELDS, errors_as_configured
from webhooks.nodes.data._http_fields import REQUEST_FIELDS
from webhooks.nodes.data._http_request import (
    built_request,
    request_echo,
    with_fetched_body,
)
from webhooks.payload.json_text import JsonProblem, parse_json
from webhooks.workflows.fields import PayloadPath, Template
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType
from webhooks.workflows.ports import HttpResponse

_TEXT_ENCODINGS: Final = frozenset({"", "utf8", "utf-8"})


def run(node: NodeCall) -> None:
    """Send the request and write the result. Every answer is one, whatever its status.

    Raises NodeError when no usable answer came, or stores the error.
    """
    encoding = node.text("encodingTemplate")
    request = built_request(node)
    echo = request_echo(node, request)
    with errors_as_configured(node, {"request": echo}):
        response = node.ports.http.request(with_fetched_body(node, request))
        result = {
            "statusCode": response.status,
            "headers": dict(response.headers),
            "body": _body(response, encoding),
            "requestDuration": round(response.duration_seconds * 1000),
            "request": echo,
        }
        node.put("responsePath", result)


def _body(response: HttpResponse, encoding: str) -> Any:
    text = to_text(response.body, encoding)
    if encoding.strip().lower() not in _TEXT_ENCODINGS:
        return text
    try:
        return parse_json(text)
    except JsonProblem:
        return text


NODE = NodeType(
    type="HttpNode",
    name="http",
    category="data",
    label="HTTP",
    summary="Makes an HTTP request to another server and stores the answer.",
    run=run,
    outside=True,
    fields=(
        *REQUEST_FIELDS,
        PayloadPath(
            name="responsePath",
            label="Response path",
            help="Where the answer goes: statusCode, headers, body, requestDuration "
            "in milliseconds, and the request.",
        ),
        Template(
            name="encodingTemplate",
            label="Response encoding",
            help="How the body is written down: utf8, base64, hex, latin1 or ascii. "
            "JSON is parsed with utf8.",
            default="utf8",
        ),
        *ERROR_FIELDS,
    ),
    examples=(
        Example(
            summary="A body that is JSON comes back as a value",
            config={
                "method": "POST",
                "uriTemplate": "https://api.example.com/orders/{{data.id}}",
                "bodyType": "jsonTemplate",
                "bodyTemplate": '{"total": {{data.total}} }',
                "responsePath": "working.answer",
            },
            before={"data": {"id": "a1", "total": 5}, "working": {}},
            after=lambda payload: (
                payload["working"]["answer"]["statusCode"] == 200
                and payload["working"]["answer"]["body"] == {"total": 5}
            ),
        ),
        Example(
            summary="Without an address there is nothing to ask",
            config={"uriTemplate": "{{data.nowhere}}"},
            before={"data": {}},
            error="came out empty",
        ),
    ),
)
