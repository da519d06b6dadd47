"""``webhooks`` and ``webhook``."""

from typing import Any

from webhooks.services import webhook_signature, webhooks
from webhooks.services.webhooks import Webhook as Row
from webhooks.web.api import resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.base import camel
from webhooks.web.schemas.listing import ListArguments, Success
from webhooks.web.schemas.webhook import (
    Webhook,
    WebhookDeleteArguments,
    WebhookList,
    WebhookPatch,
    WebhookPost,
)

OPERATIONS = Operations("webhooks")
_ALL = "/applications/<application_id>/webhooks"
_ONE = f"{_ALL}/<webhook_id>"


@OPERATIONS.add(
    "GET",
    _ALL,
    "webhooks.get",
    "List an application's webhooks.",
    query=ListArguments,
    answer=WebhookList,
)
def list_(call: Call) -> Any:
    """Answer a page of webhooks."""
    application_id = call.application_id
    page = webhooks.list_(call.site, application_id, resource.list_query(call))
    application = f"/applications/{application_id}"
    return resource.collection(
        call,
        "webhooks",
        page,
        [_item(call, row) for row in page.items],
        {"application": application, "self": f"{application}/webhooks"},
        applicationId=application_id,
    )


@OPERATIONS.add(
    "POST",
    _ALL,
    "webhooks.post",
    "Create a webhook.",
    body=WebhookPost,
    answer=Webhook,
    status=201,
)
def post(call: Call) -> Any:
    """Create a webhook."""
    return _item(call, webhooks.create(call.site, call.application_id, call.body))


@OPERATIONS.add("GET", _ONE, "webhook.get", "Get a webhook.", answer=Webhook)
def get(call: Call) -> Any:
    """Answer one webhook."""
    return _item(call, webhooks.get(call.site, call.application_id, call.webhook_id))


@OPERATIONS.add(
    "PATCH",
    _ONE,
    "webhook.patch",
    "Change a webhook.",
    body=WebhookPatch,
    answer=Webhook,
)
def patch(call: Call) -> Any:
    """Change the given fields and no others."""
    changed = webhooks.update(
        call.site,
        call.application_id,
        call.webhook_id,
        _changes(call),
        f"{call.principal.kind} {call.principal.id}",
    )
    return _item(call, changed)


@OPERATIONS.add(
    "DELETE",
    _ONE,
    "webhook.delete",
    "Delete a webhook with its deliveries.",
    query=WebhookDeleteArguments,
    answer=Success,
)
def delete(call: Call) -> Any:
    """Delete the webhook, and the workflows on it where that is asked for."""
    webhooks.delete(
        call.site,
        call.application_id,
        call.webhook_id,
        call.query["include_workflows"],
    )
    return resource.SUCCESS


@OPERATIONS.add(
    "POST",
    f"{_ONE}/rotateToken",
    "webhook.rotateToken",
    "Give a webhook a new URL; the old one is unknown at once.",
    answer=Webhook,
)
def rotate_token(call: Call) -> Any:
    """Give the webhook a new URL."""
    rotated = webhooks.rotate_token(call.site, call.application_id, call.webhook_id)
    return _item(call, rotated)


def _changes(call: Call) -> dict[str, Any]:
    """Return the body, without secrets that are sent back as they were shown."""
    hidden = not call.principal.sees_secrets(call.application_id)
    return {
        column: value
        for column, value in call.body.items()
        if not (hidden and column in webhooks.SECRET_FIELDS and value == "")
    }


def _item(call: Call, row: Row) -> dict[str, Any]:
    fields: dict[str, Any] = Webhook(exclude=("signature",)).dump(row)
    fields["signature"] = webhook_signature.shown(row.signature)
    fields["url"] = webhooks.url(call.site, row)
    if not call.principal.sees_secrets(row.application_id):
        fields |= {camel(column): "" for column in webhooks.SECRET_FIELDS}
    application = f"/applications/{row.application_id}"
    links = {
        "application": application,
        "webhooks": f"{application}/webhooks",
        "self": f"{application}/webhooks/{row.id}",
    }
    return resource.item(call, "webhook", fields, links)
