"""Facebook's subscription check."""

import pytest

from tests.ingress.requests_factory import inbound
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.verification.facebook import handshake

ENDPOINT = Endpoint("w", "a", verification_type="facebook", verification_code="tökén")
TOKEN = "hub.verify_token=t%C3%B6k%C3%A9n"
RIGHT = f"hub.mode=subscribe&{TOKEN}&hub.challenge="


def get(query: str) -> tuple[int, bytes, str]:
    found = handshake(inbound("GET", query=query), ENDPOINT)
    assert found is not None
    return found.reply.status, found.reply.body, found.verdict.verdict


@pytest.mark.parametrize(
    ("challenge", "echo"),
    [
        ("1158201444", b"1158201444"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", b"<script>alert(1)</script>"),
        ("%ff%00", b"\xff\x00"),
        ("a&hub.challenge=b", b"a"),
        ("x" * 4096, b"x" * 4096),
    ],
)
def test_the_challenge_comes_back_as_it_was(challenge: str, echo: bytes) -> None:
    assert get(RIGHT + challenge) == (200, echo, "verified")


def test_the_echo_is_text_that_can_do_nothing() -> None:
    found = handshake(inbound("GET", query=RIGHT + "<script>"), ENDPOINT)
    assert found is not None
    headers = dict(found.reply.headers)
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "query",
    [
        "hub.mode=subscribe&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=%ff%fe&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=\xff&hub.challenge=1",
        f"hub.mode=subscribe&hub.verify_token=wrong&{TOKEN}&hub.challenge=1",
        "hub.verify_token=wrong",
    ],
)
def test_a_wrong_token_is_forbidden(query: str) -> None:
    status, body, verdict = get(query)
    assert (status, verdict) == (403, "failed")
    assert b"wrong" in body


@pytest.mark.parametrize(
    "query",
    [
        f"hub.mode=unsubscribe&{TOKEN}&hub.challenge=1",
        f"{TOKEN}&hub.challenge=1",
        f"hub.mode=subscribe&{TOKEN}",
        f"{RIGHT}",
        f"{RIGHT}{'x' * 4097}",
    ],
)
def test_the_right_token_with_a_bad_question_is_a_bad_request(query: str) -> None:
    assert get(query)[0] == 400


@pytest.mark.parametrize("token", ["", "hub.verify_token=&"])
def test_an_empty_code_matches_nothing(token: str) -> None:
    query = f"hub.mode=subscribe&{token}hub.challenge=1"
    found = handshake(inbound("GET", query=query), Endpoint("w", "a"))
    assert found is not None
    assert found.reply.status == 403


@pytest.mark.parametrize(
    ("method", "query"), [("POST", RIGHT + "1"), ("GET", ""), ("GET", "a=1")]
)
def test_other_requests_are_no_handshake(method: str, query: str) -> None:
    assert handshake(inbound(method, query=query), ENDPOINT) is None
