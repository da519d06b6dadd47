"""What a call to copy is made of, whatever language it is written in."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from webhooks.services.webhooks import Webhook

SECRET: Final = "$SECRET"  # noqa: S105  # what stands for a password
# The first of these that the webhook allows; the first three carry a body.
_METHODS: Final = ("POST", "PUT", "PATCH", "GET", "DELETE", "HEAD", "OPTIONS")
_WITH_BODY: Final = frozenset(_METHODS[:3])
_UNKNOWN_USER: Final = "USER"
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the webhook accepts; ``user`` is None without a password.

    Without a body the URL carries a query, so that there is something to see.
    """

    url: str
    method: str
    user: str | None
    allows_cors: bool

    @property
    def has_body(self) -> bool:
        """Whether the method goes with a body."""
        return self.method in _WITH_BODY

    @property
    def is_local(self) -> bool:
        """Whether the URL means this very machine, which no device can reach."""
        return urlsplit(self.url).hostname in _HERE


def call_for(webhook: Webhook, url: str) -> Call:
    """Return a call that fits the webhook's methods and password."""
    allowed = webhook.allowed_methods or _METHODS
    method = next((each for each in _METHODS if each in allowed), _METHODS[0])
    user: str | None = None
    if webhook.basic_auth_username or webhook.basic_auth_password:
        user = webhook.basic_auth_username
        # It may come from a global, whose value is not for everybody to see.
        user = _UNKNOWN_USER if "{{" in user else user
    target = url if method in _WITH_BODY else f"{url}?hello=world"
    return Call(target, method, user, webhook.allow_cors)
