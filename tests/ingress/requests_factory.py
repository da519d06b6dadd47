"""Inbound requests for tests: every field has a default, headers are keywords."""

from datetime import UTC, datetime

from webhooks.ingress.request import InboundRequest

NOW = datetime(2026, 1, 5, 10, 11, 12, tzinfo=UTC)


def inbound(
    method: str = "POST",
    *,
    path: str = "/",
    query: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    remote_address: str = "203.0.113.9",
) -> InboundRequest:
    """Return a request as the door would build it."""
    upper = tuple((name.upper(), value) for name, value in headers)
    return InboundRequest(method, path, query, upper, remote_address, NOW, body)
