"""Amazon SNS: topics, addresses, versions, and every way to be wrong."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes

from tests.ingress.providers.certified import Door, with_header
from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.handshake import with_body
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sns import signed_bytes
from webhooks.ingress.verification.contract import Handshake, VerificationContext

TOPIC = "arn:aws:sns:eu-central-1:123456789012:orders"
HOST = "https://sns.eu-central-1.amazonaws.com"
URL = f"{HOST}/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem"
SUBSCRIBE = f"{HOST}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=233641"
OPTIONS = {"topicArn": TOPIC}


@pytest.fixture(scope="module")
def made() -> Door:
    return Door("aws-sns", "sns.amazonaws.com", NOW, OPTIONS)


def signed(
    door: Door, digest: type[hashes.HashAlgorithm] = hashes.SHA256, **fields: Any
) -> InboundRequest:
    """Return a notification as Amazon makes it; None leaves a field out."""
    message = {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Message": 'Gr\xfc\xdfe\n"quoted"',
        "Timestamp": NOW.strftime("%Y-%m-%dT%H:%M:%S.123Z"),
        "SignatureVersion": "2",
        "SigningCertURL": URL,
        **fields,
    }
    message = {name: value for name, value in message.items() if value is not None}
    code = door.leaf.sign(signed_bytes(message), digest)
    message.setdefault("Signature", base64.b64encode(code).decode())
    return inbound(body=json.dumps(message).encode())


def changed(request: InboundRequest, **fields: Any) -> InboundRequest:
    """Return the request with other fields and the old signature."""
    message = {**json.loads(request.body), **fields}
    kept = {name: value for name, value in message.items() if value is not None}
    return request.with_body(json.dumps(kept).encode())


def test_a_signed_message_is_verified(door: Door) -> None:
    assert door.check(signed(door)).verdict == "verified"
    assert door.check(signed(door, Subject="S")).verdict == "verified"
    assert door.check(signed(door, Subject="")).verdict == "verified"
    assert door.client.fetched == [URL]


def test_sha_1_passes_unless_the_owner_forbids_it(door: Door) -> None:
    old = signed(door, hashes.SHA1, SignatureVersion="1")
    assert door.check(old).verdict == "verified"
    assert "SHA-1" in door.refusal(old, signatureVersion="2")
    assert door.check(signed(door), signatureVersion="2").verdict == "verified"
    # The version is not signed, so it decides nothing but the digest.
    assert "does not fit" in door.refusal(changed(old, SignatureVersion="2"))


@pytest.mark.parametrize("version", [None, 1, "3", "", "2 "])
def test_other_versions_are_refused(door: Door, version: object) -> None:
    request = changed(signed(door), SignatureVersion=version)
    assert "SignatureVersion" in door.refusal(request)
    assert door.client.fetched == []


@pytest.mark.parametrize(
    ("topics", "verdict"),
    [
        (f"{TOPIC}-2 {TOPIC}", "verified"),
        (f" {TOPIC}-2,\n{TOPIC} ", "verified"),
        (f"{TOPIC}-2", "failed"),
        (TOPIC.replace("123456789012", "123456789013"), "failed"),
        (TOPIC.upper(), "failed"),
        ("nonsense", "failed"),
        ("", "failed"),
    ],
)
def test_only_topics_that_the_owner_has_named_count(
    door: Door, topics: str, verdict: str
) -> None:
    assert door.check(signed(door), topicArn=topics).verdict == verdict
    assert len(door.client.fetched) == (verdict == "verified")


def test_a_large_body_of_no_known_topic_is_not_even_parsed(door: Door) -> None:
    assert door.check(signed(door, Message="x" * 20_000)).verdict == "verified"
    reason = door.refusal(signed(door).with_body(b"{" * 20_000))
    assert "from none of the topics" in reason


@pytest.mark.parametrize("topic", [None, 17, "", "arn:aws:sns", "\u202eevil"])
def test_a_message_without_a_sound_topic_is_refused(door: Door, topic: object) -> None:
    reason = door.refusal(changed(signed(door), TopicArn=topic))
    assert "TopicArn" in reason or "from another topic" in reason


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("us-east-1", "sns.amazonaws.com"),
        ("ap-east-1", "sns-signing.ap-east-1.amazonaws.com"),
        ("us-gov-west-1", "sns-us-gov-west-1.amazonaws.com"),
        ("us-gov-east-1", "sns-us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "sns-cn-north-1.amazonaws.com.cn"),
    ],
)
def test_each_region_has_its_own_address_and_name(region: str, name: str) -> None:
    part = region[:2] if region[:2] == "cn" else "us-gov" if "gov" in region else ""
    topic = f"arn:aws{part and '-'}{part}:sns:{region}:123456789012:orders"
    end = ".cn" if part == "cn" else ""
    url = URL.replace("eu-central-1.amazonaws.com", f"{region}.amazonaws.com{end}")
    door = Door("aws-sns", name, NOW, {"topicArn": topic})
    request = signed(door, TopicArn=topic, SigningCertURL=url)
    assert door.check(request).verdict == "verified"
    elsewhere = changed(request, SigningCertURL=URL)
    assert "region of this topic" in door.refusal(elsewhere)
    assert door.client.fetched == [url]


@pytest.mark.parametrize(
    "url",
    [
        None,
        17,
        "",
        URL.replace("https", "http"),
        URL.replace("sns.eu-central-1", "sns.us-east-1"),
        URL.replace("sns.eu-central-1", "evil.s3"),
        URL.replace("amazonaws.com", "amazonaws.com.evil.test"),
        URL.replace("amazonaws.com", "amazonaws.com.cn"),
        URL.replace("amazonaws.com", "amazonaws.com@evil.test"),
        URL.replace("sns.", "evil@sns."),
        URL.replace("amazonaws.com", "amazonaws.com:8443"),
        URL.replace("/Simple", "/../Simple"),
        URL.replace("/Simple", "/a/Simple"),
        URL.replace(".pem", ".txt"),
        URL + "?x=.pem",
        URL + "\n",
        URL.replace("f3ec", "F3EC"),
        "https://sns.eu-central-1.amazonaws.com/?Action=x.pem",
    ],
)
def test_other_addresses_are_never_fetched(door: Door, url: object) -> None:
    reason = door.refusal(changed(signed(door), SigningCertURL=url))
    assert "SigningCertURL" in reason
    assert door.client.fetched == []


@pytest.mark.parametrize(
    "signature", [None, 17, "", "no base64!", "\xfc" * 8, "\ud800", "QUFB" * 2500]
)
def test_a_signature_that_is_none_is_refused_unseen(
    door: Door, signature: object
) -> None:
    reason = door.refusal(changed(signed(door), Signature=signature))
    assert "Signature" in reason or "not valid JSON" in reason
    assert door.client.fetched == []


@pytest.mark.parametrize("name", ["Message", "MessageId", "Subject", "Timestamp"])
def test_one_changed_character_breaks_the_signature(door: Door, name: str) -> None:
    request = signed(door, Subject="S")
    value = json.loads(request.body)[name]
    other = value.replace("3", "4", 1) if name != "Message" else value + " "
    other = "T" if name == "Subject" else other
    assert "does not fit the message" in door.refusal(changed(request, **{name: other}))


@pytest.mark.parametrize("seconds", [-3601, 3601])
def test_what_is_more_than_an_hour_off_is_refused(door: Door, seconds: int) -> None:
    stamp = (NOW + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    request = signed(door, Timestamp=stamp)
    assert "3601 s" in door.refusal(request)
    assert door.client.fetched == []
    assert door.check(request, timed=False).verdict == "verified"
    assert door.check(request, tolerance=0).verdict == "verified"
    assert door.check(request, tolerance=4000).verdict == "verified"


@pytest.mark.parametrize("stamp", [None, 1767607872, "", "today", "2026-02-30T0:0Z"])
def test_a_message_without_a_time_is_refused(door: Door, stamp: object) -> None:
    assert "Timestamp" in door.refusal(changed(signed(door), Timestamp=stamp))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"Type":[]}',
        b'{"Type":"Other"}',
        b'{"Type":"Notification"}',
        b"\xff",
        b"[" * 100_000,
        b'{"Type":"Notification","Message":"' + b"x" * 300_000 + b'"}',
    ],
)
def test_what_is_no_message_is_refused(door: Door, body: bytes) -> None:
    door.refusal(inbound(body=body))
    assert door.client.fetched == []


def test_raw_delivery_is_named_as_the_cause(door: Door) -> None:
    raw = with_header(inbound(body=b"hello"), "x-amz-sns-rawdelivery", "true")
    assert "raw message delivery" in door.refusal(raw).lower()


def test_many_forged_messages_at_once_cause_one_fetch(door: Door) -> None:
    forged = changed(signed(door), Message="other")
    assert len(door.refusals_at_once(forged, 50)) == 50
    assert door.client.fetched == [URL]


def asked(door: Door, request: InboundRequest) -> Handshake | None:
    """Return the answer to a handshake, None if it is none or is not right."""
    settings = SignatureSettings("aws-sns", options=OPTIONS)
    context = VerificationContext(NOW, door.store)
    return with_body(PROVIDERS["aws-sns"], request, settings, context)


def confirmation(door: Door, kind: str, url: str = SUBSCRIBE) -> InboundRequest:
    """Return a message about the subscription."""
    return signed(door, Type=kind, Token="233641", SubscribeURL=url)


def test_a_subscription_is_confirmed_and_its_end_only_answered(door: Door) -> None:
    begun = asked(door, confirmation(door, "SubscriptionConfirmation"))
    ended = asked(door, confirmation(door, "UnsubscribeConfirmation"))
    assert begun is not None
    assert ended is not None
    assert (begun.reply.status, begun.call) == (200, SUBSCRIBE)
    assert (ended.reply.status, ended.call) == (200, "")
    assert asked(door, signed(door, Message="SubscriptionConfirmation")) is None


@pytest.mark.parametrize(
    "url",
    [
        SUBSCRIBE.replace("https", "http"),
        SUBSCRIBE.replace("eu-central-1", "us-east-1"),
        SUBSCRIBE.replace("amazonaws.com", "amazonaws.com.evil.test"),
        SUBSCRIBE.replace("amazonaws.com", "amazonaws.com@127.0.0.1"),
        SUBSCRIBE.replace("/?", "/a?"),
        SUBSCRIBE.replace("ConfirmSubscription", "DeleteTopic"),
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_an_address_that_confirms_nothing_is_not_called(door: Door, url: str) -> None:
    request = confirmation(door, "SubscriptionConfirmation", url)
    assert asked(door, request) is None
    assert "SubscribeURL" in door.refusal(request)


def test_a_forged_subscription_is_no_handshake(door: Door) -> None:
    request = confirmation(door, "SubscriptionConfirmation")
    assert asked(door, changed(request, Token="other")) is None
