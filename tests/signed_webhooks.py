"""Signatures to make webhooks with: something that each provider can be set to."""

import base64
from typing import Any

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Option, Provider, Scheme

# What is text must survive shells, addresses and forms.
TEXT = 'it\'s a "key" & $HOME \\n 100%'
_CODED = {
    "base64": base64.b64encode(bytes(range(7, 39))).decode(),
    "whsec": "whsec_" + base64.b64encode(bytes(range(7, 31))).decode(),
    "hex": bytes(range(7, 39)).hex(),
    "whpk": "whpk_" + base64.b64encode(bytes(32)).decode(),
}
_KEY = base64.b64decode(
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP"
    "40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q=="
)
# Options that have no default and must fit what else is checked.
_OPTIONS = {
    "topicArn": "arn:aws:sns:eu-central-1:123456789012:orders",
    "webhookId": "4JH86294D6297924G",
}


def signature(key: str, /, **options: str) -> dict[str, Any]:
    """Return a ``signature`` with which a webhook takes this provider's requests."""
    provider = PROVIDERS[key]
    given = {each.name: _option(each) for each in provider.options if each.required}
    given |= options
    found: dict[str, Any] = {"provider": key, "options": given}
    if provider.asks_for:
        found["secrets"] = [_stored(provider, given)]
    return found


def _option(option: Option) -> str:
    if option.default:
        return option.default
    if option.choices:
        return option.choices[0][0]
    return _OPTIONS.get(option.name, "amzn1.ask.skill.example")


def _stored(provider: Provider, options: dict[str, str]) -> str:
    schemes = provider.schemes_for({**provider.defaults(), **options})
    return _secret(schemes[0]) if schemes else TEXT


def _secret(scheme: Scheme) -> str:
    if scheme.algorithm == "ecdsa-p256-sha256":
        return base64.b64encode(_KEY).decode()
    if scheme.algorithm == "ed25519" and scheme.key != "whpk":
        return bytes(32).hex() if scheme.key == "hex" else _CODED["base64"]
    return _CODED.get(scheme.key, TEXT)
