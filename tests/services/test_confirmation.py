"""Confirming a subscription: called once, few at a time, never inwards."""

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.ingress.providers import sns_published as published
from tests.ingress.providers.certified import CountingClient
from tests.ingress.requests_factory import inbound
from tests.services.arrivals import webhook
from webhooks.runtime.certificates import CertificateStore
from webhooks.runtime.http_client import GuardedClient, OutboundFailed, Response
from webhooks.services import confirmation
from webhooks.services.ingress import Origin, receive
from webhooks.services.site import Site

URL = "https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=233641"


class Client(GuardedClient):
    """Notes what is called, and answers when the test lets it."""

    def __init__(self, status: int = 200, error: Exception | None = None) -> None:
        super().__init__()
        self.status, self.error = status, error
        self.called: list[tuple[str, str]] = []
        self.limits: dict[str, object] = {}
        self.go = threading.Event()
        self.go.set()

    def request(self, method: str, url: str, **limits: object) -> Response:
        """Answer, once the test says so."""
        self.called.append((method, url))
        self.limits = limits
        assert self.go.wait(60)
        if self.error is not None:
            raise self.error
        return Response(self.status, (), b"", url)


@pytest.fixture
def client(site: Site) -> Client:
    made = Client()
    site.__dict__["outbound"] = made
    return made


@pytest.fixture
def ended() -> Iterator[None]:
    """Leave no call behind, whatever the test did."""
    yield
    finish()


def finish() -> None:
    """Wait until every call is over: then all places are free."""
    taken = [
        confirmation._SLOTS.acquire(timeout=60)
        for _ in range(confirmation.MOST_AT_ONCE)
    ]
    for _ in taken:
        confirmation._SLOTS.release()
    assert all(taken)


def test_the_address_is_called_once_and_leads_nowhere_else(
    site: Site, client: Client, ended: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        confirmation.call(site, URL)
        finish()
    assert client.called == [("GET", URL)]
    assert client.limits == {
        "timeout_seconds": 10.0,
        "max_bytes": 64 * 1024,
        "max_redirects": 0,
    }
    (message,) = caplog.messages
    assert message == ("a subscription was confirmed at sns.us-west-2.amazonaws.com")


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (403, None, "it answered 403"),
        (302, None, "it answered 302"),
        (200, OutboundFailed("it took longer"), "it took longer"),
    ],
)
def test_what_went_wrong_is_in_the_log_without_the_token(
    site: Site,
    client: Client,
    ended: None,
    caplog: pytest.LogCaptureFixture,
    status: int,
    error: Exception | None,
    words: str,
) -> None:
    client.status, client.error = status, error
    confirmation.call(site, URL)
    finish()
    (message,) = caplog.messages
    assert words in message
    assert "ask for the confirmation again" in message
    assert "233641" not in message


def test_an_address_inside_is_refused(
    site: Site, ended: None, caplog: pytest.LogCaptureFixture
) -> None:
    confirmation.call(site, "https://127.0.0.1/?Action=ConfirmSubscription")
    finish()
    (message,) = caplog.messages
    assert message.startswith("a subscription was not confirmed at 127.0.0.1")


def test_only_a_few_are_called_at_a_time(
    site: Site, client: Client, ended: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.go.clear()
    for _ in range(confirmation.MOST_AT_ONCE + 3):
        confirmation.call(site, URL)
    assert len(caplog.messages) == 3
    assert "too many are being confirmed" in caplog.messages[0]
    client.go.set()
    finish()
    assert len(client.called) == confirmation.MOST_AT_ONCE
    confirmation.call(site, URL)
    finish()
    assert len(client.called) == confirmation.MOST_AT_ONCE + 1


def deliver(site: Site, message: dict[str, Any], source: str) -> int:
    """Let a message that Amazon really signed come in; return the answer's status."""
    hook = webhook(
        site,
        signature={"provider": "aws-sns", "options": {"topicArn": published.TOPIC}},
    )
    body = json.dumps(message).encode()
    request = replace(
        inbound(headers=(("Content-Length", str(len(body))),)),
        received_at=datetime.fromisoformat(message["Timestamp"]),
    )
    certificates = CertificateStore(CountingClient(published.CERTIFICATE), site.clock)
    received = receive(
        site,
        site.endpoints.find(hook.token),
        request,
        lambda: body,
        Origin(source, certificates=certificates),
    )
    finish()
    return received.reply.status


def test_a_signed_subscription_is_confirmed_through_the_door(
    site: Site, client: Client, ended: None
) -> None:
    assert deliver(site, published.SUBSCRIPTION, "request") == 200
    assert client.called == [("GET", published.SUBSCRIBE_URL)]


def test_a_forged_one_is_refused_and_nothing_is_called(
    site: Site, client: Client, ended: None
) -> None:
    forged = {**published.SUBSCRIPTION, "Token": "other"}
    assert deliver(site, forged, "request") == 403
    assert client.called == []


def test_a_test_request_confirms_nothing(
    site: Site, client: Client, ended: None
) -> None:
    assert deliver(site, published.SUBSCRIPTION, "test") == 200
    assert client.called == []
