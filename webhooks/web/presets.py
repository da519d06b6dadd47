"""Beginnings of webhooks: what a sender of some kind needs, one row each.

A row only fills in settings that can be changed afterwards; what the sender must
be told becomes the webhook's description, so that it stands beside the URL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any, Final

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Provider

_POST: Final = ("POST",)


@dataclass(frozen=True, slots=True)
class Preset:
    """One card: ``fields`` are columns of the webhook.

    ``provider`` is who signs; its secret is asked for next. ``is_common`` tells
    that the card is among the first.
    ``makes_code``: the sender may be told any code, so one is made up.
    ``asks_code``: the sender gives the code, which its owner types in next.
    """

    key: str
    label: str
    icon: str
    line: str
    tell: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    makes_code: bool = False
    asks_code: bool = False
    provider: str = ""
    is_common: bool = True

    def columns(self) -> dict[str, Any]:
        """Return what a webhook of this kind begins with, but for its name."""
        found: dict[str, Any] = {"description": self.tell, **self.fields}
        if self.makes_code or self.asks_code:
            # For a code that is asked for too: an empty one would be refused.
            found["verification_code"] = token_urlsafe(18)
        return found


def _only_posts(**fields: Any) -> dict[str, Any]:
    return {"allowed_methods": list(_POST), **fields}


_OWN: Final = (
    Preset("plain", "Anything", "webhook", "Takes every request and says thanks."),
    Preset(
        "device",
        "ESP32 or other device",
        "cpu",
        "For Arduino, Shelly, ESPHome and whatever speaks HTTP.",
        "Let the device send POST or GET requests to the URL; "
        "the calls to copy are on this page.",
        {"allowed_methods": ["GET", "POST", "PUT"]},
    ),
    Preset(
        "home-assistant",
        "Home Assistant",
        "home",
        "Called by an automation's rest_command.",
        "Put the rest_command from this page into configuration.yaml, restart "
        "Home Assistant, and call it from an automation.",
        _only_posts(),
    ),
    Preset(
        "script",
        "A script that replies",
        "terminal-2",
        "The caller waits until your program has answered.",
        "Run a program with the Python or JavaScript client; "
        "the caller gets what it replies.",
        {"wait_for_reply": True},
    ),
    Preset(
        "workflow",
        "A workflow that replies",
        "route",
        "The caller waits until a workflow has answered.",
        "Make a workflow that begins with this webhook and ends with a Webhook "
        "Reply; the caller gets what it replies.",
        {"wait_for_reply": True, "answer_when_runs_end": True},
    ),
)
# Senders whose webhooks need something set beside the signature.
_SERVICES: Final = (
    Preset(
        "github",
        "GitHub",
        "brand-github",
        "Pushes, pull requests, issues and releases.",
        "In the repository under Settings, Webhooks, Add webhook: enter the URL as "
        "Payload URL and choose application/json as content type.",
        _only_posts(),
        provider="github",
    ),
    Preset(
        "stripe",
        "Stripe",
        "brand-stripe",
        "Payments, invoices and subscriptions.",
        "In the Stripe dashboard under Developers, Webhooks: add a destination "
        "with the URL as its endpoint.",
        _only_posts(),
        provider="stripe",
    ),
    Preset(
        "shopify",
        "Shopify",
        "shopping-cart",
        "Orders, products and customers.",
        "In the shop's admin under Settings, Notifications, Webhooks: create a "
        "webhook with format JSON and the URL.",
        _only_posts(),
        provider="shopify",
    ),
    Preset(
        "slack",
        "Slack",
        "brand-slack",
        "Slash commands and buttons.",
        "In the Slack app's settings enter the URL as Request URL of a slash command "
        "or under Interactivity. The empty answer shows nothing in the channel.",
        _only_posts(static_reply={"statusCode": 200, "headers": [], "body": ""}),
        provider="slack",
    ),
    Preset(
        "twilio",
        "Twilio",
        "brand-twilio",
        "Messages and calls to your number.",
        "In the Twilio console enter the URL at your number under "
        "“A message comes in” or “A call comes in”.",
        _only_posts(verification_type="twilio"),
        provider="twilio",
    ),
    Preset(
        "facebook",
        "Facebook",
        "brand-facebook",
        "Pages, Messenger and Instagram.",
        "In the app's Webhooks settings enter the URL as Callback URL and the "
        "verification code, which is under Settings, as Verify Token.",
        {"verification_type": "facebook"},
        makes_code=True,
        provider="facebook",
    ),
    Preset(
        "fitbit",
        "Fitbit",
        "device-watch",
        "Steps, sleep and weight.",
        "Enter the URL as a subscriber's endpoint at Fitbit, and put the code that "
        "Fitbit shows into the settings here.",
        {"verification_type": "fitbit"},
        asks_code=True,
        provider="fitbit",
    ),
)
# What is common among the senders that need nothing but their signature, with
# their icons.
_COMMON: Final = {
    "discord": "brand-discord",
    "gitlab": "brand-gitlab",
    "notion": "brand-notion",
    "paypal": "brand-paypal",
    "standard-webhooks": "shield-check",
    "telegram": "brand-telegram",
    "whatsapp": "brand-whatsapp",
    "zoom": "brand-zoom",
}
# These say how anybody may sign, and are chosen at the signature.
_NO_SENDERS: Final = frozenset({"generic", "shared-secret"})


def _signed(provider: Provider) -> Preset:
    """Return the beginning of a webhook that needs only its provider's secret."""
    is_meta = provider.companion == "facebook"
    fields = {"verification_type": provider.companion} if is_meta else {}
    return Preset(
        provider.key,
        provider.label,
        _COMMON.get(provider.key, "shield-check"),
        provider.summary,
        provider.help,
        fields,
        makes_code=is_meta,
        provider=provider.key,
        is_common=provider.key in _COMMON,
    )


def _presets() -> tuple[Preset, ...]:
    known = {preset.key for preset in (*_OWN, *_SERVICES)} | _NO_SENDERS
    rest = [_signed(each) for key, each in PROVIDERS.items() if key not in known]
    rest.sort(key=lambda preset: not preset.is_common)
    return (*_OWN, *_SERVICES, *rest)


PRESETS: Final = _presets()
BY_KEY: Final = {preset.key: preset for preset in PRESETS}
