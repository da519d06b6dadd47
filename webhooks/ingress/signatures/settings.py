"""What a webhook's owner has set about its sender: frozen, secrets included.

Apart from the provider's declaration, so that a webhook as ingress sees it needs
to know nothing about how its sender signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SignatureSettings:
    """The ``signature`` of one webhook; ``secrets`` are newest first.

    ``tolerance_seconds`` None means the provider's own, 0 switches the check of
    the time off. ``registered_url`` is the address as the sender knows it; when
    it is empty, ``own_url`` (the public address of this webhook) counts.
    """

    provider: str
    secrets: tuple[str, ...] = field(default=(), repr=False)
    registered_url: str = ""
    tolerance_seconds: float | None = None
    deduplicate: bool = False
    allow_redelivery: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    own_url: str = field(default="", repr=False)

    def secret_bytes(self) -> tuple[bytes, ...]:
        """Return the secrets as they stand in a request that shows one."""
        return tuple(each.encode("utf-8", "surrogatepass") for each in self.secrets)

    def signed_url(self, path: str, raw_query: str) -> str:
        """Return the address that a sender signs for a request to this webhook.

        ``path`` is what follows the token, ``raw_query`` the query as it came.
        The request's own host is never believed.
        """
        base, _, registered_query = (self.registered_url or self.own_url).partition("?")
        if path != "/":
            base = base.rstrip("/") + path
        query = raw_query or registered_query
        return f"{base}?{query}" if query else base
