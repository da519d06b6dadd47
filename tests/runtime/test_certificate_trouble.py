"""A certificate that cannot be fetched just now: no refusal, and soon tried again."""

from datetime import timedelta

import pytest

from tests.certificates_factory import Signer, make_leaf, make_root
from tests.frozen_clock import START, FrozenClock
from tests.ingress.providers.certified import CountingClient
from tests.runtime.published import URL, verify
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    CertificateUnavailable,
)
from webhooks.runtime.certificates import MAX_FETCHES, CertificateStore
from webhooks.runtime.http_client import OutboundFailed, OutboundRefused, Response

DAY_SECONDS = 24 * 3600


class Client(CountingClient):
    """Cannot be reached while it has an error."""

    error: Exception | None = None

    def request(self, method: str, url: str, **limits: object) -> Response:
        response = super().request(method, url, **limits)
        if self.error is not None:
            raise self.error
        return response


@pytest.fixture(scope="module")
def root() -> Signer:
    return make_root(START)


@pytest.fixture(scope="module")
def leaf(root: Signer) -> Signer:
    return make_leaf(root, START, ends=timedelta(days=1, minutes=7))


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def client(leaf: Signer) -> Client:
    return Client(leaf.pem)


@pytest.fixture
def store(client: Client, clock: FrozenClock, root: Signer) -> CertificateStore:
    return CertificateStore(client, clock.clock, roots=lambda: root.pem)


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (OutboundFailed("the host is unknown"), 200, "the host is unknown"),
        (OutboundFailed("it took longer than 5 seconds"), 200, "longer than 5 s"),
        # The address is the sender's own, so it is the network here that is wrong.
        (OutboundRefused("it is at 10.0.0.1"), 200, "it is at 10.0.0.1"),
        (None, 500, "answered 500"),
        (None, 503, "answered 503"),
        (None, 429, "answered 429"),
        (None, 408, "answered 408"),
    ],
)
def test_what_may_pass_is_no_refusal_and_tried_again_after_five_seconds(
    store: CertificateStore,
    leaf: Signer,
    client: Client,
    clock: FrozenClock,
    error: Exception | None,
    status: int,
    reason: str,
) -> None:
    client.error, client.status = error, status
    for later, left in ((0, 5), (4, 1)):
        clock.move(later)
        with pytest.raises(CertificateUnavailable, match=reason) as told:
            verify(store, leaf)
        assert told.value.retry_after_seconds == left
        assert told.value.publisher == "alexa"
    assert client.fetched == [URL]
    client.error, client.status = None, 200
    clock.move(1)
    verify(store, leaf)
    assert client.fetched == [URL, URL]


def test_trouble_that_has_become_a_refusal_is_one(
    store: CertificateStore, leaf: Signer, client: Client, clock: FrozenClock
) -> None:
    client.status = 500
    with pytest.raises(CertificateUnavailable):
        verify(store, leaf)
    client.status = 404
    clock.move(5)
    with pytest.raises(CertificateRefused, match="answered 404"):
        verify(store, leaf)


def test_a_known_certificate_is_used_on_while_it_cannot_be_looked_up(
    store: CertificateStore, leaf: Signer, client: Client, clock: FrozenClock
) -> None:
    verify(store, leaf)
    client.status = 503
    clock.move(DAY_SECONDS)
    for _ in range(3):
        verify(store, leaf)
    assert len(client.fetched) == 2
    clock.move(300)
    verify(store, leaf)
    assert len(client.fetched) == 3
    # But not once it has expired: perhaps there is a new one at its place.
    clock.move(300)
    with pytest.raises(CertificateUnavailable):
        verify(store, leaf)


def test_a_known_certificate_that_was_taken_away_is_not_used_on(
    store: CertificateStore, leaf: Signer, client: Client, clock: FrozenClock
) -> None:
    verify(store, leaf)
    client.status = 404
    clock.move(DAY_SECONDS)
    with pytest.raises(CertificateRefused):
        verify(store, leaf)


def test_too_many_fetches_at_once_are_no_refusal(
    store: CertificateStore, leaf: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhooks.runtime.certificates.FETCH_SECONDS", 0.0)
    for _ in range(MAX_FETCHES):
        assert store._fetches.acquire(blocking=False)
    with pytest.raises(CertificateUnavailable, match="too many certificates"):
        verify(store, leaf)
