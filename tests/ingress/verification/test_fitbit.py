"""Fitbit's check of a subscriber."""

import pytest

from tests.ingress.requests_factory import inbound
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.verification.fitbit import VERIFICATION, handshake

ENDPOINT = Endpoint("w", "a", verification_type="fitbit", verification_code="c0de")


@pytest.mark.parametrize(
    ("query", "status", "verdict"),
    [
        ("verify=c0de", 204, "verified"),
        ("verify=c0de&verify=wrong", 204, "verified"),
        ("verify=wrong", 404, "failed"),
        ("verify=wrong&verify=c0de", 404, "failed"),
        ("verify=", 404, "failed"),
        ("verify", 404, "failed"),
        ("verify=%ff", 404, "failed"),
        ("verify=\xff", 404, "failed"),
    ],
)
def test_it_tells_the_right_code(query: str, status: int, verdict: str) -> None:
    found = handshake(inbound("GET", query=query), ENDPOINT)
    assert found is not None
    assert (found.reply.status, found.reply.body) == (status, b"")
    assert found.verdict.verdict == verdict


def test_an_empty_code_matches_nothing() -> None:
    found = handshake(inbound("GET", query="verify="), Endpoint("w", "a"))
    assert found is not None
    assert found.reply.status == 404


@pytest.mark.parametrize(
    ("method", "query"), [("POST", "verify=c0de"), ("GET", ""), ("GET", "Verify=c0de")]
)
def test_other_requests_are_no_handshake(method: str, query: str) -> None:
    assert handshake(inbound(method, query=query), ENDPOINT) is None


def test_notifications_are_answered_204() -> None:
    assert VERIFICATION.fixed_response_code == 204
    assert VERIFICATION.answer(ENDPOINT).status == 204
