"""What a reply may carry, and what every answer carries."""

import pytest

from webhooks.errors import Invalid
from webhooks.ingress.reply import Reply, json_reply
from webhooks.ingress.reply_filter import (
    LOSANT_CONTENT_TYPES,
    clean_reply,
    protect,
    wire_reply,
)


def names(reply: Reply) -> set[str]:
    return {name.lower() for name, _ in reply.headers}


def value(reply: Reply, name: str) -> str:
    return next(text for key, text in reply.headers if key.lower() == name)


@pytest.mark.parametrize("status", [200, 204, 301, 418, 599])
def test_it_keeps_final_statuses(status: int) -> None:
    assert clean_reply(status, (), b"").status == status


@pytest.mark.parametrize("status", [100, 199, 600, 1000, -1, True, 200.0, "200", None])
def test_it_refuses_other_statuses(status: int) -> None:
    with pytest.raises(Invalid) as caught:
        clean_reply(status, (), b"")
    assert caught.value.field == "statusCode"


@pytest.mark.parametrize(
    "name",
    [
        "Set-Cookie",
        "set-cookie",
        "SET-COOKIE2",
        "Connection",
        "Keep-Alive",
        "Proxy-Authenticate",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Content-Length",
        "Date",
        "Server",
        "Content-Security-Policy",
        "Content-Security-Policy-Report-Only",
        "Strict-Transport-Security",
        "Clear-Site-Data",
        "Service-Worker-Allowed",
        "X-Content-Type-Options",
        "NEL",
        "Report-To",
        "Alt-Svc",
        "Public-Key-Pins",
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
    ],
)
def test_it_drops_headers_that_are_not_the_users_to_set(name: str) -> None:
    reply = clean_reply(200, [(name, "x"), ("X-Kept", "y")], b"{}")
    assert names(reply) == {"x-kept", "content-type"}
    # Even a reply that never passed the first gate loses them at the second.
    wire = protect(Reply(200, ((name, "x"),)), "POST")
    assert (name, "x") not in wire.headers


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("X", "a\r\nSet-Cookie: s=1"),
        ("X", "a\nb"),
        ("X", "a\rb"),
        ("X", "nul\0"),
        ("X", "del\x7f"),
        ("X", "☃"),
        ("X Te", "a"),
        ("", "a"),
        ("X:", "a"),
        ("X\r\nY", "a"),
        ("Ü", "a"),
        ("X" * 129, "a"),
        ("X", "a" * (8 * 1024 + 1)),
        ("X", 3),
    ],
)
def test_it_refuses_headers_that_cannot_be_sent(name: str, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_reply(200, [(name, text)], b"")
    assert caught.value.field == "headers"


def test_it_takes_latin_1_and_tabs_in_values() -> None:
    reply = clean_reply(200, [("X", " caf\xe9\tau lait ")], b"")
    assert reply.headers == (("X", "caf\xe9\tau lait"),)


def test_it_refuses_the_65th_header() -> None:
    clean_reply(200, [("X", "a")] * 64, b"")
    with pytest.raises(Invalid):
        clean_reply(200, [("X", "a")] * 65, b"")


def test_it_refuses_a_body_above_the_limit() -> None:
    clean_reply(200, (), b"abc", max_body_bytes=3)
    with pytest.raises(Invalid) as caught:
        clean_reply(200, (), b"abcd", max_body_bytes=3)
    assert caught.value.field == "body"


@pytest.mark.parametrize(
    "kind",
    ["text/html", "TEXT/HTML; charset=utf-7", "text/html ;x", "application/xhtml+xml"],
)
def test_it_refuses_html_unless_it_is_allowed(kind: str) -> None:
    with pytest.raises(Invalid):
        clean_reply(200, [("Content-Type", kind)], b"<b>")
    reply = clean_reply(200, [("Content-Type", kind)], b"<b>", allow_html=True)
    assert value(reply, "content-type") == kind


@pytest.mark.parametrize("kind", ["text/plain, text/html", "text/plain;x=y,text/html"])
def test_it_refuses_a_second_type_behind_a_comma(kind: str) -> None:
    with pytest.raises(Invalid):
        clean_reply(200, [("Content-Type", kind)], b"<b>")


def test_it_refuses_two_content_types() -> None:
    with pytest.raises(Invalid):
        clean_reply(200, [("content-type", "a/b"), ("Content-Type", "text/html")], b"")


@pytest.mark.parametrize("kind", sorted(LOSANT_CONTENT_TYPES))
def test_the_reply_nodes_types_pass(kind: str) -> None:
    headers = [("Content-Type", f"{kind}; charset=utf-8")]
    reply = clean_reply(200, headers, b"", content_types=LOSANT_CONTENT_TYPES)
    assert reply.headers == (("Content-Type", f"{kind}; charset=utf-8"),)


@pytest.mark.parametrize("headers", [[], [("Content-Type", "text/html")]])
def test_the_reply_node_sends_json_otherwise(headers: list[tuple[str, str]]) -> None:
    reply = clean_reply(200, headers, b"", content_types=LOSANT_CONTENT_TYPES)
    assert reply.headers == (("Content-Type", "application/json"),)


def test_a_body_without_a_type_gets_a_harmless_one() -> None:
    text = clean_reply(200, (), "grüß".encode())
    assert value(text, "content-type") == "text/plain; charset=utf-8"
    binary = clean_reply(200, (), b"\xff\x00")
    assert value(binary, "content-type") == "application/octet-stream"


def test_every_answer_is_protected() -> None:
    wire = protect(json_reply(200, {}), "POST")
    assert value(wire, "x-content-type-options") == "nosniff"
    assert value(wire, "content-security-policy").startswith("sandbox ")
    assert "allow-same-origin" not in value(wire, "content-security-policy")
    assert value(wire, "referrer-policy") == "no-referrer"
    assert value(wire, "cache-control") == "no-store"
    assert value(wire, "x-xss-protection") == "0"
    assert "access-control-allow-origin" not in names(wire)


def test_protecting_twice_changes_nothing() -> None:
    once = protect(json_reply(200, {}), "POST", allow_cors=True)
    assert protect(once, "POST", allow_cors=True) is once


def test_a_given_cache_control_stays() -> None:
    wire = protect(Reply(200, (("cache-control", "max-age=60"),)), "GET")
    assert [v for n, v in wire.headers if n.lower() == "cache-control"] == [
        "max-age=60"
    ]


def test_it_opens_the_answer_to_other_origins_when_asked() -> None:
    wire = protect(json_reply(200, {}), "POST", allow_cors=True)
    assert value(wire, "access-control-allow-origin") == "*"


@pytest.mark.parametrize("status", [100, 101, 199])
def test_a_status_below_200_goes_out_as_200(status: int) -> None:
    wire = protect(json_reply(status, {"success": True}), "POST")
    assert (wire.status, wire.body) == (200, b'{"success":true}')


@pytest.mark.parametrize("status", [204, 205, 304])
def test_some_statuses_have_no_body(status: int) -> None:
    wire = protect(json_reply(status, {"success": True}), "POST")
    assert (wire.status, wire.body) == (status, b"")
    assert "content-type" not in names(wire)


def test_head_has_no_body() -> None:
    plain = json_reply(200, {"success": True})
    assert protect(plain, "HEAD").body == b""
    assert protect(protect(plain, "GET"), "HEAD").body == b""
    assert value(protect(plain, "HEAD"), "content-type") == "application/json"


def test_an_echo_may_neither_run_nor_load_anything() -> None:
    wire = wire_reply(Reply(200, (), b"<script>"), echoes=True)
    assert value(wire, "content-security-policy") == "default-src 'none'; sandbox"
    assert protect(wire, "GET") is wire
