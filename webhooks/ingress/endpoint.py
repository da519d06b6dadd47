"""A webhook as ingress sees it: frozen, secrets included, never logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from webhooks.ingress.reply import Reply
from webhooks.ingress.signatures.settings import SignatureSettings

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most ``requests`` in any ``seconds``; a token bucket's two numbers."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Listener:
    """A workflow's version that the webhook starts.

    ``by_default`` marks the version that runs unless a request names another.
    """

    workflow_id: str
    workflow_name: str
    version: str
    version_id: str | None
    definition_id: int
    by_default: bool


@dataclass(frozen=True, slots=True)
class Endpoint:
    """All that the pipeline needs to know of one webhook.

    Templates (``{{globals.x}}``) in the verification code and the basic-auth
    halves are already resolved. ``rate_limit`` None means the server's
    default; ``reply_timeout_seconds`` None likewise.
    """

    webhook_id: str
    application_id: str
    enabled: bool = True
    response_code: int = 200
    verification_type: str = "none"
    verification_code: str = field(default="", repr=False)
    wait_for_reply: bool = False
    reply_timeout_seconds: float | None = None
    timeout_reply: Reply | None = None
    static_reply: Reply | None = None
    basic_auth_username: str = field(default="", repr=False)
    basic_auth_password: str = field(default="", repr=False)
    is_websocket: bool = False
    cast_buffers_as: str = "array"
    annotate_multipart: bool = False
    allowed_methods: frozenset[str] | None = None
    allow_cors: bool = False
    allowed_addresses: tuple[Network, ...] = ()
    rate_limit: RateLimit | None = None
    include_raw_body: bool = False
    signature: SignatureSettings | None = None
    answer_when_runs_end: bool = False
    application_name: str = ""
    application_globals: Mapping[str, Any] = field(default_factory=dict, repr=False)
    listeners: tuple[Listener, ...] = ()
