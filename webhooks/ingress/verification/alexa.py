"""Amazon Alexa: certificate, signature, time and skill of every request.

Source of all rules, unless said otherwise: Amazon's page "Host a Custom Skill as
a Web Service", section on verifying that a request was sent by Alexa.
"""

import base64
import binascii
import re
from datetime import UTC, datetime
from posixpath import normpath
from typing import Any, Final
from urllib.parse import urlsplit

from webhooks.errors import Invalid
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.ingress.reply import error_reply
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    Publisher,
    Verdict,
    Verification,
    VerificationContext,
)

CERTIFICATE_HOST: Final = "s3.amazonaws.com"
CERTIFICATE_PATH: Final = "/echo.api/"
SIGNER: Final = Publisher("alexa", ("echo-api.amazon.com",))
TOLERANCE_SECONDS: Final = 150
# Events of the skill itself may arrive late; rule of Amazon's own Python SDK.
EVENT_TOLERANCE_SECONDS: Final = 3600
# Ours: far above any request of Alexa's, and what the hub has time to parse.
MAX_MESSAGE_BYTES: Final = 256 * 1024
# Of a key with 8,192 bits; Amazon's have 2,048.
MAX_SIGNATURE_BYTES: Final = 1024

_EVENTS = frozenset(
    {
        "SkillAccountLinked",
        "SkillDisabled",
        "SkillEnabled",
        "SkillPermissionAccepted",
        "SkillPermissionChanged",
    }
)
# Visible ASCII without the signs with which a URL can look like another one.
_PLAIN_URL = re.compile(r"[!-~]{1,2048}")
_TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|\+00:00)", re.ASCII
)


class _Failed(Exception):
    """The request did not pass; the message is the reason."""


def certificate_url(url: str) -> str | None:
    """Return the normalised address of Amazon's certificate, or None if it is
    no such address.

    The query is left out, so that one certificate has one address.
    """
    if _PLAIN_URL.fullmatch(url) is None or "%" in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    path = normpath(parts.path)
    fits = (
        parts.scheme == "https"
        and "@" not in parts.netloc
        and parts.hostname == CERTIFICATE_HOST
        and port in {None, 443}
        and path.startswith(CERTIFICATE_PATH)
    )
    return f"https://{CERTIFICATE_HOST}{path}" if fits else None


def check(
    request: InboundRequest, endpoint: Endpoint, context: VerificationContext
) -> Verdict:
    """Pass a request that Alexa signed for the skill named by the code, if any."""
    return verify(request, endpoint.verification_code, context)


def verify(
    request: InboundRequest,
    skill_id: str,
    context: VerificationContext,
    tolerance_seconds: float | None = None,
) -> Verdict:
    """Pass a request that Alexa signed within the last moments.

    ``tolerance_seconds`` are instead of Amazon's, 0 for any time. With a
    ``skill_id`` the request must be for that skill. Only SHA-256 signatures count;
    the older SHA-1 header is never looked at. Everything that costs nothing is
    checked before a certificate is fetched.
    """
    try:
        url = certificate_url(_one_header(request, "SignatureCertChainUrl"))
        if url is None:
            raise _Failed("SignatureCertChainUrl is no address of Amazon's")
        signature = _signature(_one_header(request, "Signature-256"))
        message = _message(request.body)
        if context.timed and tolerance_seconds != 0:
            _check_time(message, context.now, tolerance_seconds)
        _check_skill(message, skill_id)
        context.certificates.verify(url, SIGNER, signature, request.body, context.now)
    except (_Failed, CertificateRefused) as error:
        return Verdict("alexa", "failed", f"{error}.")
    return Verdict("alexa", "verified")


def _one_header(request: InboundRequest, name: str) -> str:
    values = request.header_values(name)
    if len(values) != 1:
        raise _Failed(f"there must be one {name} header, not {len(values)}")
    return values[0]


def _signature(text: str) -> bytes:
    try:
        signature = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _Failed("Signature-256 is not Base64") from None
    if not 0 < len(signature) <= MAX_SIGNATURE_BYTES:
        raise _Failed("Signature-256 holds no signature of an RSA key")
    return signature


def _message(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_MESSAGE_BYTES:
        raise _Failed(f"the body is larger than {MAX_MESSAGE_BYTES} bytes")
    try:
        message = load_json(body)
    except JsonProblem as problem:
        raise _Failed(f"the body is not valid JSON: {problem}") from None
    if not isinstance(message, dict):
        raise _Failed("the body is not a JSON object")
    return message


def _check_time(message: dict[str, Any], now: datetime, own: float | None) -> None:
    sent = _dig(message, "request", "timestamp")
    if not isinstance(sent, str) or _TIMESTAMP.fullmatch(sent) is None:
        raise _Failed("request.timestamp is missing or no time in UTC")
    try:
        moment = datetime.fromisoformat(sent).astimezone(UTC)
    except (OverflowError, ValueError):
        raise _Failed("request.timestamp is no time that exists") from None
    tolerance = _tolerance(message) if own is None else own
    if abs((now - moment).total_seconds()) > tolerance:
        raise _Failed(f"request.timestamp is more than {tolerance:g} seconds away")


def _tolerance(message: dict[str, Any]) -> float:
    kind = _dig(message, "request", "type")
    is_event = isinstance(kind, str) and kind.rpartition(".")[2] in _EVENTS
    return EVENT_TOLERANCE_SECONDS if is_event else TOLERANCE_SECONDS


def _check_skill(message: dict[str, Any], skill_id: str) -> None:
    if not skill_id:
        return
    ids = (
        _dig(message, "context", "System", "application", "applicationId"),
        _dig(message, "session", "application", "applicationId"),
    )
    given = {value for value in ids if isinstance(value, str)}
    if given != {skill_id}:
        raise _Failed("the request is for another skill")


def _dig(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


VERIFICATION = Verification(
    type="alexa",
    label="Amazon Alexa",
    summary="Accepts requests only that Alexa signed within the last 150 seconds.",
    help=(
        "In the Alexa developer console choose HTTPS under Endpoint and enter the "
        "webhook's URL. Alexa asks for a public address on port 443."
    ),
    code_help="The skill's id; leave it empty to accept any skill.",
    check=check,
    # Amazon's certification test wants 400 for whatever fails.
    refusal=error_reply(Invalid("The request could not be verified.")),
)
