"""How often certificates are fetched when strangers choose the addresses."""

import threading

import pytest

from tests.certificates_factory import HOST, Signer, make_leaf, make_root
from tests.frozen_clock import START, FrozenClock
from tests.ingress.providers.certified import CountingClient
from tests.runtime.published import URL, verify
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    CertificateUnavailable,
    Publisher,
)
from webhooks.runtime.certificates import NEW_ADDRESSES, CertificateStore
from webhooks.runtime.http_client import Response


@pytest.fixture(scope="module")
def root() -> Signer:
    return make_root(START)


@pytest.fixture(scope="module")
def leaf(root: Signer) -> Signer:
    return make_leaf(root, START)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def client(leaf: Signer) -> CountingClient:
    return CountingClient(leaf.pem)


@pytest.fixture
def store(client: CountingClient, clock: FrozenClock, root: Signer) -> CertificateStore:
    return CertificateStore(client, clock.clock, roots=lambda: root.pem)


def fails(store: CertificateStore, leaf: Signer, url: str) -> None:
    """Ask for an address at which no certificate is, or that is not tried."""
    with pytest.raises((CertificateRefused, CertificateUnavailable)):
        verify(store, leaf, url)


def test_many_requests_at_once_make_one_fetch(
    leaf: Signer, clock: FrozenClock, root: Signer
) -> None:
    entered, release = threading.Event(), threading.Event()

    class Slow(CountingClient):
        def request(self, method: str, url: str, **limits: object) -> Response:
            entered.set()
            assert release.wait(30)
            return super().request(method, url, **limits)

    client = Slow(leaf.pem)
    store = CertificateStore(client, clock.clock, roots=lambda: root.pem)
    failures: list[Exception] = []

    def one() -> None:
        try:
            verify(store, leaf)
        except CertificateRefused as error:
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(50)]
    for thread in threads:
        thread.start()
    assert entered.wait(30)
    release.set()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert client.fetched == [URL]


def test_made_up_addresses_do_not_push_real_ones_out(
    store: CertificateStore, leaf: Signer, client: CountingClient, clock: FrozenClock
) -> None:
    verify(store, leaf)
    client.status = 404
    for number in range(300):
        clock.move(2)
        with pytest.raises(CertificateRefused, match="answered 404"):
            verify(store, leaf, f"{URL}{number}")
    verify(store, leaf)
    assert len(client.fetched) == 301


def test_new_addresses_are_tried_at_a_bounded_pace(
    store: CertificateStore, leaf: Signer, client: CountingClient, clock: FrozenClock
) -> None:
    verify(store, leaf)
    client.status = 404
    for number in range(300):
        fails(store, leaf, f"{URL}{number}")
    assert len(client.fetched) == NEW_ADDRESSES.requests
    # Whoever comes now may be the sender itself, so it is told when to come again.
    with pytest.raises(CertificateUnavailable, match="are new") as told:
        verify(store, leaf, f"{URL}300")
    assert told.value.retry_after_seconds == 2
    # What was found good is fetched anew whatever strangers ask for, and so is
    # what another sender publishes.
    client.status = 200
    clock.move(24 * 3600)
    verify(store, leaf)
    client.status = 404
    for number in range(300):
        fails(store, leaf, f"{URL}{number}")
    client.status = 200
    other = Publisher("other", (HOST,))
    verify(store, leaf, "https://example.com/certificate", other)
    count = len(client.fetched)
    with pytest.raises(CertificateUnavailable, match="are new"):
        verify(store, leaf, f"{URL}301")
    assert len(client.fetched) == count


def test_a_failure_is_tried_again_at_the_same_pace(
    store: CertificateStore, leaf: Signer, client: CountingClient, clock: FrozenClock
) -> None:
    client.status = 404
    for _ in range(4):
        for number in range(NEW_ADDRESSES.requests):
            fails(store, leaf, f"{URL}{number}")
        clock.move(30)
    # A minute and a half: one bucket and three halves.
    assert len(client.fetched) == NEW_ADDRESSES.requests * 5 // 2
