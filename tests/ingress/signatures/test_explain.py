"""Why a signature is wrong, in words that its owner can act on."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import Mock

import pytest

from tests.ingress.signatures.asking import (
    settings,
    signed,
    unsigned,
    verdict,
    with_header,
)
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms, explain
from webhooks.ingress.signatures.settings import SignatureSettings

Seeded = Callable[[], tuple[InboundRequest, SignatureSettings]]

SECRET = "It's a Secret to Everybody"
KEY = base64.b64encode(bytes(range(24))).decode()
WHSEC = f"whsec_{KEY}"


def nothing_signed() -> tuple[InboundRequest, SignatureSettings]:
    return unsigned(b"{}"), settings("github", SECRET)


def held_back() -> tuple[InboundRequest, SignatureSettings]:
    return signed("stripe", SECRET, ago=412), settings("stripe", SECRET)


def clock_ahead() -> tuple[InboundRequest, SignatureSettings]:
    return signed("stripe", SECRET, ago=-900), settings("stripe", SECRET)


def pasted_with_a_line_end() -> tuple[InboundRequest, SignatureSettings]:
    return signed("github", SECRET), settings("github", f"{SECRET}\n")


def pasted_with_white_space() -> tuple[InboundRequest, SignatureSettings]:
    request = signed("standard-webhooks", WHSEC)
    return request, settings("standard-webhooks", f" {WHSEC}")


def read_as_text() -> tuple[InboundRequest, SignatureSettings]:
    """A sender that signs as Stripe does, with the header of Standard Webhooks."""
    made = signed("standard-webhooks", WHSEC)
    content = b".".join(
        (made.header(name) or "").encode()
        for name in ("webhook-id", "webhook-timestamp")
    )
    content += b"." + made.body
    code = algorithms.code("hmac-sha256", WHSEC.encode(), content)
    text = f"v1,{base64.b64encode(code).decode()}"
    kept = [pair for pair in made.headers if pair[0] != "webhook-signature"]
    made = replace(made, headers=(*kept, ("webhook-signature", text)))
    return made, settings("standard-webhooks", WHSEC)


def read_as_base64() -> tuple[InboundRequest, SignatureSettings]:
    """A sender that decodes what follows whsec_, where Stripe does not."""
    made = signed("stripe", bytes(range(24)).decode("latin-1"))
    return made, settings("stripe", WHSEC)


def written_anew() -> tuple[InboundRequest, SignatureSettings]:
    made = signed("github", SECRET, b'{"a": [1, 2], "b": "\\u00e9"}')
    return made.with_body(b'{"a":[1,2],"b":"\xc3\xa9"}'), settings("github", SECRET)


def written_by_php() -> tuple[InboundRequest, SignatureSettings]:
    made = signed("github", SECRET, b'{"u":"https:\\/\\/example.com\\/"}')
    return made.with_body(b'{"u":"https://example.com/"}'), settings("github", SECRET)


def indented() -> tuple[InboundRequest, SignatureSettings]:
    made = signed("github", SECRET, b'{\n  "a": 1\n}')
    return made.with_body(b'{"a":1}'), settings("github", SECRET)


def other_line_ends() -> tuple[InboundRequest, SignatureSettings]:
    made = signed("github", SECRET, b"one\ntwo\n")
    return made.with_body(b"one\r\ntwo\r\n"), settings("github", SECRET)


def another_address() -> tuple[InboundRequest, SignatureSettings]:
    public = "https://public.example.org/webhooks/token"
    made = signed("square", SECRET, registered_url=public)
    made = with_header(made, "x-forwarded-host", "public.example.org")
    return made, settings("square", SECRET)


def another_provider() -> tuple[InboundRequest, SignatureSettings]:
    return signed("shopify", SECRET), settings("github", SECRET)


def another_hash() -> tuple[InboundRequest, SignatureSettings]:
    options = {"header": "X-Signature", "algorithm": "hmac-sha1"}
    made = signed("generic", SECRET, options=options)
    return made, settings("generic", SECRET, options={"header": "X-Signature"})


def another_secret() -> tuple[InboundRequest, SignatureSettings]:
    return signed("github", SECRET), settings("github", "another")


def no_secret() -> tuple[InboundRequest, SignatureSettings]:
    return signed("github", SECRET), settings("github")


def prefix_forgotten() -> tuple[InboundRequest, SignatureSettings]:
    made = signed("github", SECRET)
    text = (made.header("x-hub-signature-256") or "").removeprefix("sha256=")
    return (
        with_header(unsigned(made.body), "x-hub-signature-256", text),
        settings("github", SECRET),
    )


SEEDED: dict[Seeded, str] = {
    nothing_signed: "The header X-Hub-Signature-256 is missing",
    held_back: "is 412 s old; 300 s are allowed",
    clock_ahead: "is 900 s in the future; 300 s are allowed",
    pasted_with_a_line_end: "the stored secret has white space around it".capitalize(),
    pasted_with_white_space: "The stored secret has white space around it",
    read_as_text: "is read as plain text, prefix included (as Stripe does)",
    read_as_base64: "is read as Base64 behind whsec_ (as Standard Webhooks does)",
    written_anew: "The body looks re-serialised",
    written_by_php: "The body looks re-serialised",
    indented: "The body looks re-serialised",
    other_line_ends: "the body with other line ends",
    another_address: (
        "the signature fits https://public.example.org/webhooks/token, but "
        "https://hooks.example.com/webhooks/token was used. Set the public URL"
    ),
    another_provider: "The header X-Hub-Signature-256 is missing",
    another_hash: "is as long as a signature with SHA1, but SHA256 is expected",
    another_secret: "the secret stored here is not the one that the sender signs with",
    no_secret: "No secret is stored here",
    prefix_forgotten: "holds nothing that begins with sha256=",
}


@pytest.mark.parametrize("seeded", SEEDED, ids=lambda seeded: seeded.__name__)
def test_a_seeded_mistake_is_named(seeded: Seeded) -> None:
    found = verdict(*seeded())
    assert found.verdict == "failed"
    assert SEEDED[seeded] in found.reason


@pytest.mark.parametrize("seeded", SEEDED, ids=lambda seeded: seeded.__name__)
def test_no_explanation_tells_a_secret_or_the_right_signature(seeded: Seeded) -> None:
    request, under = seeded()
    reason = verdict(request, under).reason
    hidden = {SECRET, KEY, WHSEC, *(text.strip() for text in under.secrets)}
    for text in hidden - {"another"}:
        assert text not in reason
    for place in ("x-hub-signature-256", "stripe-signature", "webhook-signature"):
        given = (request.header(place) or "-" * 9).rpartition("=")[2]
        assert given.strip("=") not in reason or not given


def test_different_mistakes_have_different_explanations() -> None:
    reasons = {verdict(*seeded()).reason for seeded in SEEDED}
    same = {
        *(written_anew, written_by_php, indented),
        *(pasted_with_a_line_end, pasted_with_white_space),
        *(nothing_signed, another_provider),
    }
    assert len(reasons) == len(SEEDED) - len(same) + 3


def test_an_older_secret_passes_and_is_told() -> None:
    found = verdict(signed("github", SECRET), settings("github", "new", SECRET, "x"))
    assert (found.verdict, found.scheme) == ("verified", "github")
    assert found.reason == (
        "Signed with an older secret (2 of 3): the sender does not use the newest one "
        "yet."
    )


def test_without_time_for_it_the_plain_reason_is_given() -> None:
    request, under = written_anew()
    found = verdict(request, under, explains=lambda: False)
    assert "the secret stored here is not the one" in found.reason


def test_there_is_no_closer_look_at_what_was_only_late() -> None:
    request, under = held_back()
    explains = Mock(return_value=True)
    verdict(request, under, explains=explains)
    assert explains.call_count == 0


def test_the_closer_look_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often codes are made and JSON is written, whatever a stranger sends."""
    codes = Mock(side_effect=algorithms.code)
    texts = Mock(side_effect=explain._dumped)
    monkeypatch.setattr(algorithms, "code", codes)
    monkeypatch.setattr(explain, "_dumped", texts)
    secrets = [f"secret {number}" for number in range(5)]
    deep = b"[" * 90 + b"1," * 40_000 + b"1" + b"]" * 90
    for body in (b'{"a":"' + b"x" * 60_000 + b'"}', deep[:60_000], deep, b"[" * 65_000):
        for key in ("github", "square", "hubspot"):
            made = signed(key, "another", body)
            codes.reset_mock()
            texts.reset_mock()
            assert verdict(made, settings(key, *secrets)).verdict == "failed"
            assert codes.call_count <= 100, (key, len(body))
            assert texts.call_count <= (5 if b"x" in body else 0)


def test_a_large_body_gets_the_plain_answer() -> None:
    body = json.dumps({"a": "x" * explain.LARGEST_TRIED}).encode()
    request = signed("github", SECRET, body).with_body(body + b"\n")
    found = verdict(request, settings("github", SECRET))
    assert "the secret stored here is not the one" in found.reason


def test_no_host_that_is_no_host_is_repeated() -> None:
    made = signed("square", SECRET, registered_url="https://a b<c>/webhooks/token")
    made = with_header(made, "host", "a b<c>")
    found = verdict(made, settings("square", SECRET))
    assert "<c>" not in found.reason
