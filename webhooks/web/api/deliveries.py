"""``deliveries``: what came in, as a list, one by one, and as a stream."""

import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Response, request, stream_with_context

from webhooks.clock import iso
from webhooks.errors import Forbidden, Invalid, TooMany, WebhooksError
from webhooks.services import deliveries, forward, replay, webhooks
from webhooks.services.deliveries import Delivery as Row
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.delivery_view import seen_by
from webhooks.services.webhooks import Webhook
from webhooks.web.api.caller import caller, check_access
from webhooks.web.api.delivery_json import body_fields, header_lists, listed, whole
from webhooks.web.api.operation import Call, Operations
from webhooks.web.long_answers import while_allowed
from webhooks.web.schemas.delivery import (
    Delivery,
    DeliveryList,
    DeliveryListArguments,
    Forwarded,
    ForwardPost,
    Replayed,
)

OPERATIONS = Operations("deliveries")
_ALL = "/applications/<application_id>/webhooks/<webhook_id>/deliveries"
_ONE = f"{_ALL}/<delivery_id>"

_SEQ = re.compile(r"[0-9]{1,18}")
_RETRY_MS = 2000
# What a sender wrote must never be shown as a page of ours.
_DOWNLOAD = {
    "Content-Type": "application/octet-stream",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@OPERATIONS.add(
    "GET",
    _ALL,
    "deliveries.get",
    "List a webhook's deliveries, newest first.",
    query=DeliveryListArguments,
    answer=DeliveryList,
)
def list_(call: Call) -> Any:
    """Answer a page; bodies over 64 KiB are left out."""
    webhook = _webhook(call)
    given = {name: value for name, value in call.query.items() if name != "links"}
    page = deliveries.list_(
        call.site, call.application_id, call.webhook_id, DeliveryQuery(**given)
    )
    items = [listed(call, row, webhook) for row in page.items]
    searched_to = page.searched_to and iso(page.searched_to)
    return {
        "items": items,
        "nextCursor": page.next_cursor,
        "searchedTo": searched_to,
    }


@OPERATIONS.add(
    "GET",
    f"{_ALL}/stream",
    "deliveries.stream",
    "Follow a webhook's deliveries as server-sent events.",
    media_type="text/event-stream",
    changes_on_get=True,
)
def stream(call: Call) -> Any:
    """Stream every delivery; ``Last-Event-ID`` resumes where it broke off."""
    webhook = _webhook(call)
    last = request.headers.get("Last-Event-ID", "")
    if last and _SEQ.fullmatch(last) is None:
        raise Invalid("Last-Event-ID must be the id of an event.", "Last-Event-ID")
    # Once the stream has begun there is no status left to say this with.
    if len(call.site.live) >= call.site.live.limit:
        raise TooMany("Too many live views are open. Close one and try again.", 10)
    # Known before the first byte is sent: whoever has that misses nothing from then on.
    seen = int(last) if last else deliveries.newest_seq(call.site, call.webhook_id)
    rows = deliveries.events(call.site, call.application_id, call.webhook_id, seen)
    rows = while_allowed(rows, lambda: _may_follow(call), call.site.clock.monotonic)
    response = Response(
        stream_with_context(_events(call, webhook, rows)),
        content_type="text/event-stream",
    )
    # A proxy that collects answers before passing them on would hide events.
    response.headers["X-Accel-Buffering"] = "no"
    return response


@OPERATIONS.add("GET", _ONE, "delivery.get", "Get a delivery.", answer=Delivery)
def get(call: Call) -> Any:
    """Answer one delivery with everything that is known of it."""
    return whole(call, _row(call), _webhook(call))


@OPERATIONS.add(
    "GET",
    f"{_ONE}/body",
    "delivery.get",
    "Download a delivery's exact bytes.",
    media_type="application/octet-stream",
)
def body(call: Call) -> Any:
    """Answer the body as it came, as a file that no browser shows."""
    row = _row(call)
    name = f'attachment; filename="{row.id}.bin"'
    return Response(row.body, headers={**_DOWNLOAD, "Content-Disposition": name})


@OPERATIONS.add(
    "POST",
    f"{_ONE}/replay",
    "delivery.replay",
    "Send a stored request through again, byte for byte.",
    answer=Replayed,
)
def replay_(call: Call) -> Any:
    """Replay the delivery and answer what its caller would have got."""
    done = replay.replay(
        call.site, call.application_id, call.webhook_id, call.ids["delivery_id"]
    )
    return {
        "deliveryId": done.delivery_id,
        "response": {
            "statusCode": done.reply.status,
            "headers": header_lists(done.reply.headers),
            **body_fields(done.reply.body),
        },
    }


@OPERATIONS.add(
    "POST",
    f"{_ONE}/forward",
    "delivery.replay",
    "Send a stored request on to another server.",
    body=ForwardPost,
    answer=Forwarded,
)
def forward_(call: Call) -> Any:
    """Send the delivery on and answer what the other server did."""
    secrets = call.body["secrets"]
    if secrets and not call.principal.sees_secrets(call.application_id):
        raise Forbidden("You may not see this application's secrets.")
    names = call.body.get("headers")
    wish = forward.Wish(
        call.body["url"],
        None if names is None else frozenset(name.lower() for name in names),
        with_secrets=secrets,
        with_target=call.body["path_and_query"],
    )
    who = f"{call.principal.kind} {call.principal.id}"
    done = forward.forward(call.site, _row(call), wish, who)
    return {
        "url": done.url,
        "response": {
            "statusCode": done.status,
            "headers": header_lists(done.headers),
            "durationMs": done.duration_ms,
            **body_fields(done.body),
        },
    }


def _events(call: Call, webhook: Webhook, rows: Iterator[Row | None]) -> Iterator[str]:
    yield f"retry: {_RETRY_MS}\n\n"
    for row in rows:
        if row is None:
            yield ":\n\n"
            continue
        data = json.dumps(listed(call, row, webhook), separators=(",", ":"))
        yield f"id: {row.seq}\nevent: delivery\ndata: {data}\n\n"


def _may_follow(call: Call) -> bool:
    try:
        principal = caller(call.site, request)
        check_access(principal, "deliveries.stream", call.application_id)
        _webhook(call)
    except WebhooksError:
        return False
    return True


def _row(call: Call) -> Row:
    application_id = call.application_id
    found = deliveries.get(
        call.site, application_id, call.webhook_id, call.ids["delivery_id"]
    )
    return seen_by(call.site, found, call.principal.sees_secrets(application_id))


def _webhook(call: Call) -> Webhook:
    return webhooks.get(call.site, call.application_id, call.webhook_id)
