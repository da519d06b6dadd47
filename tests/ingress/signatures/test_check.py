"""Verifying: any way to sign, any stored secret, any signature in the header."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ingress.requests_factory import NOW
from tests.ingress.signatures.asking import (
    settings,
    signed,
    unsigned,
    verdict,
    with_header,
)
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import facts
from webhooks.ingress.signatures.placing import put, put_header

SECRET = "correct horse"
FORM = "application/x-www-form-urlencoded"


def form(body: bytes) -> InboundRequest:
    request = unsigned(body)
    return put_header(request, "content-type", FORM)


def test_the_tolerance_is_in_whole_seconds_and_inclusive() -> None:
    """The sender writes whole seconds, so the part of one here must not count."""
    under = settings("stripe", SECRET)
    late = NOW + timedelta(milliseconds=999)
    for ago, wanted in ((300, "verified"), (301, "failed"), (-300, "verified")):
        assert verdict(signed("stripe", SECRET, ago=ago), under, late).verdict == wanted


def test_the_owner_may_allow_another_age_or_any() -> None:
    request = signed("stripe", SECRET, ago=3000)
    for tolerance, wanted in ((2999, "failed"), (3000, "verified"), (0, "verified")):
        under = settings("stripe", SECRET, tolerance_seconds=float(tolerance))
        assert verdict(request, under).verdict == wanted


def test_a_request_that_is_sent_again_by_its_owner_has_no_age() -> None:
    request, under = signed("stripe", SECRET, ago=9e6), settings("stripe", SECRET)
    assert verdict(request, under, timed=False).verdict == "verified"
    assert verdict(request, under).verdict == "failed"


def test_one_of_several_signatures_is_enough_but_not_beyond_the_bound() -> None:
    made = signed("stripe", SECRET)
    right = made.header("stripe-signature") or ""
    under = settings("stripe", SECRET)
    for others, wanted in ((14, "verified"), (15, "failed")):
        stamp, code = right.split(",")
        text = ",".join([stamp, *[f"v1={'0' * 64}"] * others, code])
        request = put_header(made, "stripe-signature", text)
        assert verdict(request, under).verdict == wanted


def test_a_version_that_is_unknown_is_no_signature() -> None:
    made = signed("stripe", SECRET)
    right = made.header("stripe-signature") or ""
    text = right.replace("v1=", "v0=")
    request = put_header(made, "stripe-signature", text)
    assert verdict(request, settings("stripe", SECRET)).verdict == "failed"


def test_what_is_signed_must_stand_there_once() -> None:
    """Else one value could be signed and the other one be used."""
    secret = "whsec_AAECAwQFBgcICQoLDA0ODw=="
    request, under = (
        signed("standard-webhooks", secret),
        settings("standard-webhooks", secret),
    )
    assert verdict(request, under).verdict == "verified"
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        for value in (request.header(name) or "", "other"):
            for headers in (
                (*request.headers, (name, value)),
                ((name, value), *request.headers),
            ):
                found = verdict(replace(request, headers=headers), under)
                assert (found.verdict, name in found.reason) == ("failed", True)


def test_a_signature_of_the_fields_covers_no_body_that_is_no_form() -> None:
    """Twilio signs the address of a GET alone; that must not vouch for a body."""
    under = settings("twilio", SECRET)
    request = signed("twilio", SECRET, request=form(b""))
    assert verdict(request, under).verdict == "verified"
    many = b"&".join(b"a%d=1" % number for number in range(1001))
    for body in (b'{"a":1}', b"&", many, b"a=" + b"x" * facts.LARGEST_PARSED):
        for kind in (FORM, "application/json"):
            if kind == FORM and body == b'{"a":1}':
                continue
            sent = put_header(request.with_body(body), "content-type", kind)
            found = verdict(sent, under)
            assert found.verdict == "failed", body[:9]
            assert "the body is no form" in found.reason


def test_large_bodies_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all requests are served, a stranger's megabyte would hold up the rest."""

    def parsed(data: bytes) -> None:
        raise AssertionError(f"{len(data)} bytes were parsed")

    monkeypatch.setattr(facts, "load_json", parsed)
    monkeypatch.setattr(facts, "split_fields", parsed)
    for body in (b"[" * 2**20, b"&" * 2**20, b"a=%41" * 2**18, b"{" * 2**20):
        for key in ("microsoft-graph", "mailgun", "mandrill", "twilio", "linear"):
            request = put(form(body), "header.x-twilio-signature", "AAAA")
            request = put_header(request, "x-mandrill-signature", "AAAA")
            request = put_header(request, "linear-signature", "00")
            found = verdict(request, settings(key, SECRET))
            assert found.verdict == "failed"


