"""The published and derived examples of what providers send."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Provider

_FILE: Final = Path(__file__).with_name("vectors.json")
_KEYS: Final = {
    "msgraph": "microsoft-graph",
    "standardwebhooks": "standard-webhooks",
    "twitter": "x",
}
# What a vector's file says in its own words, and the form says in its.
_OPTIONS: Final = {
    "generic-sha512-hex": {"header": "X-Convoy-Signature", "algorithm": "hmac-sha512"},
    "hubspot-v1": {"version": "v1"},
    "hubspot-v2": {"version": "v2"},
    "hubspot-v3": {"version": "v3"},
}


@dataclass(frozen=True, slots=True)
class Vector:
    """One example; ``row`` is as it stands in the file."""

    row: dict[str, Any]

    @property
    def id(self) -> str:
        """Its name in the file."""
        return str(self.row["id"])

    @property
    def key(self) -> str:
        """The provider's key."""
        name = self.row["provider"]
        return str(_KEYS.get(name, name))

    @property
    def provider(self) -> Provider:
        """The provider's declaration."""
        return PROVIDERS[self.key]

    @property
    def is_handshake(self) -> bool:
        """Whether it is a question and not an event."""
        return self.row.get("kind") == "handshake"

    @property
    def secret(self) -> str:
        """The secret or public key; one of no importance where there is none."""
        found = self.row.get("secret") or self.row.get("public_key")
        return str(found or "0" * 64)

    @property
    def options(self) -> dict[str, str]:
        """The provider's options that the example needs."""
        return _OPTIONS.get(self.id, {})

    @property
    def method(self) -> str:
        """The request's method."""
        given = "GET" if "query" in self.row and self.is_handshake else "POST"
        return str(self.row.get("method", given))

    @property
    def url(self) -> str:
        """The address as registered at the sender, without a query, or ""."""
        return str(self.row.get("url", "")).partition("?")[0]

    @property
    def query(self) -> str:
        """The raw query."""
        if "query" in self.row:
            return urlencode(self.row["query"], quote_via=quote)
        return urlsplit(str(self.row.get("url", ""))).query

    @property
    def body(self) -> bytes:
        """The body's bytes."""
        if "form" in self.row:
            pairs = [(name, value) for name, value in self.row["form"]]
            return urlencode(pairs).encode()
        if "json" in self.row:
            return json.dumps(self.row["json"], separators=(",", ":")).encode()
        return str(self.row.get("body", "")).encode()

    @property
    def headers(self) -> dict[str, str]:
        """The headers, with a type for the body."""
        kind = "application/json"
        if "form" in self.row or self.body[:6] == b"token=":
            kind = "application/x-www-form-urlencoded"
        return {"Content-Type": kind, **self.row.get("headers", {})}

    @property
    def now_seconds(self) -> float | None:
        """The time at which it is right, None if it says none."""
        now = self.row.get("now")
        if isinstance(now, str):
            return datetime.fromisoformat(now).timestamp()
        return now


def load() -> list[Vector]:
    """Return all examples but PayPal's, which has no certificate with it."""
    rows = json.loads(_FILE.read_text())
    return [Vector(row) for row in rows if row["provider"] != "paypal"]
