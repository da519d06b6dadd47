"""Headers written by hand, for senders that publish no example with its secret.

A declaration signs and verifies by the same words, so a wrong one would fit itself;
here the senders' documentation is followed by other code.
"""

import base64
import hashlib
import hmac

import pytest

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import NOW, inbound

SECRET = "s3cret"
URL = "https://hooks.example.com/webhooks/abc"
STAMP = str(int(NOW.timestamp()))
BODY = '{"name":"Jürgen"}'
Headers = dict[str, str]


def hexed(content: str, name: str = "sha256") -> str:
    return hmac.new(SECRET.encode(), content.encode(), name).hexdigest()


def based(content: str, name: str = "sha256") -> str:
    made = hmac.new(SECRET.encode(), content.encode(), name).digest()
    return base64.b64encode(made).decode()


WIRE: dict[str, Headers] = {
    "asana": {"X-Hook-Signature": hexed(BODY)},
    "cal-com": {"X-Cal-Signature-256": hexed(BODY)},
    "calendly": {
        "Calendly-Webhook-Signature": f"t={STAMP},v1={hexed(f'{STAMP}.{BODY}')}"
    },
    "customer-io": {
        "X-CIO-Timestamp": STAMP,
        "X-CIO-Signature": hexed(f"v0:{STAMP}:{BODY}"),
    },
    "docusign": {"X-DocuSign-Signature-1": based(BODY)},
    "formstack": {"X-FS-Signature": f"sha256={hexed(BODY)}"},
    "gitea": {"X-Gitea-Signature": hexed(BODY)},
    "jira": {"X-Hub-Signature": f"sha256={hexed(BODY)}"},
    "line": {"x-line-signature": based(BODY)},
    "notion": {"X-Notion-Signature": f"sha256={hexed(BODY)}"},
    "sentry": {"Sentry-Hook-Signature": hexed(BODY)},
    "trello": {"X-Trello-Webhook": based(f"{BODY}{URL}", "sha1")},
    "typeform": {"Typeform-Signature": f"sha256={based(BODY)}"},
    "vercel": {"x-vercel-signature": hexed(BODY, "sha1")},
    "webex": {"X-Spark-Signature": hexed(BODY, "sha1")},
    "woocommerce": {"X-WC-Webhook-Signature": based(BODY)},
    "xero": {"x-xero-signature": based(BODY)},
}


def sender(key: str) -> Sender:
    return Sender(key, SECRET, own_url=URL)


@pytest.mark.parametrize(("key", "headers"), WIRE.items(), ids=list(WIRE))
def test_what_the_sender_documents_is_verified(key: str, headers: Headers) -> None:
    request = sender(key).post(BODY, headers=tuple(headers.items()))
    assert sender(key).verdict(request) == "verified"
    assert sender(key).verdict(request.with_body(b"{}")) == "failed"


def test_mandrill_signs_names_and_values_behind_the_address() -> None:
    code = based(f"{URL}mandrill_events[]", "sha1")
    headers = (
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("X-Mandrill-Signature", code),
    )
    request = inbound(headers=headers, body=b"mandrill_events=%5B%5D")
    assert sender("mandrill").verdict(request) == "verified"


def test_onfleets_key_is_not_the_text_of_its_secret() -> None:
    key = "00ff17ad" * 8
    code = hmac.new(bytes.fromhex(key), BODY.encode(), hashlib.sha512).hexdigest()
    own = Sender("onfleet", key)
    request = own.post(BODY, headers=(("X-Onfleet-Signature", code),))
    assert own.verdict(request) == "verified"
