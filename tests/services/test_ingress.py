"""The main journey behind the door: decided on, stored, answered."""

import json
from typing import Any

import pytest

from tests.frozen_clock import FrozenClock
from tests.ingress.requests_factory import inbound
from tests.services.arrivals import Waiting, arrive, webhook
from webhooks.errors import NotFound, TooLarge, Unavailable
from webhooks.services import deliveries, webhooks
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.ingress import receive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def stored(site: Site, hook: Webhook) -> list[Delivery]:
    page = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery())
    return page.items


def test_an_accepted_request_is_stored_whole(site: Site) -> None:
    hook = webhook(site, response_code=202)
    received = arrive(
        site,
        hook,
        b"\0\xff",
        method="PUT",
        path="/%2F",
        query="a=%zz",
        headers=(("X", "\xe9"),),
    )
    assert received.reply.status == 202
    (row,) = stored(site, hook)
    assert row.id == received.delivery_id
    assert (row.method, row.path, row.raw_query) == ("PUT", "/%2F", "a=%zz")
    assert (row.body, row.size, row.headers) == (b"\0\xff", 2, [["X", "\xe9"]])
    assert (row.status, row.response_source, row.response_status) == (
        "accepted",
        "automatic",
        202,
    )


def test_a_body_that_cannot_be_read_stores_nothing(site: Site) -> None:
    hook = webhook(site)

    def read() -> bytes:
        raise TooLarge("too large")

    with pytest.raises(TooLarge):
        receive(site, site.endpoints.find(hook.token), inbound(), read)
    assert stored(site, hook) == []


def test_a_refused_request_is_kept_with_its_reason_and_not_read(site: Site) -> None:
    hook = webhook(site, basic_auth_username="a", basic_auth_password="b")

    def read() -> bytes:
        raise AssertionError("the body of a refused request was read")

    received = receive(site, site.endpoints.find(hook.token), inbound(), read)
    assert received.reply.status == 401
    (row,) = stored(site, hook)
    assert row.status == "refused"
    assert row.reason


def test_a_disabled_webhook_stores_nothing(site: Site) -> None:
    """Decision 11."""
    hook = webhook(site, enabled=False)
    received = arrive(site, hook)
    assert received.reply.status == 200
    assert json.loads(received.reply.body) == {"success": True}
    assert stored(site, hook) == []


def test_refused_requests_are_kept_in_a_ring(site: Site, clock: FrozenClock) -> None:
    """Decision 9: at most 200 of them, whatever somebody sends."""
    hook = webhook(site, allowed_methods=["GET"])
    for _ in range(230):
        arrive(site, hook)
        clock.move(1)
    page = deliveries.list_(
        site, hook.application_id, hook.id, DeliveryQuery(limit=200, status="refused")
    )
    assert len(page.items) == 200
    assert page.next_cursor is None


def test_a_flood_of_refused_requests_is_counted_and_not_written(site: Site) -> None:
    hook = webhook(site, allowed_methods=["GET"])
    for _ in range(50):
        assert arrive(site, hook).reply.status == 405
    assert len(stored(site, hook)) == 20


def break_writer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def submit(*_: Any) -> None:
        raise Unavailable("Nothing was stored.")

    monkeypatch.setattr(site.store.writer, "submit", submit)


def test_nothing_is_answered_with_success_that_was_not_stored(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P1: for every kind of webhook."""
    hooks = [
        webhook(site),
        webhook(site, wait_for_reply=True),
        webhook(site, static_reply={"statusCode": 200, "body": "fine"}),
        webhook(site, verification_type="twilio"),
    ]
    break_writer(site, monkeypatch)
    for hook in hooks:
        with pytest.raises(Unavailable):
            arrive(site, hook)
    assert len(site.replies) == 0


def test_a_handshake_is_answered_even_if_it_cannot_be_stored(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one exception to P1 (decision 10)."""
    hook = webhook(site, verification_type="facebook", verification_code="code")
    break_writer(site, monkeypatch)
    query = "hub.mode=subscribe&hub.verify_token=code&hub.challenge=echo"
    received = arrive(site, hook, b"", method="GET", query=query)
    assert (received.reply.status, received.reply.body) == (200, b"echo")


def test_when_there_is_no_room_the_reason_is_told(site: Site) -> None:
    hook = webhook(site)
    site.trouble = "Nothing was stored: no room."
    with pytest.raises(Unavailable, match="no room"):
        arrive(site, hook)
    site.trouble = None
    assert stored(site, hook) == []


def test_a_webhook_deleted_meanwhile_is_not_found(site: Site) -> None:
    hook = webhook(site)

    def read() -> bytes:
        webhooks.delete(site, hook.application_id, hook.id)
        return b"{}"

    with pytest.raises(NotFound, match="Webhook was not found"):
        receive(site, site.endpoints.find(hook.token), inbound(), read)


def test_a_waiting_caller_holds_no_body(site: Site) -> None:
    """Ten thousand of them must not hold ten thousand bodies."""
    hook = webhook(site, wait_for_reply=True)
    told: list[bool] = []
    site.replies.shutdown()
    site.replies.closed = False

    def stored_now() -> None:
        told.append(len(stored(site, hook)) == 1)
        site.replies.shutdown()

    received = receive(
        site,
        site.endpoints.find(hook.token),
        inbound(),
        lambda: b"{}",
        body_stored=stored_now,
    )
    assert told == [True]
    assert received.reply.status == 503


def test_stopping_releases_a_waiting_caller(site: Site) -> None:
    hook = webhook(site, wait_for_reply=True)
    caller = Waiting(site, hook)
    assert site.replies.shutdown() == 1
    reply = caller.result().reply
    assert reply.status == 503
    assert json.loads(reply.body)["deliveryId"] == caller.pending.delivery_id
    assert dict(reply.headers)["Retry-After"]
    (row,) = stored(site, hook)
    assert (row.response_status, row.response_source) == (503, "shutdown")


@pytest.mark.parametrize(("size", "aside"), [(1000, 0), (100_000, 1)])
def test_signatures_of_large_bodies_are_checked_beside_the_others(
    site: Site, monkeypatch: pytest.MonkeyPatch, size: int, aside: int
) -> None:
    """A stranger's megabyte must not keep everybody waiting."""
    asked = []

    def offload(work: Any) -> Any:
        asked.append(work)
        return work()

    monkeypatch.setattr(site.store.writer, "offload", offload)
    hook = webhook(site, signature={"provider": "github", "secrets": ["s3cret"]})
    assert arrive(site, hook, b"x" * size).reply.status == 401
    assert len(asked) == aside


def test_everybody_who_watches_is_told(site: Site) -> None:
    hook = webhook(site)
    with site.live.watch(hook.id) as live, site.work.watch(hook.id) as work:
        arrive(site, hook)
        (row,) = stored(site, hook)
        assert live.get(0) == work.get(0) == row.seq
        arrive(site, hook, method="TRACE")
        assert live.get(0) == row.seq + 1
        assert work.get(0) is None
