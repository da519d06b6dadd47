"""A delivery as JSON, for a list, for itself, and as an event."""

import base64
from typing import Any

from webhooks.ingress.reply import Headers
from webhooks.services import run_links
from webhooks.services.deliveries import Delivery as Row
from webhooks.services.delivery_view import (
    delivery_body,
    delivery_query,
    hide,
    is_inline,
)
from webhooks.services.secret_parts import is_secret_header, is_secret_query
from webhooks.services.shown_secrets import stored_in
from webhooks.services.webhooks import Webhook
from webhooks.web.api.operation import Call
from webhooks.web.schemas.delivery import Delivery


def listed(call: Call, row: Row, webhook: Webhook) -> dict[str, Any]:
    """Return a delivery without its response's body, nor its own if it is large."""
    fields = _head(call, row, webhook)
    if is_inline(row):
        fields["body"] = delivery_body(call.site, row, webhook)
    else:
        fields |= {"body": None, "bodyOmitted": True}
    return fields


def whole(call: Call, row: Row, webhook: Webhook) -> dict[str, Any]:
    """Return a delivery with its body, however large, its response's, and runs."""
    fields = taken(call, row, webhook)
    fields["runs"] = [
        {"id": run.id, "flowId": run.workflow_id, "status": run.status}
        for run in run_links.runs_of(call.site, row.seq)
    ]
    if fields["response"] is not None:
        fields["response"] |= body_fields(row.response_body or b"")
    return fields


def taken(call: Call, row: Row, webhook: Webhook) -> dict[str, Any]:
    """Return a delivery with its body, but without its response's."""
    return {**_head(call, row, webhook), "body": delivery_body(call.site, row, webhook)}


def body_fields(body: bytes) -> dict[str, str]:
    """Return bytes as ``body`` if they are text, else as ``bodyBase64``."""
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"bodyBase64": base64.b64encode(body).decode()}


def header_lists(headers: Headers) -> list[list[str]]:
    """Return headers in the form that JSON has for pairs."""
    return [list(pair) for pair in headers]


def _head(call: Call, row: Row, webhook: Webhook) -> dict[str, Any]:
    if not call.principal.sees_secrets(row.application_id):
        hide(row, stored_in(webhook.signature))
    fields: dict[str, Any] = Delivery(
        exclude=("body", "body_omitted", "query", "verification", "response", "runs")
    ).dump(row)
    fields |= {
        "query": delivery_query(row),
        "verification": {
            "scheme": row.scheme,
            "verdict": row.verdict,
            "reason": row.reason,
        },
        "response": _response(row),
        "runs": [],
    }
    if not call.principal.sees_secrets(row.application_id):
        _hide_secrets(row, fields)
    return fields


def _response(row: Row) -> dict[str, Any] | None:
    if row.response_status is None:
        return None
    return {
        "statusCode": row.response_status,
        "headers": row.response_headers or [],
        "durationMs": row.duration_ms,
        "source": row.response_source,
    }


def _hide_secrets(row: Row, fields: dict[str, Any]) -> None:
    """Leave out what would tell a password, a key or the verification code."""
    fields["headers"] = [
        [name, "" if is_secret_header(name) else value] for name, value in row.headers
    ]
    if fields["response"] is not None:
        # Some senders want to hear the secret again that they have told.
        fields["response"]["headers"] = [
            [name, "" if is_secret_header(name) else value]
            for name, value in fields["response"]["headers"]
        ]
    if is_secret_query(row.status):
        fields |= {"query": {}, "rawQuery": ""}
