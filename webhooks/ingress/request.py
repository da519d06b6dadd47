"""An inbound request as a value."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InboundRequest:
    """What arrived at a webhook's URL, exactly as far as the server tells.

    ``method`` is upper-case. ``path`` is the raw path behind the token, still
    percent-encoded, and always begins with ``/``. ``raw_query`` excludes the
    question mark. ``headers`` keeps order and repeats; values are latin-1
    text as WSGI has it, names are as the server gives them (upper-case).
    ``body`` is empty until it has been read.
    """

    method: str
    path: str
    raw_query: str
    headers: tuple[tuple[str, str], ...]
    remote_address: str
    received_at: datetime
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first header of that name (any case), or None."""
        wanted = name.upper()
        for key, value in self.headers:
            if key.upper() == wanted:
                return value
        return None

    def header_values(self, name: str) -> tuple[str, ...]:
        """Return every header of that name (any case), in order."""
        wanted = name.upper()
        return tuple([value for key, value in self.headers if key.upper() == wanted])

    def with_body(self, body: bytes) -> "InboundRequest":
        """Return the same request with its body, once that has been read."""
        return InboundRequest(
            self.method,
            self.path,
            self.raw_query,
            self.headers,
            self.remote_address,
            self.received_at,
            body,
        )
