"""``replies``: answering a caller that waits."""

from typing import Any

from webhooks.services import replies
from webhooks.services.webhook_rules import header_pairs
from webhooks.web.api import resource
from webhooks.web.api.given_body import given_body
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
    body, kind = given_body(given)
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
