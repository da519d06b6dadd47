"""The builder for all other senders: what it can express, and what it refuses."""

import pytest

from tests.ingress.providers.asking import Sender
from tests.ingress.requests_factory import inbound
from webhooks.ingress.providers.generic import PROVIDER

SECRETS = {
    "text": "a secret",
    "base64": "c29tZSBzZWNyZXQgYnl0ZXM=",
    "hex": "00ff00ff00ff00ff",
    "whsec": "whsec_c29tZSBzZWNyZXQgYnl0ZXM=",
}
LIKE_OTHERS = {
    "the defaults": {},
    "GitHub": {"header": "X-Hub-Signature-256", "prefix": "sha256="},
    "Stripe": {
        "header": "Stripe-Signature",
        "prefix": "v1=",
        "separator": "comma",
        "content": "{timestamp}.{body}",
        "timestamp": "item.t",
    },
    "Slack": {
        "prefix": "v0=",
        "content": "v0:{timestamp}:{body}",
        "timestamp": "header.X-Time",
    },
    "Standard Webhooks": {
        "header": "webhook-signature",
        "prefix": "v1,",
        "separator": "space",
        "encoding": "base64",
        "key": "whsec",
        "content": "{id}.{timestamp}.{body}",
        "timestamp": "header.webhook-timestamp",
        "id": "header.webhook-id",
    },
    "Paddle": {
        "prefix": "h1=",
        "separator": "semicolon",
        "content": "{timestamp}:{body}",
        "timestamp": "item.ts",
    },
    "HubSpot": {
        "encoding": "base64",
        "content": "{method}{url}{body}{timestamp}",
        "timestamp": "header.X-Time",
        "timeUnit": "ms",
    },
    "Box": {
        "content": "{body}{timestamp}",
        "timestamp": "header.X-Time",
        "timeUnit": "rfc3339",
    },
    "Linear": {"timestamp": "json.sent", "timeUnit": "ms"},
    "Trello": {"algorithm": "hmac-sha1", "content": "{body}{url}"},
    "a place by its own name": {
        "content": "{header.X-Time}|{body}",
        "timestamp": "header.X-Time",
    },
    "SHA-512": {"algorithm": "hmac-sha512", "encoding": "base64url", "key": "base64"},
    "SHA-384": {"algorithm": "hmac-sha384", "key": "hex"},
}
WRONG = [
    ({"header": ""}, "header must be a header's name"),
    ({"header": "X Signature"}, "header must be a header's name"),
    ({"prefix": "é="}, "prefix must be of ASCII characters"),
    ({"algorithm": "md5"}, "algorithm must be one of hmac-sha256"),
    ({"encoding": "base32"}, "encoding must be one of hex"),
    ({"key": "pem"}, "key must be one of text"),
    ({"timeUnit": "min"}, "timeUnit must be one of s, ms"),
    ({"separator": "|"}, "separator must be one of comma, semicolon, space"),
    ({"content": "constant"}, "content must name what is signed"),
    ({"content": "{body"}, "content: a brace is open"),
    ({"content": "{nothing}"}, "content: {nothing} is unknown"),
    ({"content": "{body.x}"}, "content: {body.x} is unknown"),
    ({"content": "{header.}"}, "content: {header.} is unknown"),
    ({"content": "{body}" * 21}, "content: it has more than 20 places"),
    ({"content": "x" * 2000}, "content: it is longer than 1024"),
    ({"content": "{item.t}.{body}"}, "the signature's header is {timestamp}"),
    ({"content": "{timestamp}.{body}"}, "timestamp must say where"),
    ({"content": "{id}.{body}"}, "id must say where"),
    ({"timestamp": "header.X-Time"}, "the time stamp is not signed"),
    ({"timestamp": "body"}, "timestamp must begin with header"),
    ({"timestamp": "X-Time"}, "timestamp: {X-Time} is unknown"),
    ({"timestamp": "option.x"}, "timestamp must begin with header"),
    (
        {"timestamp": "item.t", "content": "{timestamp}.{body}"},
        "separator must say what stands between",
    ),
    (
        {"timestamp": "json.sent", "content": "{header.X-Id}"},
        "the time stamp is not signed",
    ),
    ({"id": "header.X-Id"}, "the id is not signed"),
    ({"id": "item.i", "content": "{id}.{body}"}, "id must begin with header"),
    ({"id": "timestamp", "content": "{id}.{body}"}, "id must begin with header"),
]


def sender(options: dict[str, str]) -> Sender:
    secret = SECRETS[options.get("key", "text")]
    url = "https://hooks.example.com/webhooks/abc"
    return Sender("generic", secret, options=options, registered_url=url)


@pytest.mark.parametrize("options", LIKE_OTHERS.values(), ids=list(LIKE_OTHERS))
def test_it_signs_and_verifies_like(options: dict[str, str]) -> None:
    own = sender(options)
    request = own.signed(own.post({"event": "x"}))
    assert own.verdict(request) == "verified"
    wrong = own.signed(own.post({"event": "x"}), wrong=True)
    assert own.verdict(wrong) == "failed"


def test_it_signs_the_fields_of_a_form() -> None:
    own = sender({"algorithm": "hmac-sha1", "content": "{url}{form}"})
    kind = (("Content-Type", "application/x-www-form-urlencoded"),)
    request = own.signed(inbound(headers=kind, body=b"b=2&a=1"))
    assert own.verdict(request) == "verified"
    assert own.verdict(request.with_body(b"a=1&b=2")) == "verified"
    assert own.verdict(request.with_body(b"a=1&b=3")) == "failed"


@pytest.mark.parametrize(("options", "problem"), WRONG)
def test_what_could_verify_nothing_is_refused(
    options: dict[str, str], problem: str
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the text is compared
        PROVIDER.schemes_for({**PROVIDER.defaults(), **options})
    assert problem in str(caught.value)


def test_wrong_options_refuse_whatever_comes() -> None:
    own = sender({"content": "constant"})
    found = own.checked(own.post("{}"))
    assert found.verdict.verdict == "failed"
    assert found.verdict.reason.startswith("The options of the signature are wrong: ")


def test_a_signed_id_and_time_are_good_once() -> None:
    options = LIKE_OTHERS["Standard Webhooks"]
    own = sender(options)
    request = own.signed(own.post("{}"))
    assert own.ids(request) == own.ids(request) != []
    assert own.ids(own.signed(own.post("{}"))) != own.ids(request)
