"""Replies through the API: the first one wins, and its bytes arrive exactly."""

import base64
from typing import Any

import pytest

from tests.web.api.world import World
from webhooks.ids import new_id
from webhooks.ingress.reply import Reply
from webhooks.runtime.replies import PendingReply
from webhooks.services import webhooks


def answered(world: World, body: dict[str, Any]) -> tuple[int, Reply | None]:
    """Send a reply to a caller that waits; return the status and what it got."""
    reply_id = f"{world.ids['webhook_id']}.{new_id()}"
    caller: PendingReply
    with world.site.replies.open(reply_id, world.ids["webhook_id"], new_id()) as caller:
        ids = {"reply_id": reply_id}
        status = world.call(
            "replies.post", world.alice(), ids=ids, json=body
        ).status_code
        return status, caller.reply


def test_bytes_status_and_headers_arrive_exactly(shared_world: World) -> None:
    data = bytes(range(256))
    body = {
        "statusCode": 418,
        "headers": {"X-Tea": ["green", "black"], "Content-Type": "image/png"},
        "bodyBase64": base64.b64encode(data).decode(),
    }
    status, reply = answered(shared_world, body)
    assert status == 200
    assert reply is not None
    assert (reply.status, reply.body) == (418, data)
    assert reply.headers == (
        ("Content-Type", "image/png"),
        ("X-Tea", "green"),
        ("X-Tea", "black"),
    )


@pytest.mark.parametrize(
    ("body", "data", "kind"),
    [
        ({"body": "héllo"}, "héllo".encode(), "text/plain; charset=utf-8"),
        ({"body": {"a": [1]}}, b'{"a":[1]}', "application/json"),
        ({"body": 5}, b"5", "application/json"),
        ({"body": False}, b"false", "application/json"),
        ({"headers": [["X-A", "1"]]}, b"", None),
        ({"body": {}, "headers": {"content-type": "a/b"}}, b"{}", "a/b"),
    ],
)
def test_texts_and_values_have_a_fitting_type(
    shared_world: World, body: dict[str, Any], data: bytes, kind: str | None
) -> None:
    status, reply = answered(shared_world, body)
    assert status == 200
    assert reply is not None
    assert (reply.status, reply.body) == (200, data)
    assert dict(reply.headers).get("Content-Type") == kind


@pytest.mark.parametrize(
    "body",
    [
        {"statusCode": 199},
        {"statusCode": 600},
        {"statusCode": "200"},
        {"statusCode": True},
        {"status": 200},
        {"headers": {"X": "a\r\nSet-Cookie: s=1"}},
        {"headers": {"X Te": "a"}},
        {"headers": {"X": "☃"}},
        {"headers": {"X": "x" * 100_000}},
        {"headers": {f"X-{number}": "1" for number in range(1000)}},
        {"headers": "X: y"},
        {"headers": [["X"]]},
        {"headers": {"X": None}},
        {"headers": {"Content-Type": "text/html"}, "body": "<p>"},
        {"body": "a", "bodyBase64": "YQ=="},
        {"bodyBase64": "not base64!"},
        {"bodyBase64": 5},
    ],
)
def test_what_cannot_be_sent_is_400_and_the_caller_goes_on_waiting(
    shared_world: World, body: dict[str, Any]
) -> None:
    status, reply = answered(shared_world, body)
    assert (status, reply) == (400, None)


def test_html_goes_where_the_webhook_allows_it(world: World) -> None:
    webhooks.update(
        world.site,
        world.ids["application_id"],
        world.ids["webhook_id"],
        {"allow_html_replies": True},
    )
    body = {"headers": {"Content-Type": "text/html"}, "body": "<p>"}
    status, reply = answered(world, body)
    assert status == 200
    assert reply is not None


def test_an_unknown_reply_is_404(shared_world: World) -> None:
    for reply_id in ("nonsense", f"{shared_world.ids['webhook_id']}.x", "." * 50):
        answer = shared_world.call(
            "replies.post", shared_world.alice(), ids={"reply_id": reply_id}
        )
        assert answer.status_code == 404
        assert answer.json["message"] == "Reply was not found"
