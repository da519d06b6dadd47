"""Answering a waiting caller from a script."""

import base64
from collections.abc import Sequence

from webhooks.errors import Conflict, Gone, NotFound
from webhooks.ingress.reply import Reply
from webhooks.ingress.reply_filter import clean_reply
from webhooks.services.delivery_rows import answered, late
from webhooks.services.endpoints import allows_html
from webhooks.services.site import Site

UNKNOWN = "Reply was not found"


def reply(
    site: Site,
    application_id: str,
    reply_id: str,
    status_code: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
) -> None:
    """Send a reply to whoever waits under ``reply_id``; the first one wins.

    Returns once the caller has been woken and the reply is on disk.
    Raises Invalid for a reply that cannot be sent, NotFound for an id that
    this application does not know, Conflict when somebody replied before, and
    Gone when the wait is over; the reply is then kept with the delivery.
    """
    webhook_id = reply_id.partition(".")[0]
    allow_html = allows_html(site.store, application_id, webhook_id)
    if allow_html is None:
        raise NotFound(UNKNOWN)
    answer = clean_reply(status_code, headers, body, allow_html=allow_html)
    pending = site.replies.find(reply_id)
    writer = site.store.writer
    if pending is not None and pending.resolve(answer):
        writer.submit(answered(reply_id, answer, "reply", None), len(body))
        site.live.publish(webhook_id, -pending.seq)
        return
    outcome = writer.submit(late(application_id, reply_id, _kept(answer)), len(body))
    if outcome == "unknown":
        raise NotFound(UNKNOWN)
    if outcome == "answered":
        raise Conflict("This request has been answered already.")
    raise Gone("The caller no longer waits. The reply is kept with the delivery.")


def _kept(answer: Reply) -> dict[str, object]:
    return {
        "statusCode": answer.status,
        "headers": [list(pair) for pair in answer.headers],
        "bodyBase64": base64.b64encode(answer.body).decode(),
    }
