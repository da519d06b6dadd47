"""``replies``: answering a caller that waits."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from webhooks.errors import Invalid
from webhooks.services import replies
from webhooks.services.webhook_rules import header_pairs
from webhooks.web.api import resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.delivery import ReplyPost
from webhooks.web.schemas.listing import Success

OPERATIONS = Operations("replies")


@OPERATIONS.add(
    "POST",
    "/applications/<application_id>/replies/<reply_id>",
    "reply.post",
    "Answer a waiting caller: 409 when that was done, 410 when it has gone.",
    body=ReplyPost,
    answer=Success,
)
def post(call: Call) -> Any:
    """Send the reply; the first one wins."""
    given = call.body
    headers = header_pairs(given["headers"], "headers")
    body, kind = _body(given)
    if kind and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", kind))
    replies.reply(
        call.site,
        call.application_id,
        call.ids["reply_id"],
        given["status_code"],
        headers,
        body,
    )
    return resource.SUCCESS


def _body(given: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the reply's bytes and the type that goes without saying."""
    if "body_base64" in given:
        if "body" in given:
            raise Invalid("Send either body or bodyBase64.", "bodyBase64")
        try:
            return base64.b64decode(given["body_base64"], validate=True), ""
        except (binascii.Error, ValueError):
            raise Invalid("bodyBase64 must be base64.", "bodyBase64") from None
    body = given.get("body")
    if body is None:
        return b"", ""
    if not isinstance(body, str):
        return json.dumps(body, separators=(",", ":")).encode(), "application/json"
    try:
        return body.encode(), ""
    except UnicodeEncodeError:
        text = "body must not hold half characters"
        raise Invalid(text, "body") from None
