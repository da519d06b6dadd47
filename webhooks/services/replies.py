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
_ANSWERED = "This request has been answered already."


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
        site.live.publish_change(webhook_id, pending.seq)
        return
    if pending is not None and pending.reply is not None:
        # It may not be written down yet.
        raise Conflict(_ANSWERED)
    outcome = writer.submit(late(application_id, reply_id, _kept(answer)), len(body))
    if outcome == "unknown":
        raise NotFound(UNKNOWN)
    if outcome == "answered":
        raise Conflict(_ANSWERED)
    raise Gone("The caller no longer waits. The reply is kept with the delivery.")


def reply_from_run(
    site: Site,
    application_id: str,
    reply_id: str,
    status_code: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
) -> str:
    """Send a workflow's reply; return ``sent``, ``answered``, ``late`` or ``unknown``.

    The caller's own side writes down what was sent, so the run need not wait. A
    second or late reply is kept with the delivery; of several the first.
    Raises Invalid for a reply that cannot be sent, and Unavailable.
    """
    answer = clean_reply(status_code, headers, body, allow_html=False)
    pending = site.replies.find(reply_id)
    here = pending is not None and pending.application_id == application_id
    is_second = False
    if pending is not None and here:
        if pending.resolve(answer, recorded=False):
            return "sent"
        # The first one may not be written down yet.
        is_second = pending.reply is not None
    kept = _kept(answer)
    job = late(application_id, reply_id, kept, is_second=is_second, keep_second=True)
    return site.store.writer.submit(job, len(body))


def run_over(
    site: Site, reply_id: str | None, *, failed: bool, started: int = 0
) -> None:
    """Let a caller go when every run of its request has ended without a reply.

    ``started`` counts the runs that this one's error has started.
    """
    pending = None if reply_id is None else site.replies.find(reply_id)
    if pending is not None and pending.run_ended(failed=failed, started=started) == 0:
        pending.all_runs_ended()


def _kept(answer: Reply) -> dict[str, object]:
    return {
        "statusCode": answer.status,
        "headers": [list(pair) for pair in answer.headers],
        "bodyBase64": base64.b64encode(answer.body).decode(),
    }
