"""Alexa: the checks of the verification type ``alexa``, for one skill.

Both exist because Losant's clients know the type, and everybody else looks for
Alexa among the providers; the rules are written once, there.
"""

import base64
from datetime import datetime

from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures import timestamps
from webhooks.ingress.signatures.contract import (
    CertificateSigner,
    CustomCheck,
    Option,
    Provider,
    Sample,
)
from webhooks.ingress.signatures.facts import Facts
from webhooks.ingress.signatures.placing import put, put_header
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.verification import alexa
from webhooks.ingress.verification.contract import Verdict, VerificationContext

_CERTIFICATE = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"
# Strangers, who do not know the skill, cannot have larger ones parsed.
_SMALL = 16 * 1024
_SKILLS = (
    "json.context.System.application.applicationId",
    "json.session.application.applicationId",
)


def _check(
    request: InboundRequest, settings: SignatureSettings, context: VerificationContext
) -> Verdict:
    skill_id = settings.options.get("skillId", "")
    if not skill_id:
        reason = "No skill ID is stored: enter the one of your skill."
        return Verdict("alexa", "failed", reason)
    if len(request.body) > _SMALL and skill_id.encode() not in request.body:
        return Verdict("alexa", "failed", "The request is for another skill.")
    return alexa.verify(request, skill_id, context, settings.tolerance_seconds)


def _sign(
    draft: InboundRequest,
    settings: SignatureSettings,
    signer: CertificateSigner,
    now: datetime,
) -> InboundRequest:
    draft = put(draft, "json.request.timestamp", timestamps.write(now, "rfc3339"))
    named = [place for place in _SKILLS if Facts(draft, settings).values(place)]
    for place in named or _SKILLS[:1]:
        draft = put(draft, place, settings.options["skillId"])
    (host,) = alexa.SIGNER.hosts
    code = signer.sign(host, draft.body, "sha256")
    draft = put_header(draft, "SignatureCertChainUrl", _CERTIFICATE)
    return put_header(draft, "Signature-256", base64.b64encode(code).decode())


PROVIDER = Provider(
    key="alexa",
    label="Amazon Alexa",
    summary="A custom skill whose endpoint is this webhook.",
    help=alexa.VERIFICATION.help,
    source=(
        "https://developer.amazon.com/docs/alexa/custom-skills/"
        "host-a-custom-skill-as-a-web-service.html"
    ),
    asks_for="",
    custom=CustomCheck(
        check=_check,
        sign=_sign,
        message=("json.request.requestId", "json.request.timestamp"),
    ),
    options=(
        Option(
            "skillId",
            "Skill ID",
            "The Alexa developer console shows it under Endpoint; requests of other "
            "skills are refused.",
            required=True,
            pattern=r"amzn1\.[A-Za-z0-9._-]{1,120}",
            example="amzn1.ask.skill.6ab0cd7c-1b5d-4d3c-9f55-0123456789ab",
        ),
    ),
    tolerance_seconds=alexa.TOLERANCE_SECONDS,
    # Amazon's certification test wants 400 for whatever fails.
    refusal_status=400,
    deadline_seconds=8,
    id_places=("json.request.requestId",),
    samples=(
        Sample(
            "LaunchRequest",
            '{"version":"1.0","session":{"new":true,"sessionId":"SessionId.1",'
            '"application":{"applicationId":""},"user":{"userId":"user"}},'
            '"context":{"System":{"application":{"applicationId":""}}},'
            '"request":{"type":"LaunchRequest","requestId":"EdwRequestId.1",'
            '"timestamp":"2026-01-31T12:00:00Z","locale":"en-US"}}',
        ),
    ),
)
