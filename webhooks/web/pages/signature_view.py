"""Who signs a webhook's requests, and how, in words: for badges and details.

Apart from the page of a signature: lists, the inspector and every delivery say it.
"""

from dataclasses import dataclass

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.check import scheme_name
from webhooks.ingress.signatures.contract import Provider
from webhooks.ingress.signatures.words import describe
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.services.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class SenderCheck:
    """How a webhook's sender is checked, for its badge.

    ``rest`` names a sender that is answered in its own way, beside the check.
    """

    words: str
    tone: str
    symbol: str
    rest: str = ""


def sender_check(webhook: Webhook) -> SenderCheck:
    """Return how the sender is checked; for templates."""
    kind = webhook.verification_type
    known = VERIFICATIONS.get(kind)
    rest = known.label if known is not None and kind != "none" else ""
    if webhook.signature is not None:
        provider = PROVIDERS.get(webhook.signature["provider"])
        if provider is None:
            return SenderCheck("unknown sender", "bad", "shield-x", rest)
        rest = "" if provider.companion == kind else rest
        return SenderCheck(provider.label, "good", "shield-check", rest)
    if kind == "alexa":
        return SenderCheck(rest, "good", "shield-check")
    return SenderCheck("not checked", "info", "shield-off", rest)


def scheme_label(scheme: str) -> str:
    """Return ``HubSpot (v3)`` for what verdicts call a way to sign; "" for none."""
    key, _, name = scheme.partition(" ")
    known = PROVIDERS.get(key) or VERIFICATIONS.get(key)
    if known is None or key == "none":
        return ""
    return f"{known.label} ({name})" if name else known.label


def scheme_words(webhook: Webhook, scheme: str) -> str:
    """Return what is signed in the way that a verdict names, as it is set now."""
    provider = PROVIDERS.get(scheme.partition(" ")[0])
    stored = webhook.signature or {}
    if provider is None or stored.get("provider") != provider.key:
        return ""
    try:
        found = provider.schemes_for({**provider.defaults(), **stored["options"]})
    except ValueError:
        return ""
    return next((describe(s) for s in found if scheme_name(provider, s) == scheme), "")


def what_is_signed(provider: Provider, options: dict[str, str]) -> tuple[str, bool]:
    """Return in words what is signed, or what is wrong with the options."""
    try:
        schemes = provider.schemes_for({**provider.defaults(), **options})
    except ValueError as error:
        text = str(error)
        return f"{text[:1].upper()}{text[1:].rstrip('.')}.", False
    return " Or: ".join(dict.fromkeys(map(describe, schemes))), True
