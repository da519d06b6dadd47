"""Which stored requests somebody asks for.

Apart from the looking itself, because the API, the pages, the search and the
export all ask in the same words.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from webhooks.errors import Invalid
from webhooks.services.text_rules import is_storable

STATUSES: Final = ("accepted", "refused", "handshake", "duplicate")
VERDICTS: Final = ("verified", "failed", "unchecked")
SOURCES: Final = ("request", "test", "replay")
DEFAULT_LIMIT: Final = 50
MOST: Final = 200

_LONGEST_TEXT: Final = 255
_RESPONSE = re.compile(r"[1-5](?:[0-9]{2}|xx)")


@dataclass(frozen=True, slots=True)
class DeliveryQuery:
    """Which deliveries: ``before`` and ``after`` are cursors or delivery ids.

    ``q`` is text to find in path, query, headers or body; ``path`` is how the
    path begins, or with ``*`` for any text what all of it looks like;
    ``response_status`` is ``404`` or ``4xx``. Those received at
    ``received_from`` count, and those at ``received_to`` no more.
    """

    limit: int = DEFAULT_LIMIT
    before: str | None = None
    after: str | None = None
    status: str | None = None
    method: str | None = None
    q: str | None = None
    path: str | None = None
    verdict: str | None = None
    source: str | None = None
    response_status: str | None = None
    received_from: datetime | None = None
    received_to: datetime | None = None

    @property
    def is_narrow(self) -> bool:
        """Tell whether any filter leaves deliveries out."""
        return self.status is not None or self.must_sift

    @property
    def must_sift(self) -> bool:
        """Tell whether rows must be read to find out, for want of an index."""
        return any(
            value is not None
            for value in (
                *(self.method, self.q or None, self.path, self.verdict, self.source),
                *(self.response_status, self.received_from, self.received_to),
            )
        )


def check(query: DeliveryQuery) -> None:
    """Raise Invalid for the first thing that cannot be asked for."""
    if not 1 <= query.limit <= MOST:
        raise Invalid(f"limit must be from 1 to {MOST}", "limit")
    for field, value, known in (
        ("status", query.status, STATUSES),
        ("verdict", query.verdict, VERDICTS),
        ("source", query.source, SOURCES),
    ):
        if value is not None and value not in known:
            raise Invalid(f"{field} must be one of {', '.join(known)}", field)
    for field, text in (("q", query.q), ("path", query.path), ("method", query.method)):
        if text is not None and len(text) > _LONGEST_TEXT:
            text = f"{field} must be at most {_LONGEST_TEXT} characters"
            raise Invalid(text, field)
        if text is not None and not is_storable(text):
            raise Invalid(f"{field} must not hold NUL or half characters", field)
    response = query.response_status
    if response is not None and _RESPONSE.fullmatch(response) is None:
        text = "responseStatus must be a status such as 404, or a class such as 4xx"
        raise Invalid(text, "responseStatus")