def test_what_was_not_looked_for_is_not_said_to_be_missing() -> None:
    request = unsigned(b'{"value":"' + b"x" * facts.LARGEST_PARSED + b'"}')
    found = verdict(request, settings("microsoft-graph", SECRET))
    assert "The body is larger than 256 KiB" in found.reason


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('{"value":[{"clientState":"S"}]}', "verified"),
        ('{"value":[{"clientState":"S"},{"clientState":"S"}]}', "verified"),
        ('{"value":[{"clientState":"S"},{"clientState":"T"}]}', "failed"),
        ('{"value":[{"clientState":"S"},{}]}', "failed"),
        ('{"value":[{"clientState":"S"},7]}', "failed"),
        ('{"value":[{"clientState":"S"},{"clientState":null}]}', "failed"),
        ('{"value":[{"clientState":["S"]}]}', "failed"),
        ('{"value":[]}', "failed"),
        ('{"value":{"clientState":"S"}}', "failed"),
        ("[]", "failed"),
        ("7", "failed"),
        ("", "failed"),
        ("[" * 1000, "failed"),
        (
            '{"value":[' + '{"clientState":"S"},' * 1000 + '{"clientState":"T"}]}',
            "failed",
        ),
        (
            '{"value":[' + '{"clientState":"S"},' * 1000 + '{"clientState":"S"}]}',
            "failed",
        ),
        ('{"value":[{"clientState":' + "9" * 4000 + "}]}", "failed"),
        ('{"value":[{"clientState":' + "9" * 5000 + "}]}", "failed"),
    ],
)
def test_all_parts_of_a_batch_must_show_the_secret(body: str, wanted: str) -> None:
    found = verdict(unsigned(body.encode()), settings("microsoft-graph", "S"))
    assert found.verdict == wanted


def test_bytes_that_are_no_text_are_no_secret() -> None:
    for value in ("\xff\xfe", "\xe9", "\x00"):
        request = with_header(unsigned(), "x-gitlab-token", value)
        assert verdict(request, settings("gitlab", "secr\xe9t")).verdict == "failed"
    request = with_header(unsigned(), "x-gitlab-token", "secr\xc3\xa9t")
    assert verdict(request, settings("gitlab", "secr\xe9t")).verdict == "verified"
    strava = {"options": {"subscription_id": "1"}}
    for body in (b'{"subscription_id":"\\udcff"}', b'{"subscription_id":"\xff"}'):
        found = verdict(unsigned(body), settings("strava", "x", **strava))
        assert found.verdict == "failed"


def test_several_secrets_are_good_where_the_secret_itself_is_sent() -> None:
    under = settings("gitlab", "new", "old", "older")
    for value, note in (("new", ""), ("older", "an older secret (3 of 3)")):
        found = verdict(with_header(unsigned(), "x-gitlab-token", value), under)
        assert (found.verdict, note in found.reason) == ("verified", True)
    found = verdict(with_header(unsigned(), "x-gitlab-token", ""), under)
    assert found.verdict == "failed"


def test_the_reason_is_that_of_the_way_that_came_furthest() -> None:
    """Both of Standard Webhooks' ways are looked at: the header is the same one."""
    public = signed("standard-webhooks", "whpk_" + "A" * 43 + "=")
    found = verdict(public, settings("standard-webhooks", "whpk_" + "A" * 43 + "="))
    assert found.scheme == "standard-webhooks v1a"
    assert "public key" in found.reason
    secret = "whsec_AAECAwQFBgcICQoLDA0ODw=="
    both = settings("standard-webhooks", secret, "whpk_" + "A" * 43 + "=")
    found = verdict(signed("standard-webhooks", secret, ago=412), both)
    assert "412 s old" in found.reason


def test_a_key_of_another_kind_is_told() -> None:
    secret, public = "whsec_AAECAwQFBgcICQoLDA0ODw==", "whpk_" + "A" * 43 + "="
    found = verdict(
        signed("standard-webhooks", secret), settings("standard-webhooks", public)
    )
    assert (found.verdict, found.scheme) == ("failed", "standard-webhooks v1")
    assert "of another kind" in found.reason
