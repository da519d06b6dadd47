"""Beginnings of webhooks: what a sender of some kind needs, one row each.

A row only fills in settings that can be changed afterwards; what the sender must
be told becomes the webhook's description, so that it stands beside the URL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any, Final

_POST: Final = ("POST",)


@dataclass(frozen=True, slots=True)
class Preset:
    """One card: ``fields`` are columns of the webhook.

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

    def columns(self) -> dict[str, Any]:
        """Return what a webhook of this kind begins with, but for its name."""
        found: dict[str, Any] = {"description": self.tell, **self.fields}
        if self.makes_code or self.asks_code:
            # For a code that is asked for too: an empty one would be refused.
            found["verification_code"] = token_urlsafe(18)
        return found


def _only_posts(**fields: Any) -> dict[str, Any]:
    return {"allowed_methods": list(_POST), **fields}


PRESETS: Final = (
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
    Preset(
        "github",
        "GitHub",
        "brand-github",
        "Pushes, pull requests, issues and releases.",
        "In the repository under Settings, Webhooks, Add webhook: enter the URL as "
        "Payload URL and choose application/json as content type.",
        _only_posts(),
    ),
    Preset(
        "stripe",
        "Stripe",
        "brand-stripe",
        "Payments, invoices and subscriptions.",
        "In the Stripe dashboard under Developers, Webhooks: add a destination "
        "with the URL as its endpoint.",
        _only_posts(),
    ),
    Preset(
        "shopify",
        "Shopify",
        "shopping-cart",
        "Orders, products and customers.",
        "In the shop's admin under Settings, Notifications, Webhooks: create a "
        "webhook with format JSON and the URL.",
        _only_posts(),
    ),
    Preset(
        "slack",
        "Slack",
        "brand-slack",
        "Slash commands and buttons.",
        "In the Slack app's settings enter the URL as Request URL of a slash command "
        "or under Interactivity. The empty answer shows nothing in the channel.",
        _only_posts(static_reply={"statusCode": 200, "headers": [], "body": ""}),
    ),
    Preset(
        "twilio",
        "Twilio",
        "brand-twilio",
        "Messages and calls to your number.",
        "In the Twilio console enter the URL at your number under "
        "“A message comes in” or “A call comes in”.",
        _only_posts(verification_type="twilio"),
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
    ),
)
BY_KEY: Final = {preset.key: preset for preset in PRESETS}
