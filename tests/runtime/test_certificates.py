"""Fetching certificates: once, bounded, and remembered for a while."""

import base64
from datetime import timedelta

import pytest

from tests.certificates_factory import HOST, Signer, make_leaf, make_root
from tests.frozen_clock import START, FrozenClock
from tests.runtime.published import PUBLISHER, URL, verify
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.pipeline import after_body
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    Publisher,
    VerificationContext,
)
from webhooks.runtime.certificates import CertificateStore
from webhooks.runtime.http_client import GuardedClient, Response


class Client(GuardedClient):
    """Hands out what it is given and counts."""

    def __init__(self, status: int = 200, body: bytes = b"") -> None:
        super().__init__()
        self.status, self.body = status, body
        self.fetched: list[str] = []
        self.limits: dict[str, object] = {}

    def request(self, method: str, url: str, **limits: object) -> Response:
        self.fetched.append(url)
        self.limits = limits
        return Response(self.status, (), self.body, url)


@pytest.fixture(scope="module")
def root() -> Signer:
    return make_root(START)


@pytest.fixture(scope="module")
def leaf(root: Signer) -> Signer:
    return make_leaf(root, START, ends=timedelta(days=9))


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def client(leaf: Signer) -> Client:
    return Client(body=leaf.pem)


@pytest.fixture
def store(client: Client, clock: FrozenClock, root: Signer) -> CertificateStore:
    return CertificateStore(client, clock.clock, roots=lambda: root.pem)


def test_a_good_signature_passes(
    store: CertificateStore, leaf: Signer, client: Client
) -> None:
    verify(store, leaf)
    assert client.limits == {
        "timeout_seconds": 5.0,
        "max_bytes": 64 * 1024,
        "max_redirects": 0,
    }


def test_a_changed_body_is_refused(store: CertificateStore, leaf: Signer) -> None:
    with pytest.raises(CertificateRefused, match="does not fit"):
        store.verify(URL, PUBLISHER, leaf.sign(b"body"), b"bodY", START)


def test_an_expired_certificate_is_refused(
    store: CertificateStore, leaf: Signer
) -> None:
    later = START + timedelta(days=10)
    with pytest.raises(CertificateRefused, match="expired"):
        store.verify(URL, PUBLISHER, leaf.sign(b"body"), b"body", later)


def test_it_fetches_once_a_day(
    store: CertificateStore, leaf: Signer, client: Client, clock: FrozenClock
) -> None:
    verify(store, leaf)
    clock.move(24 * 3600 - 1)
    verify(store, leaf)
    assert len(client.fetched) == 1
    clock.move(1)
    verify(store, leaf)
    assert len(client.fetched) == 2


def test_it_keeps_nothing_beyond_its_expiry(root: Signer, clock: FrozenClock) -> None:
    leaf = make_leaf(root, START, ends=timedelta(hours=1))
    client = Client(body=leaf.pem)
    store = CertificateStore(client, clock.clock, roots=lambda: root.pem)
    verify(store, leaf)
    clock.move(3599)
    verify(store, leaf)
    clock.move(1)
    verify(store, leaf)
    assert len(client.fetched) == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, b""), (403, b""), (302, b""), (200, b"nonsense"), (200, b"")],
)
def test_a_failure_is_remembered_for_30_seconds(
    store: CertificateStore,
    leaf: Signer,
    client: Client,
    clock: FrozenClock,
    status: int,
    body: bytes,
) -> None:
    client.status, client.body = status, body
    for _ in range(3):
        with pytest.raises(CertificateRefused):
            verify(store, leaf)
    clock.move(29)
    with pytest.raises(CertificateRefused):
        verify(store, leaf)
    assert len(client.fetched) == 1
    client.status, client.body = 200, leaf.pem
    clock.move(1)
    verify(store, leaf)


def test_a_jump_of_the_clock_changes_nothing(
    store: CertificateStore, leaf: Signer, client: Client, clock: FrozenClock
) -> None:
    verify(store, leaf)
    clock.jump(7 * 24 * 3600)
    verify(store, leaf)
    assert len(client.fetched) == 1


def test_16_certificates_are_kept(
    store: CertificateStore, leaf: Signer, client: Client
) -> None:
    for number in range(17):
        verify(store, leaf, f"{URL}{number}")
    verify(store, leaf, f"{URL}16")
    assert len(client.fetched) == 17
    verify(store, leaf, f"{URL}0")
    assert len(client.fetched) == 18


def test_a_certificate_without_a_chain_is_taken_only_from_who_may_have_one(
    clock: FrozenClock, leaf: Signer
) -> None:
    """Amazon SNS publishes no chain; then name and time are what is checked."""
    store = CertificateStore(
        Client(body=leaf.pem), clock.clock, roots=lambda: make_root(START).pem
    )
    with pytest.raises(CertificateRefused, match="no trusted root"):
        verify(store, leaf)
    verify(store, leaf, publisher=Publisher("sns", ("other.test", HOST), alone=True))
    with pytest.raises(CertificateRefused, match="is not the sender's"):
        verify(store, leaf, publisher=Publisher("sns", ("amazon.com",), alone=True))
    late = START + timedelta(days=10)
    alone = Publisher("sns", (HOST,), alone=True)
    with pytest.raises(CertificateRefused, match="has expired"):
        store.verify(URL, alone, leaf.sign(b"body"), b"body", late)


def test_a_chain_that_is_there_is_followed(
    clock: FrozenClock, leaf: Signer, root: Signer
) -> None:
    """Whoever publishes a chain is held to it."""
    alone = Publisher("paypal", (HOST,), alone=True)
    client = Client(body=leaf.pem + root.pem)
    known = CertificateStore(client, clock.clock, roots=lambda: root.pem)
    verify(known, leaf, publisher=alone)
    impostor = make_root(START)
    unknown = CertificateStore(client, clock.clock, roots=lambda: impostor.pem)
    with pytest.raises(CertificateRefused, match="no trusted root"):
        verify(unknown, leaf, publisher=alone)


def test_alexas_request_passes_the_whole_way(
    store: CertificateStore, leaf: Signer
) -> None:
    sent = START.strftime("%Y-%m-%dT%H:%M:%SZ")
    body = f'{{"request":{{"type":"LaunchRequest","timestamp":"{sent}"}}}}'.encode()
    signature = base64.b64encode(leaf.sign(body)).decode()
    headers = (("SIGNATURECERTCHAINURL", URL), ("SIGNATURE-256", signature))
    endpoint = Endpoint("w", "a", verification_type="alexa")
    context = VerificationContext(START, store)

    def decide(signed: bytes) -> str:
        request = InboundRequest("POST", "/", "", headers, "", START, signed)
        decision = after_body(endpoint, request, context)
        return f"{type(decision).__name__} {decision.verdict.verdict}"

    assert decide(body) == "Accept verified"
    assert decide(body + b" ") == "Refuse failed"
