"""Sending a stored request on: what goes out, what never does, what comes back."""

import logging

import pytest

from tests.runtime.scripted_server import ScriptedServer, answer
from tests.services.arrivals import webhook
from tests.services.stored_deliveries import stored
from webhooks.errors import Conflict, Invalid, TooMany
from webhooks.services.forward import RATE, Forwarded, Wish, forward, sendable
from webhooks.services.site import Site
from webhooks.storage.models import Delivery

HEADERS = [
    ["Host", "hooks.example.org"],
    ["Content-Type", "text/x"],
    ["Connection", "close, X-Hop"],
    ["X-Hop", "1"],
    ["Content-Length", "256"],
    ["Transfer-Encoding", "chunked"],
    ["X-A", "1"],
    ["Authorization", "Bearer sesame"],
    ["X-A", "caf\xe9"],
    ["Cookie", "a=1"],
    ["Cookie", "b=2"],
]


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8"}


@pytest.fixture
def delivery(site: Site) -> Delivery:
    columns = {"method": "PUT", "headers": HEADERS, "body": bytes(range(256))}
    return made(site, **columns, path="/orders/7", raw_query="x=%20&y")


def made(site: Site, **columns: object) -> Delivery:
    seq = stored(site, webhook(site), **columns)
    with site.store.reading() as session:
        row = session.get_one(Delivery, seq)
        assert row.body is not None
    return row


def sent(
    site: Site, delivery: Delivery, suffix: str = "/in?z=1", **wish: object
) -> tuple[bytes, Forwarded]:
    """Forward to a server here; return what came there and what it answered."""
    reply = answer(b"thanks", "302 Found", "Location: /further", "X-B: 1")
    with ScriptedServer(reply) as server:
        url = f"http://127.0.0.1:{server.port}{suffix}"
        done = forward(site, delivery, Wish(url, **wish), "user me")  # type: ignore[arg-type]
    return server.requests[0], done


def test_method_and_body_go_out_exactly_and_the_answer_comes_back(
    site: Site, delivery: Delivery
) -> None:
    request, done = sent(site, delivery)
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"PUT /in?z=1 HTTP/1.1\r\n")
    assert bytes(range(256)).startswith(body)
    assert (done.status, done.body) == (302, b"thanks")
    assert ("X-B", "1") in done.headers
    assert done.url.endswith("/in?z=1")


def test_what_is_about_the_connection_or_secret_stays_here(
    site: Site, delivery: Delivery
) -> None:
    head = sent(site, delivery)[0].partition(b"\r\n\r\n")[0].lower()
    assert b"\r\ncontent-type: text/x\r\n" in head
    assert "\r\nx-a: 1, caf\xe9\r\n".encode("latin-1") in head
    for never in (b"hooks.example.org", b"x-hop", b"chunked", b"sesame", b"cookie"):
        assert never not in head


def test_secrets_go_out_when_they_are_named_by_who_may(
    site: Site, delivery: Delivery
) -> None:
    names = frozenset({"authorization", "cookie", "host"})
    head = sent(site, delivery, names=names)[0]
    assert b"sesame" not in head
    head = sent(site, delivery, names=names, with_secrets=True)[0]
    assert b"\r\nauthorization: Bearer sesame\r\n" in head
    assert b"\r\ncookie: a=1; b=2\r\n" in head
    assert b"x-a" not in head
    assert b"hooks.example.org" not in head


def test_path_and_query_are_added_on_request(site: Site, delivery: Delivery) -> None:
    for suffix, line in (
        ("", b"PUT /orders/7?x=%20&y "),
        ("/in/?z=1#end", b"PUT /in/orders/7?z=1&x=%20&y "),
    ):
        assert sent(site, delivery, suffix, with_target=True)[0].startswith(line)


def test_a_code_in_the_query_is_not_added_but_by_who_may(site: Site) -> None:
    row = made(site, status="handshake", raw_query="hub.verify_token=sesame")
    for may in (False, True):
        head = sent(site, row, with_target=True, with_secrets=may)[0]
        assert (b"sesame" in head) is may


def test_what_must_not_be_reached_is_refused_in_words(
    site: Site, delivery: Delivery
) -> None:
    for url in ("http://10.0.0.1/", "ftp://example.org/", "x", "http://u:p@127.0.0.1/"):
        with pytest.raises(Invalid, match="was not sent") as caught:
            forward(site, delivery, Wish(url), "user me")
        assert caught.value.field == "url"


def test_no_answer_is_said_in_words(site: Site, delivery: Delivery) -> None:
    with ScriptedServer(b"") as server:
        url = f"http://127.0.0.1:{server.port}/"
        with pytest.raises(Conflict, match="was sent, but"):
            forward(site, delivery, Wish(url), "user me")


def test_a_body_that_was_never_read_is_not_sent_as_empty(site: Site) -> None:
    row = made(
        site, status="refused", body=b"", headers=[["Content-Length", "9000000"]]
    )
    with pytest.raises(Conflict, match="not known"):
        forward(site, row, Wish("http://127.0.0.1/"), "user me")


def test_it_is_rationed(site: Site, delivery: Delivery) -> None:
    for _ in range(RATE.requests):
        with pytest.raises(Invalid):
            forward(site, delivery, Wish("x"), "user me")
    with pytest.raises(TooMany):
        forward(site, delivery, Wish("x"), "user me")


def test_the_log_tells_who_sent_what_where_but_no_secret(
    site: Site, delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(Invalid):
        forward(site, delivery, Wish("http://u:p@10.0.0.1/token?k=1"), "user me")
    assert caplog.messages == [
        f"user me sent delivery {delivery.id} on to '10.0.0.1': refused"
    ]


def test_it_names_the_headers_that_can_be_sent(delivery: Delivery) -> None:
    assert sendable(delivery) == ["content-type", "x-a", "authorization", "cookie"]
