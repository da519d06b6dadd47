"""Replying from a script: the first one wins, and nobody is told a lie."""

import base64

import pytest

from tests.frozen_clock import FrozenClock
from tests.services.arrivals import Waiting, webhook
from webhooks.errors import Conflict, Gone, Invalid, NotFound
from webhooks.services import deliveries, replies, work_queue
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.work_queue import TakeQuery


@pytest.fixture
def hook(site: Site) -> Webhook:
    return webhook(site, wait_for_reply=True, reply_timeout_seconds=60)


def reply(site: Site, hook: Webhook, reply_id: str, body: bytes = b"x") -> None:
    replies.reply(site, hook.application_id, reply_id, 200, (), body)


def row(site: Site, hook: Webhook) -> Delivery:
    page = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery())
    return page.items[0]


def test_the_first_reply_reaches_the_caller_and_is_recorded(
    site: Site, hook: Webhook
) -> None:
    caller = Waiting(site, hook)
    reply(site, hook, caller.reply_id, b"first")
    with pytest.raises(Conflict):
        reply(site, hook, caller.reply_id, b"second")
    assert caller.result().reply.body == b"first"
    found = deliveries.get(site, hook.application_id, hook.id, row(site, hook).id)
    assert (found.response_source, found.response_body) == ("reply", b"first")
    assert found.late_reply is None
    with pytest.raises(Conflict):
        reply(site, hook, caller.reply_id)


def test_a_late_reply_is_kept(site: Site) -> None:
    hook = webhook(site, wait_for_reply=True, reply_timeout_seconds=1)
    caller = Waiting(site, hook)
    assert caller.result().reply.status == 504
    with pytest.raises(Gone):
        reply(site, hook, caller.reply_id, b"late")
    with pytest.raises(Gone):
        reply(site, hook, caller.reply_id, b"later")
    kept = row(site, hook)
    assert (kept.response_source, kept.response_status) == ("timeout", 504)
    assert kept.late_reply is not None
    assert base64.b64decode(kept.late_reply["bodyBase64"]) == b"late"


def test_a_caller_that_hung_up_gets_nothing(site: Site, hook: Webhook) -> None:
    caller = Waiting(site, hook, gone=lambda: True)
    with pytest.raises(Gone):
        reply(site, hook, caller.reply_id)
    caller.result()
    assert row(site, hook).late_reply is not None
    assert row(site, hook).response_source != "reply"


def test_a_reply_that_cannot_be_sent_leaves_the_caller_waiting(
    site: Site, hook: Webhook
) -> None:
    caller = Waiting(site, hook)
    with pytest.raises(Invalid):
        replies.reply(
            site, hook.application_id, caller.reply_id, 200, (("X", "\n"),), b""
        )
    reply(site, hook, caller.reply_id, b"good")
    assert caller.result().reply.body == b"good"


def test_an_id_of_another_application_is_unknown(site: Site, hook: Webhook) -> None:
    """Decision 18."""
    stranger = webhook(site)
    caller = Waiting(site, hook)
    for reply_id in (caller.reply_id, f"{stranger.id}.x", "x", ""):
        with pytest.raises(NotFound):
            reply(site, stranger, reply_id)
    reply(site, hook, caller.reply_id)
    assert caller.result().reply.status == 200


def test_a_reply_ends_the_lease(
    site: Site, hook: Webhook, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = Waiting(site, hook)
    taken = work_queue.take(site, hook.application_id, hook.id, TakeQuery(waiting=True))
    assert taken is not None
    told: list[object] = []
    monkeypatch.setattr(site.live, "publish_change", lambda *what: told.append(what))
    reply(site, hook, caller.reply_id)
    assert (hook.id, taken.seq) in told
    caller.result()
    clock.move(4000)
    since = TakeQuery(since="0")
    assert work_queue.take(site, hook.application_id, hook.id, since) is None


def test_html_goes_out_only_where_the_webhook_allows_it(site: Site) -> None:
    """Decision 17."""
    html = (("Content-Type", "text/html"),)
    strict = webhook(site, wait_for_reply=True)
    caller = Waiting(site, strict)
    with pytest.raises(Invalid):
        replies.reply(site, strict.application_id, caller.reply_id, 200, html, b"<p>")
    reply(site, strict, caller.reply_id)
    caller.result()
    open_ = webhook(site, wait_for_reply=True, allow_html_replies=True)
    caller = Waiting(site, open_)
    replies.reply(site, open_.application_id, caller.reply_id, 200, html, b"<p>")
    headers = dict(caller.result().reply.headers)
    assert headers["Content-Type"] == "text/html"
    assert headers["Content-Security-Policy"].startswith("sandbox")
