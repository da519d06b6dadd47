"""PayPal's own way to sign: RSA over an id, a time, the webhook's id and a checksum.

The request names the address of the certificate, so that is compared letter by
letter before anything is fetched. Of the body only its CRC-32 is signed; that is
PayPal's choice, and why the webhook's id has to be known.
Source: https://developer.paypal.com/api/rest/webhooks/rest/; the certificate's name
as in PayPal's own Java SDK.
"""

import base64
import re
import secrets
import zlib
from datetime import datetime
from typing import Final

from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import algorithms, timestamps
from webhooks.ingress.signatures.check import sentence
from webhooks.ingress.signatures.contract import CertificateSigner, SignatureProblem
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.placing import put_header
from webhooks.ingress.signatures.reading import one_value
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    Publisher,
    SignatureRefused,
    Verdict,
    VerificationContext,
)

KEY: Final = "paypal"
# What PayPal's simulator signs with instead of a webhook's id.
SIMULATOR: Final = "WEBHOOK_ID"
ALGORITHM: Final = "SHA256withRSA"

_ID = "header.PayPal-Transmission-Id"
_TIME = "header.PayPal-Transmission-Time"
_SIGNATURE = "header.PayPal-Transmission-Sig"
_URL = "header.PayPal-Cert-Url"
_ALGORITHM = "header.PayPal-Auth-Algo"

_CERTIFICATE_URL = re.compile(
    r"https://api(?:-m)?(?P<sandbox>\.sandbox)?\.paypal\.com"
    r"/v1/notifications/certs/CERT-[0-9A-Za-z-]{1,64}"
)
_EXAMPLE_URL: Final = (
    "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-df8cd2d5"
)


def check(
    request: InboundRequest, settings: SignatureSettings, context: VerificationContext
) -> Verdict:
    """Pass a request that PayPal signed for the webhook of the stored id.

    Whatever costs nothing is checked before a certificate is fetched.
    """
    try:
        _check(Facts(request, settings), context)
    except (SignatureProblem, CertificateRefused) as problem:
        return Verdict(KEY, "failed", sentence(str(problem)))
    return Verdict(KEY, "verified")


def sign(
    draft: InboundRequest,
    settings: SignatureSettings,
    signer: CertificateSigner,
    now: datetime,
) -> InboundRequest:
    """Return the draft as PayPal would sign it."""
    stamp = timestamps.write(now, "rfc3339")
    values = (
        (_ID, secrets.token_hex(16)),
        (_TIME, stamp),
        (_URL, _EXAMPLE_URL),
        (_ALGORITHM, ALGORITHM),
    )
    for place, value in values:
        draft = put_header(draft, place.removeprefix("header."), value)
    content = signed_bytes(Facts(draft, settings), settings.options["webhookId"])
    (host,) = _publisher(_EXAMPLE_URL).hosts
    code = signer.sign(host, content, "sha256")
    name = _SIGNATURE.removeprefix("header.")
    return put_header(draft, name, base64.b64encode(code).decode())


def signed_bytes(facts: Facts, webhook_id: str) -> bytes:
    """Return what PayPal signs: id, time, webhook's id and the body's checksum.

    Raises SignatureProblem for a request that lacks a part.
    """
    checksum = zlib.crc32(facts.request.body)
    return b"|".join(
        (
            one_value(facts, _ID),
            one_value(facts, _TIME),
            webhook_id.encode(),
            str(checksum).encode(),
        )
    )


def _check(facts: Facts, context: VerificationContext) -> None:
    webhook_id = facts.settings.options.get("webhookId", "")
    if not webhook_id:
        raise SignatureProblem("no webhook ID is stored: enter the one PayPal shows")
    signature = algorithms.decode(one_value(facts, _SIGNATURE), "base64")
    if not signature:
        raise SignatureProblem("the header PayPal-Transmission-Sig is no Base64 text")
    algorithm = one_value(facts, _ALGORITHM).decode("latin-1")
    if algorithm.lower() != ALGORITHM.lower():
        raise SignatureProblem(
            f"the header PayPal-Auth-Algo must be {ALGORITHM}; others are not taken"
        )
    content = signed_bytes(facts, webhook_id)
    _check_time(facts, context)
    url = one_value(facts, _URL).decode("latin-1")
    publisher, certificates = _publisher(url), context.certificates
    try:
        certificates.verify(url, publisher, signature, content, context.now)
    except SignatureRefused:
        content = signed_bytes(facts, SIMULATOR)
        if _fits(url, publisher, signature, content, context):
            raise SignatureProblem(
                "it comes from PayPal's webhook simulator, which signs with the ID "
                f"{SIMULATOR}: enter that as the webhook ID while you test with it"
            ) from None
        raise SignatureProblem(
            "the signature does not fit: the webhook ID stored here is not the one "
            "PayPal shows for this URL, or the body was changed on its way"
        ) from None


def _check_time(facts: Facts, context: VerificationContext) -> None:
    """Compare the time only if the owner wants it: PayPal repeats for days."""
    where = "the header PayPal-Transmission-Time"
    sent = timestamps.parse(one_value(facts, _TIME), "rfc3339", where)
    limit = facts.settings.tolerance_seconds
    if limit and context.timed:
        timestamps.check_age(sent, context.now, limit, where)


def _publisher(url: str) -> Publisher:
    match = _CERTIFICATE_URL.fullmatch(url)
    if match is None:
        raise SignatureProblem(
            "the header PayPal-Cert-Url is no address of PayPal's certificates"
        )
    host = f"messageverificationcerts{match['sandbox'] or ''}.paypal.com"
    return Publisher(KEY, (host,), alone=True)


def _fits(
    url: str,
    publisher: Publisher,
    signature: bytes,
    content: bytes,
    context: VerificationContext,
) -> bool:
    try:
        context.certificates.verify(url, publisher, signature, content, context.now)
    except CertificateRefused:
        return False
    return True
