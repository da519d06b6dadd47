"""Amazon SNS's own way to sign: RSA over the fields of the message, by its type.

Everybody with an account at Amazon can have a topic, so a message counts only if it
is from a topic that the owner has named. The certificate's address must be of that
topic's region. Its file holds no chain to a root: as in Amazon's own validators,
trust rests on that address, read over TLS, and on the name and the time in it.

SHA-1 (version 1, Amazon's default for topics) is taken unless the owner forbids it:
what is signed ends with the topic, so two messages that collide would still be of
the same topic.
Sources: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html;
aws/aws-sdk-java-v2, sns-message-manager (hosts, names, fields).
"""

import base64
import re
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs

from webhooks.errors import Invalid
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.ingress.reply import Reply, json_reply
from webhooks.ingress.reply_filter import wire_reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms, timestamps
from webhooks.ingress.signatures.check import sentence
from webhooks.ingress.signatures.contract import CertificateSigner, SignatureProblem
from webhooks.ingress.signatures.facts import LARGEST_PARSED
from webhooks.ingress.signatures.placing import put
from webhooks.ingress.signatures.reading import LONGEST_SIGNATURE
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    Digest,
    Publisher,
    SignatureRefused,
    Verdict,
    VerificationContext,
)

KEY: Final = "aws-sns"
# Amazon goes on repeating a message for at most an hour.
TOLERANCE_SECONDS: Final = 3600
TOPIC: Final = (
    r"arn:aws(?:-cn|-us-gov)?:sns:[a-z]{2}(?:-[a-z]{2,16}){1,3}-[0-9]{1,2}"
    r":[0-9]{12}:[A-Za-z0-9_.-]{1,256}"
)

# Strangers, who do not know the topic, cannot have larger ones parsed.
_SMALL: Final = 16 * 1024

_SUBSCRIBED = "SubscriptionConfirmation"
_CONFIRMATION = (
    "Message",
    "MessageId",
    "SubscribeURL",
    "Timestamp",
    "Token",
    "TopicArn",
    "Type",
)
_SIGNED: Final = {
    "Notification": (
        "Message",
        "MessageId",
        "Subject",
        "Timestamp",
        "TopicArn",
        "Type",
    ),
    _SUBSCRIBED: _CONFIRMATION,
    "UnsubscribeConfirmation": _CONFIRMATION,
}
_DIGESTS: Final[dict[str, Digest]] = {"1": "sha1", "2": "sha256"}
_CERTIFICATE_FILE = re.compile(r"/SimpleNotificationService-[0-9a-f]{32,64}\.pem")
_EXAMPLE_FILE: Final = "/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem"
_RECEIVED: Final = wire_reply(json_reply(200, {"success": True}))


def topics(settings: SignatureSettings) -> list[str]:
    """Return the topics that the owner has named."""
    named = re.split(r"[\s,]+", settings.options.get("topicArn", ""))
    return [topic for topic in named if re.fullmatch(TOPIC, topic)]


def check(
    request: InboundRequest, settings: SignatureSettings, context: VerificationContext
) -> Verdict:
    """Pass a message of one of the owner's topics, not older than an hour.

    Whatever costs nothing is checked before a certificate is fetched.
    """
    try:
        _check(request, settings, context)
    except (SignatureProblem, CertificateRefused) as problem:
        return Verdict(KEY, "failed", sentence(str(problem)))
    return Verdict(KEY, "verified")


def question(request: InboundRequest, settings: SignatureSettings) -> Reply | None:
    """Return the answer to a message about the subscription itself."""
    # All but a few messages are notifications: those are not parsed here.
    if b"Confirmation" not in request.body:
        return None
    try:
        kind = _message(request)["Type"]
    except SignatureProblem:
        return None
    return None if kind == "Notification" else _RECEIVED


def confirm_url(request: InboundRequest, settings: SignatureSettings) -> str:
    """Return the address that confirms a subscription, "" for other messages.

    ``check`` has passed the request, the address included.
    """
    message = _message(request)
    url: str = message["SubscribeURL"]
    return url if message["Type"] == _SUBSCRIBED else ""


def sign(
    draft: InboundRequest,
    settings: SignatureSettings,
    signer: CertificateSigner,
    now: datetime,
) -> InboundRequest:
    """Return the draft as Amazon would sign it, with SHA-256.

    Raises Invalid for a body that is no message of SNS.
    """
    topic = next(iter(topics(settings)), "")
    if not topic:
        raise Invalid("Store the topic's ARN first; then a test can be signed.")
    values = (
        ("TopicArn", topic),
        ("Timestamp", timestamps.write(now, "rfc3339")),
        ("SignatureVersion", "2"),
        ("SigningCertURL", f"https://{_host(topic)}{_EXAMPLE_FILE}"),
    )
    for name, value in values:
        draft = put(draft, f"json.{name}", value)
    try:
        content = signed_bytes(_message(draft))
    except SignatureProblem as problem:
        raise Invalid(f"It cannot be signed as SNS would: {problem}.", "body") from None
    code = signer.sign(_publisher(topic, "sha256").hosts[0], content, "sha256")
    return put(draft, "json.Signature", base64.b64encode(code).decode())


