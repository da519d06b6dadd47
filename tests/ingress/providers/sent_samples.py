"""Webhooks as their owners would set them up, and what their senders would send."""

from dataclasses import replace
from typing import Final

from tests.ingress.requests_factory import NOW, inbound
from webhooks.ingress.endpoint import Endpoint
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.contract import KeyKind, Provider, Sample
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import sign
from webhooks.ingress.verification.contract import VerificationContext
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate

URL: Final = "https://hooks.example.com/webhooks/abc"
CERTIFICATE: Final = ThrowAwayCertificate()
CONTEXT: Final = VerificationContext(NOW, CERTIFICATE)

# Public keys are made up by whoever signs.
_SECRETS: Final[dict[KeyKind, str]] = {
    "text": "a long enough secret",
    "hex": "00112233445566778899aabbccddeeff" * 2,
    "base64": "c29tZSBzZWNyZXQgYnl0ZXM=",
    "whsec": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whpk": "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
    "spki": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
}


def settings_for(provider: Provider, **options: str) -> SignatureSettings:
    """Return settings with all that the provider needs, its defaults included."""
    examples = {each.name: each.example for each in provider.options if each.required}
    chosen = {**examples, **provider.defaults(), **options}
    schemes = provider.schemes_for(chosen)
    secrets = [_SECRETS[scheme.key] for scheme in schemes] or [_SECRETS["text"]]
    return SignatureSettings(
        provider.key,
        tuple(dict.fromkeys(secrets)) if provider.asks_for else (),
        own_url=URL,
        options=chosen,
    )


def endpoint_for(settings: SignatureSettings) -> Endpoint:
    """Return a webhook with these settings and the verification that goes along."""
    return Endpoint(
        "webhook",
        "application",
        verification_type=PROVIDERS[settings.provider].companion,
        verification_code="code",
        signature=settings,
    )


def draft_of(sample: Sample) -> InboundRequest:
    """Return a sample as a request without a signature."""
    headers = (("Content-Type", sample.content_type), *sample.headers)
    return inbound(
        sample.method, query=sample.query, headers=headers, body=sample.body.encode()
    )


def signed(
    settings: SignatureSettings, draft: InboundRequest, *, wrong: bool = False
) -> tuple[Endpoint, InboundRequest]:
    """Return the draft as its sender would send it, and the webhook it is for."""
    provider = PROVIDERS[settings.provider]
    made = sign(provider, draft, settings, NOW, CERTIFICATE, wrong=wrong)
    request = replace(made.request, headers=_as_the_server(made.request))
    return endpoint_for(made.settings), request


def _as_the_server(request: InboundRequest) -> tuple[tuple[str, str], ...]:
    return tuple((name.upper(), value) for name, value in request.headers)
