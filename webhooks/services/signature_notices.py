"""What the owner of a webhook should know about its signature.

Apart from the rules: these settings may be stored, and yet do not do what their
owner expects, or need something at the sender too.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Provider
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.services import deliveries
from webhooks.services.delivery_query import DeliveryQuery
from webhooks.services.endpoints import find_by_id
from webhooks.services.site import Site
from webhooks.storage.models import Delivery, Webhook

# The sender tells its secret when the subscription begins, so not many are looked
# through.
_QUESTIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """``delivery`` is the request that it is about, if it is about one."""

    text: str
    tone: Literal["warn", "info"] = "warn"
    delivery: Delivery | None = None


def notices(site: Site, webhook: Webhook) -> list[Notice]:
    """Return what there is to know, the most pressing first."""
    stored = webhook.signature
    if stored is None:
        return []
    provider = PROVIDERS.get(stored["provider"])
    if provider is None:
        return [Notice("Its sender is unknown here, so every request is refused.")]
    found = [
        _globals(site, webhook),
        _deadline(site, webhook, provider),
        _address(site, stored, provider),
        _question(webhook, provider),
        _adopted(site, webhook, provider),
    ]
    return [notice for notice in found if notice is not None]


def signs_url(provider: Provider) -> bool:
    """Tell whether a sender may sign the address, under some options."""
    return provider.signs_url or (provider.build is not None and signs(provider))


def signs(provider: Provider) -> bool:
    """Tell whether a sender signs at all: some only send the secret along."""
    schemes = provider.schemes_for(provider.defaults())
    return any(scheme.algorithm != "equals" for scheme in schemes)


def _globals(site: Site, webhook: Webhook) -> Notice | None:
    secrets = (webhook.signature or {})["secrets"]
    if not any("{{" in secret for secret in secrets):
        return None
    public_url = site.settings.public_url
    found = find_by_id(site.store, webhook.application_id, webhook.id, public_url)
    in_use = found.signature.secrets if found and found.signature else ()
    if len(in_use) == len(secrets):
        return None
    return Notice(
        "A stored secret names a global that this application does not have, so that "
        "secret fits no request. Set the global, or enter the secret again."
    )


def _deadline(site: Site, webhook: Webhook, provider: Provider) -> Notice | None:
    deadline, waits = provider.deadline_seconds, webhook.reply_timeout_seconds
    if waits is None:
        waits = site.settings.reply_timeout_seconds
    if not webhook.wait_for_reply or deadline is None or waits <= deadline:
        return None
    return Notice(
        f"{provider.label} waits {deadline:g} s for an answer, and this webhook waits "
        f"up to {waits:g} s for a reply. Set “Wait for at most” to less than "
        f"{deadline:g} s, or answer at once."
    )


def _address(site: Site, stored: dict[str, Any], provider: Provider) -> Notice | None:
    is_told = site.settings.sources.get("PUBLIC_URL", "default") != "default"
    if stored["registeredUrl"] or is_told:
        return None
    if provider.build is not None or not provider.signs_url:
        return None
    return Notice(
        f"{provider.label} signs the address that it calls, and this server does not "
        f"know its own: it takes {site.settings.public_url}. Set "
        "SWITCHHOOK_PUBLIC_URL, or enter the URL as registered at the signature."
    )


def _question(webhook: Webhook, provider: Provider) -> Notice | None:
    companion = VERIFICATIONS.get(provider.companion)
    if companion is None or webhook.verification_type == companion.type:
        return None
    if not companion.needs_code:
        return None
    return Notice(
        f"{provider.label} first asks whether the address is right. That is answered "
        f"only while Sender is {companion.label} with a verification code."
    )


def _adopted(site: Site, webhook: Webhook, provider: Provider) -> Notice | None:
    if not provider.may_lack_secret:
        return None
    secrets = (webhook.signature or {})["secrets"]
    if not secrets:
        return Notice(
            f"It has no secret yet. The first request in which {provider.label} tells "
            "it will set it; until then nothing is accepted.",
        )
    query = DeliveryQuery(limit=_QUESTIONS, status="handshake")
    page = deliveries.list_(site, webhook.application_id, webhook.id, query)
    told = next((row for row in page.items if _tells(row, secrets)), None)
    if told is None:
        return None
    return Notice(
        f"The secret was taken from a request of {provider.label}. Compare it with "
        f"what {provider.label} shows: it must be the same.",
        "info",
        told,
    )


def _tells(row: Delivery, secrets: list[str]) -> bool:
    text = row.body.decode("utf-8", "replace")
    texts = [text, *(value for _, value in row.headers)]
    return any(secret in each for secret in secrets for each in texts)
