"""Deliveries through the API: lists, one, bytes, replay, stream."""

import json

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.web.api.world import ALL, World
from webhooks.services import api_tokens, applications, webhooks
from webhooks.web.long_answers import LOOK_AGAIN_SECONDS


def send(world: World, data: bytes, kind: str, **headers: str) -> str:
    """Send a request to the webhook and return its delivery's id."""
    hook = webhooks.get(
        world.site, world.ids["application_id"], world.ids["webhook_id"]
    )
    answer = world.client.post(
        f"/webhooks/{hook.token}/in?x=1&x=2",
        data=data,
        content_type=kind,
        headers=headers,
    )
    assert answer.status_code == 200
    found = world.call("deliveries.list", world.alice()).json
    identity: str = found["items"][0]["id"]
    return identity


def test_one_delivery_tells_everything(world: World) -> None:
    identity = send(world, b'{"a": [1]}', "application/json", **{"X-One": "1"})
    ids = {"delivery_id": identity}
    one = world.call("deliveries.get", world.alice(), ids=ids).json
    assert one["id"] == identity
    assert one["creationDate"] == "2026-01-05T10:11:12.345Z"
    assert (one["method"], one["path"], one["rawQuery"]) == ("POST", "/in", "x=1&x=2")
    assert one["query"] == {"x": ["1", "2"]}
    assert ["x-one", "1"] in [[n.lower(), v] for n, v in one["headers"]]
    assert one["body"] == {"a": [1]}
    assert (one["status"], one["size"], one["replyId"]) == ("accepted", 10, None)
    assert one["verification"] == {
        "scheme": "none",
        "verdict": "unchecked",
        "reason": "",
    }
    assert one["response"]["statusCode"] == 200
    assert json.loads(one["response"]["body"]) == {"success": True}
    assert (one["replayOf"], one["runs"]) == (None, [])


def test_the_bytes_are_exact_and_no_browser_shows_them(world: World) -> None:
    data = b"<script>alert(1)</script>\x00\xff"
    ids = {"delivery_id": send(world, data, "text/html")}
    answer = world.call("deliveries.body", world.alice(), ids=ids)
    assert answer.data == data
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_list_leaves_out_large_bodies(world: World) -> None:
    identity = send(world, b"x" * 70_000, "text/plain")
    listed = world.call("deliveries.list", world.alice()).json["items"][0]
    assert (listed["id"], listed["body"], listed["bodyOmitted"]) == (
        identity,
        None,
        True,
    )
    one = world.call("deliveries.get", world.alice(), ids={"delivery_id": identity})
    assert one.json["body"] == "x" * 70_000


def test_the_list_goes_on_from_its_cursor(world: World) -> None:
    for number in range(3):
        send(world, str(number).encode(), "text/plain")
    seen, query = [], {"limit": "2"}
    for _ in range(10):
        page = world.call("deliveries.list", world.alice(), query_string=query).json
        seen += [item["id"] for item in page["items"]]
        if page["nextCursor"] is None:
            break
        query["before"] = page["nextCursor"]
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "status=odd", "before=x", "q=" + "a" * 256],
)
def test_an_unusable_list_query_is_400(shared_world: World, query: str) -> None:
    answer = shared_world.call(
        "deliveries.list", shared_world.alice(), query_string=query
    )
    assert answer.status_code == 400


def test_a_replay_is_a_new_delivery_that_names_its_origin(world: World) -> None:
    origin = world.ids["delivery_id"]
    answer = world.call("deliveries.replay", world.alice()).json
    assert answer["response"]["statusCode"] == 200
    ids = {"delivery_id": answer["deliveryId"]}
    copy = world.call("deliveries.get", world.alice(), ids=ids).json
    assert copy["id"] != origin
    assert (copy["replayOf"], copy["source"]) == (origin, "replay")
    assert copy["body"] == {"hello": "you"}


def test_readers_do_not_learn_the_senders_password(world: World) -> None:
    identity = send(
        world,
        b"",
        "text/plain",
        **{"Authorization": "Basic dXNlcjpwYXNz", "X-Gitlab-Token": "dXNlcjpwYXNz"},
    )
    ids = {"delivery_id": identity}
    application = applications.get(world.site, world.ids["application_id"])
    reader = cast.bearer(cast.token(world.site, application, "all.Application.read"))
    for name in ("deliveries.get", "deliveries.list"):
        assert "dXNlcjpwYXNz" in world.call(name, world.alice(), ids=ids).text
        assert "dXNlcjpwYXNz" not in world.call(name, reader, ids=ids).text


def test_the_stream_resumes_behind_the_last_event(world: World) -> None:
    headers = {**world.alice(), "Last-Event-ID": "0"}
    url = world.url(ALL["deliveries.stream"])
    answer = world.client.get(url, headers=headers, buffered=False)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/event-stream")
    events = [next(answer.iter_encoded()).decode() for _ in range(1)]
    pieces = answer.iter_encoded()
    events += [next(pieces).decode() for _ in range(2)]
    answer.close()
    assert events[0] == "retry: 2000\n\n"
    assert [event.splitlines()[0] for event in events[1:]] == ["id: 1", "id: 2"]
    data = json.loads(events[1].splitlines()[2].removeprefix("data: "))
    assert data["body"] == {"hello": "you"}
    assert len(world.site.live) == 0


def test_a_stream_begins_before_its_first_byte(world: World) -> None:
    """Whoever sees it open may send at once; the reader here is slow to go on."""
    url = world.url(ALL["deliveries.stream"])
    answer = world.client.get(url, headers=world.alice(), buffered=False)
    pieces = answer.iter_encoded()
    assert next(pieces) == b"retry: 2000\n\n"
    hook = webhooks.get(
        world.site, world.ids["application_id"], world.ids["webhook_id"]
    )
    sender = world.client.application.test_client()
    sent = sender.post(f"/webhooks/{hook.token}", json={"first": "after it began"})
    assert sent.status_code == 200
    assert b"after it began" in next(pieces)
    answer.close()


def test_a_stream_from_nonsense_is_400(shared_world: World) -> None:
    headers = {**shared_world.alice(), "Last-Event-ID": "nonsense"}
    answer = shared_world.call("deliveries.stream", headers)
    assert answer.status_code == 400


def test_too_many_streams_are_429(
    shared_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_world.site.live, "limit", 0)
    answer = shared_world.call("deliveries.stream", shared_world.alice())
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "10"


def test_a_stream_ends_with_the_right_to_follow(
    world: World, clock: FrozenClock
) -> None:
    application = applications.get(world.site, world.ids["application_id"])
    secret = cast.token(world.site, application, "deliveries.stream")
    url = world.url(ALL["deliveries.stream"])
    headers = {**cast.bearer(secret), "Last-Event-ID": "0"}
    answer = world.client.get(url, headers=headers, buffered=False)
    pieces = answer.iter_encoded()
    assert [next(pieces)[:6] for _ in range(2)] == [b"retry:", b"id: 1\n"]
    for row in api_tokens.list_(world.site, application.id).items:
        api_tokens.delete(world.site, application.id, row.id)
    clock.move(LOOK_AGAIN_SECONDS)
    assert list(pieces) == []
    answer.close()