def signed_bytes(message: dict[str, Any]) -> bytes:
    """Return the text that is signed: each field's name and value on a line.

    Raises SignatureProblem for a message that lacks a field.
    """
    lines = []
    for name in _SIGNED[message["Type"]]:
        if name == "Subject" and message.get(name) is None:
            continue
        lines += [name, _field(message, name)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def _check(
    request: InboundRequest, settings: SignatureSettings, context: VerificationContext
) -> None:
    if (request.header("X-Amz-Sns-Rawdelivery") or "").lower() == "true":
        raise SignatureProblem(
            "raw message delivery has no signature: switch it off for this "
            "subscription at Amazon"
        )
    named = topics(settings)
    if len(request.body) > _SMALL and not any(
        topic.encode() in request.body for topic in named
    ):
        raise SignatureProblem("it is from none of the topics that are named here")
    message = _message(request)
    topic = _field(message, "TopicArn")
    if topic not in named:
        name = f"the topic {topic}" if re.fullmatch(TOPIC, topic) else "another topic"
        raise SignatureProblem(f"it is from {name}, not from one that is named here")
    digest = _digest(message, settings)
    text = _field(message, "Signature")[: LONGEST_SIGNATURE + 1]
    signature = algorithms.decode(text.encode("utf-8", "replace"), "base64")
    if not signature or len(text) > LONGEST_SIGNATURE:
        raise SignatureProblem("Signature in the JSON body is no Base64 text")
    content = signed_bytes(message)
    _check_time(message, settings, context)
    url = _certificate_url(message, topic)
    if message["Type"] == _SUBSCRIBED:
        _check_subscribe_url(message, topic)
    publisher = _publisher(topic, digest)
    try:
        context.certificates.verify(url, publisher, signature, content, context.now)
    except SignatureRefused:
        raise SignatureProblem(
            "the signature does not fit the message: it was changed on its way, or "
            "is not from Amazon"
        ) from None


def _message(request: InboundRequest) -> dict[str, Any]:
    if len(request.body) > LARGEST_PARSED:
        raise SignatureProblem(f"the body is larger than {LARGEST_PARSED} bytes")
    try:
        message = load_json(request.body)
    except JsonProblem as problem:
        raise SignatureProblem(f"the body is not valid JSON: {problem}") from None
    if not isinstance(message, dict) or message.get("Type") not in list(_SIGNED):
        raise SignatureProblem(
            "the body is no message of SNS: its Type is none of those that SNS sends"
        )
    return message


def _field(message: dict[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str):
        raise SignatureProblem(f"{name} in the JSON body is missing or no text")
    return value


def _digest(message: dict[str, Any], settings: SignatureSettings) -> Digest:
    version = _field(message, "SignatureVersion")
    digest = _DIGESTS.get(version)
    if digest is None:
        raise SignatureProblem("SignatureVersion in the JSON body is neither 1 nor 2")
    if digest == "sha1" and settings.options.get("signatureVersion") == "2":
        raise SignatureProblem(
            "the topic signs with SHA-1 (SignatureVersion 1), which is switched off "
            "here: set the topic's SignatureVersion to 2 at Amazon"
        )
    return digest


def _check_time(
    message: dict[str, Any], settings: SignatureSettings, context: VerificationContext
) -> None:
    where = "Timestamp in the JSON body"
    stamp = _field(message, "Timestamp").encode("utf-8", "replace")
    sent = timestamps.parse(stamp, "rfc3339", where)
    own = settings.tolerance_seconds
    limit = TOLERANCE_SECONDS if own is None else own
    if limit and context.timed:
        timestamps.check_age(sent, context.now, limit, where)


def _host(topic: str) -> str:
    _, partition, _, region, _ = topic.split(":", 4)
    end = ".cn" if partition == "aws-cn" else ""
    return f"sns.{region}.amazonaws.com{end}"


def _publisher(topic: str, digest: Digest) -> Publisher:
    """Return whose certificate signs for a topic: older regions share one name."""
    region, _, end = _host(topic).removeprefix("sns.").partition(".")
    names = ["sns.amazonaws.com", f"sns-signing.{region}.{end}", f"sns-{region}.{end}"]
    if region.startswith("us-gov-"):
        names.append("sns-us-gov-west-1.amazonaws.com")
    return Publisher(KEY, tuple(names), digest, alone=True)


def _certificate_url(message: dict[str, Any], topic: str) -> str:
    url, start = _field(message, "SigningCertURL"), f"https://{_host(topic)}"
    fits = url.startswith(start) and _CERTIFICATE_FILE.fullmatch(url[len(start) :])
    if not fits:
        raise SignatureProblem(
            "SigningCertURL is no address of Amazon's certificates for the region of "
            "this topic"
        )
    return url


def _check_subscribe_url(message: dict[str, Any], topic: str) -> None:
    url, start = _field(message, "SubscribeURL"), f"https://{_host(topic)}/?"
    action = parse_qs(url[len(start) :]).get("Action")
    if not url.startswith(start) or action != ["ConfirmSubscription"]:
        raise SignatureProblem(
            "SubscribeURL is no address of Amazon's that confirms a subscription"
        )
