"""A delivery as its page shows it: secrets masked, states put into words."""

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from webhooks.services.deliveries import Delivery
from webhooks.services.site import Site

_SECRET_NAME: Final = re.compile(
    r"authorization|cookie|signature|token|secret|password|api-?key|hmac", re.IGNORECASE
)
_ANSWERED_BY: Final = {
    "automatic": "Answered automatically",
    "static": "Answered with the webhook's own reply",
    "handshake": "Answered as the sender's check of the address",
    "refusal": "Refused",
    "reply": "Answered by a script or by hand",
    "timeout": "Nobody replied in time",
    "shutdown": "The server was stopped while the caller waited",
    "overload": "Too many callers were waiting",
    "abandoned": "The caller hung up before a reply came",
}
_VERDICTS: Final = {
    "verified": "The sender was verified.",
    "failed": "The sender could not be verified.",
    "unchecked": "The sender was not checked.",
}


@dataclass(frozen=True, slots=True)
class ShownHeader:
    """One header; ``value`` is empty while it is masked."""

    name: str
    value: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request, for its badge: a word and a tone."""

    word: str
    tone: str


def shown_headers(headers: list[list[str]] | None, revealed: bool) -> list[ShownHeader]:
    """Return headers with readable names, masked where they may be secrets."""
    shown = []
    for name, value in headers or ():
        secret = _SECRET_NAME.search(name) is not None
        masked = secret and not revealed
        text = "" if masked else _readable(value)
        shown.append(ShownHeader(_titled(name), text, masked))
    return shown


def shown_query(raw_query: str) -> list[ShownHeader]:
    """Return the query's pairs, decoded; repeats are kept."""
    pairs = []
    for part in raw_query.split("&")[:500]:
        if part:
            name, _, value = part.partition("=")
            pairs.append(ShownHeader(_decoded(name), _decoded(value), False))
    return pairs


def outcome(site: Site, delivery: Delivery) -> Outcome:
    """Return what became of the request in one word."""
    if delivery.status == "refused":
        return Outcome("refused", "bad")
    if is_waiting(site, delivery):
        return Outcome("waiting", "wait")
    if delivery.response_status is None:
        return Outcome("no answer", "warn")
    if delivery.response_source in {"timeout", "shutdown", "overload", "abandoned"}:
        return Outcome(delivery.response_source, "warn")
    if delivery.status != "accepted":
        return Outcome(delivery.status, "info")
    return Outcome("answered", "good")


def is_waiting(site: Site, delivery: Delivery) -> bool:
    """Tell whether the caller still waits for a reply."""
    if delivery.reply_id is None or delivery.response_status is not None:
        return False
    pending = site.replies.find(delivery.reply_id)
    return pending is not None and not pending.taken


def answered_by(delivery: Delivery) -> str:
    """Return in words who answered."""
    return _ANSWERED_BY.get(delivery.response_source or "", "No answer was recorded")


def verdict_text(delivery: Delivery) -> str:
    """Return in words what is known of the sender."""
    return _VERDICTS.get(delivery.verdict, delivery.verdict)


def content_type_of(headers: list[list[str]] | None) -> str:
    """Return the content type among headers, or an empty text."""
    pairs: Any = headers or ()
    return next((v for name, v in pairs if name.lower() == "content-type"), "")


def _titled(name: str) -> str:
    """Return ``USER-AGENT`` as ``User-Agent``: servers do not keep the case."""
    return "-".join(part.capitalize() for part in name.split("-"))


def _readable(value: str) -> str:
    """Return a header's value as UTF-8 where it is that, else as it came."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _decoded(text: str) -> str:
    return unquote_plus(text.encode("latin-1", "replace").decode("utf-8", "replace"))
