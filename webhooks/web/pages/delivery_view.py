"""A delivery as its page shows it: secrets masked, states put into words."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from webhooks.services.deliveries import Delivery
from webhooks.services.secret_parts import is_secret_header, is_secret_query
from webhooks.services.site import Site
from webhooks.web.pages.signature_view import scheme_label

_ANSWERED_BY: Final = {
    "automatic": "Answered automatically",
    "static": "Answered with the webhook's own reply",
    "handshake": "Answered as the sender's check of the address",
    "refusal": "Refused",
    "reply": "Answered by a workflow, a script or by hand",
    "timeout": "Nobody replied in time",
    "shutdown": "The server was stopped while the caller waited",
    "abandoned": "The caller hung up before a reply came",
}
# A verdict as people read it.
VERDICT_WORDS: Final = {
    "verified": "verified",
    "failed": "refused",
    "unchecked": "not checked",
}
MOST_PAIRS: Final = 500
_VALUE_CHARACTERS: Final = 16_000
_VERDICTS: Final = {
    "verified": "The sender was verified.",
    "failed": "The request was refused: the sender could not be verified.",
    "unchecked": "The sender was not checked.",
}


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A header or a query field; ``value`` is empty while it is masked."""

    name: str
    value: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request, for its badge: a word and a tone.

    ``is_verdict`` tells that the badge of the verdict says it already.
    """

    word: str
    tone: str
    is_verdict: bool = False


def shown_headers(headers: list[list[str]] | None, revealed: bool) -> list[ShownPair]:
    """Return headers with readable names, masked where they may be secrets.

    Of very many the first 500, of a very long value its beginning.
    """
    shown = []
    for name, value in (headers or ())[:MOST_PAIRS]:
        masked = is_secret_header(name) and not revealed
        text = "" if masked else _readable(value[:_VALUE_CHARACTERS])
        shown.append(ShownPair(_titled(name), text, masked))
    return shown


def is_query_masked(delivery: Delivery, revealed: bool) -> bool:
    """Tell whether the query is dots because it may hold a secret."""
    return is_secret_query(delivery.status) and not revealed


def shown_query(delivery: Delivery, revealed: bool) -> list[ShownPair]:
    """Return the query's pairs, decoded; repeats are kept."""
    masked = is_query_masked(delivery, revealed)
    pairs = []
    for part in delivery.raw_query.split("&")[:MOST_PAIRS]:
        if part:
            name, _, value = part.partition("=")
            text = "" if masked else _decoded(value)
            pairs.append(ShownPair(_decoded(name), text, masked))
    return pairs


def outcome(site: Site, delivery: Delivery) -> Outcome:
    """Return what became of the request in one word."""
    if delivery.status == "refused":
        return Outcome("refused", "bad", delivery.verdict == "failed")
    if is_waiting(site, delivery):
        return Outcome("waiting", "wait")
    if delivery.response_status is None:
        return Outcome("no answer", "warn")
    if delivery.response_source in {"timeout", "shutdown", "abandoned"}:
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


def remaining_seconds(site: Site, delivery: Delivery) -> float | None:
    """Return how long the caller still waits, or None if it does not."""
    if not is_waiting(site, delivery):
        return None
    pending = site.replies.find(delivery.reply_id or "")
    if pending is None:
        return None
    waited = (site.clock.now() - delivery.received_at).total_seconds()
    return max(0.0, pending.timeout_seconds - waited)


def verdict_text(delivery: Delivery) -> str:
    """Return in words what is known of the sender."""
    return _VERDICTS.get(delivery.verdict, delivery.verdict)


def verdict_meaning(delivery: Delivery) -> str:
    """Return in words what the verdict rests on, and what came of it."""
    sender = scheme_label(delivery.scheme)
    if delivery.status == "duplicate":
        return "It is a repetition: it got the first answer again, and started nothing."
    if delivery.status == "handshake":
        return "It asked whether this is the right address, and got its answer."
    if delivery.verdict == "verified" and sender:
        return f"It passed the check for {sender}."
    if delivery.verdict == "failed":
        return "It was turned away. Nothing was started by it."
    if not sender:
        return "Whoever knows the URL may send here. Settings can ask for more."
    return f"Requests of {sender} carry nothing here that could be checked."


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
