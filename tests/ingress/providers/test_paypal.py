"""PayPal: what is signed, where its certificates are, and every way to be wrong."""

import base64
import json
import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ingress.providers.certified import Door, with_header
from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.paypal import signed_bytes
from webhooks.ingress.signatures.settings import SignatureSettings

VECTORS = Path(__file__).parents[1] / "signatures" / "vectors.json"
ID = "4JH86294D6297924G"
URL = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-df8cd2d5"
SANDBOX = URL.replace("api.", "api.sandbox.")
NAME = "messageverificationcerts.paypal.com"
BODY = b'{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}'
HEADERS = (
    "PayPal-Transmission-Id",
    "PayPal-Transmission-Time",
    "PayPal-Transmission-Sig",
    "PayPal-Cert-Url",
    "PayPal-Auth-Algo",
)


@pytest.fixture(scope="module")
def made() -> Door:
    return Door("paypal", NAME, NOW, {"webhookId": ID})


def signed(
    door: Door, url: str = URL, webhook_id: str = ID, seconds: float = 0
) -> InboundRequest:
    """Return a request as PayPal makes it."""
    stamp = (NOW + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    content = f"dfb3be50|{stamp}|{webhook_id}|{zlib.crc32(BODY)}".encode()
    code = base64.b64encode(door.leaf.sign(content)).decode()
    values = ("dfb3be50", stamp, code, url, "SHA256withRSA")
    return inbound(headers=tuple(zip(HEADERS, values, strict=True)), body=BODY)


def test_what_is_signed_is_what_paypals_own_test_says() -> None:
    (vector,) = [
        each
        for each in json.loads(VECTORS.read_text())
        if each["id"] == "paypal-signed-string"
    ]
    headers = tuple(vector["headers"].items())
    request = inbound(headers=headers, body=vector["body"].encode())
    facts = Facts(request, SignatureSettings("paypal"))
    wanted = vector["signed_string"].encode()
    assert signed_bytes(facts, vector["webhook_id"]) == wanted


@pytest.mark.parametrize("url", [URL, URL.replace("api.", "api-m.")])
def test_a_signed_request_is_verified(door: Door, url: str) -> None:
    assert door.check(signed(door, url)).verdict == "verified"


def test_the_sandbox_has_a_certificate_of_its_own() -> None:
    name = "messageverificationcerts.sandbox.paypal.com"
    sandbox = Door("paypal", name, NOW, {"webhookId": ID})
    assert sandbox.check(signed(sandbox, SANDBOX)).verdict == "verified"
    live = sandbox.refusal(signed(sandbox, URL))
    assert "is not the sender's" in live


def test_repetitions_days_later_pass_unless_the_owner_says_otherwise(
    door: Door,
) -> None:
    late = signed(door, seconds=-3 * 86_400)
    assert door.check(late).verdict == "verified"
    assert "259200 s old" in door.refusal(late, tolerance=300)
    assert "259200 s in the future" in door.refusal(
        signed(door, seconds=3 * 86_400), tolerance=300
    )
    assert door.check(late, tolerance=300, timed=False).verdict == "verified"


@pytest.mark.parametrize("place", range(len(HEADERS)))
@pytest.mark.parametrize(
    "values", [(), ("",), ("a", "a"), ("x" * 10_000,), ("\xe9" * 8,)]
)
def test_every_header_is_needed_once_and_sound(
    door: Door, place: int, values: tuple[str, ...]
) -> None:
    request = with_header(signed(door), HEADERS[place], *values)
    reason = door.refusal(request)
    if values != ("\xe9" * 8,):
        assert HEADERS[place] in reason
        assert door.client.fetched == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PayPal-Auth-Algo", "SHA1withRSA", "must be SHA256withRSA"),
        ("PayPal-Auth-Algo", "none", "must be SHA256withRSA"),
        ("PayPal-Transmission-Time", "1767607872", "no time like"),
        ("PayPal-Transmission-Time", "2026-02-30T00:00:00Z", "no time that exists"),
        ("PayPal-Transmission-Sig", "not base64!", "no Base64"),
    ],
)
def test_other_values_are_refused_before_anything_is_fetched(
    door: Door, name: str, value: str, words: str
) -> None:
    assert words in door.refusal(with_header(signed(door), name, value))
    assert door.client.fetched == []


@pytest.mark.parametrize(
    "url",
    [
        URL.replace("https", "http"),
        URL.replace("api.paypal.com", "api.paypal.com.evil.test"),
        URL.replace("api.paypal.com", "evil.test"),
        URL.replace("api.paypal.com", "api.paypal.com@evil.test"),
        URL.replace("api.paypal.com", "evil@api.paypal.com"),
        URL.replace("api.paypal.com", "api.paypal.com:8443"),
        URL.replace("api.paypal.com", "API.paypal.com"),
        URL.replace("api.paypal.com", "www.paypal.com"),
        URL.replace("api.paypal.com", "127.0.0.1"),
        URL.replace("certs/", "certs/../"),
        URL.replace("certs/", "certs/a/"),
        URL.replace("/v1/notifications", "/v2/notifications"),
        URL + "?x=1",
        URL + "#x",
        URL + "x" * 64,
        URL + "%2e",
        "file:///etc/passwd",
        "CERT-1",
    ],
)
def test_other_addresses_are_never_fetched(door: Door, url: str) -> None:
    reason = door.refusal(with_header(signed(door), "PayPal-Cert-Url", url))
    assert "no address of PayPal's" in reason
    assert door.client.fetched == []


def test_a_changed_body_is_refused_and_the_reason_says_what_to_do(door: Door) -> None:
    request = signed(door)
    changed = bytes([BODY[0], BODY[1] ^ 1]) + BODY[2:]
    assert "the webhook ID stored here" in door.refusal(request.with_body(changed))
    assert "the webhook ID stored here" in door.refusal(request, webhookId="OTHER")
    assert "No webhook ID is stored" in door.refusal(request, webhookId="")


def test_the_simulator_is_recognised(door: Door) -> None:
    request = signed(door, webhook_id="WEBHOOK_ID")
    assert "webhook simulator" in door.refusal(request)
    assert door.check(request, webhookId="WEBHOOK_ID").verdict == "verified"


def test_an_expired_certificate_is_refused(door: Door) -> None:
    later = NOW + timedelta(days=2)
    assert "expired" in door.refusal(signed(door), now=later)


def test_many_forged_requests_at_once_cause_one_fetch(door: Door) -> None:
    forged = signed(door).with_body(b"{}")
    assert len(door.refusals_at_once(forged, 50)) == 50
    assert door.client.fetched == [URL]


def test_a_certificate_that_cannot_be_had_is_not_asked_for_again(door: Door) -> None:
    door.forget(status=404)
    for _ in range(3):
        assert "answered 404" in door.refusal(signed(door))
    assert door.client.fetched == [URL]
