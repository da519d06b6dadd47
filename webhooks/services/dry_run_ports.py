"""What the nodes of a dry run can reach: the world, as far as looking goes.

Replies are noted and never sent, and what is stored is seen by the same run alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.ingress.reply import Reply
from webhooks.ingress.reply_filter import clean_reply
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.payload.values import UNDEFINED, to_number
from webhooks.services.run_ports import ports_of
from webhooks.services.run_ticket import RunTicket
from webhooks.services.site import Site
from webhooks.services.workflow_entries import LARGEST_VALUE, LONGEST_KEY
from webhooks.workflows.errors import NodeError
from webhooks.workflows.ports import Entries, Http, HttpRequest, HttpResponse, Ports

_INSIDE: Final = "A dry run does nothing outside of itself."


def dry_ports(
    site: Site,
    ticket: RunTicket,
    replies: "NotedReplies",
    *,
    outside: bool,
    seconds_left: Callable[[], float],
) -> Ports:
    """Return the ports of a dry run; ``outside`` lets HTTP, mail and MQTT through.

    A request may take no longer than the run itself: ``seconds_left``.
    """
    real = ports_of(site, ticket)
    return replace(
        real,
        replies=replies,
        storage=Overlay(real.storage),
        node_state=Overlay(real.node_state),
        http=_HurriedHttp(real.http, seconds_left) if outside else _CLOSED,
        mail=real.mail if outside else _CLOSED,
        mqtt=real.mqtt if outside else _CLOSED,
        workflows=_CLOSED,
        api=_CLOSED,
    )


class NotedReplies:
    """Keeps the reply that the caller would have got."""

    def __init__(self) -> None:
        self.reply_: Reply | None = None

    def reply(
        self,
        reply_id: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> str:
        """Note the first reply; raises NodeError for one that cannot be sent."""
        try:
            reply = clean_reply(status, headers, body, allow_html=False)
        except Invalid as error:
            raise NodeError(error.message, "ReplyError") from None
        if self.reply_ is not None:
            return "answered"
        self.reply_ = reply
        return "sent"


class Overlay:
    """Stored values as a run sees them: the real ones under its own changes.

    Changes are kept as JSON texts, None for what was forgotten.
    """

    def __init__(self, real: Entries) -> None:
        self._real = real
        self._changes: dict[str, str | None] = {}

    def get(self, key: str) -> Any:
        """Return the value of a name."""
        if key not in self._changes:
            return self._real.get(key)
        text = self._changes[key]
        return UNDEFINED if text is None else parse_json(text)

    def all(self) -> dict[str, Any]:
        """Return every name with its value."""
        found = self._real.all()
        for key, text in self._changes.items():
            if text is None:
                found.pop(key, None)
            else:
                found[key] = parse_json(text)
        return found

    def set(self, key: str, value: Any) -> None:
        """Change a value for this run. Raises NodeError as storing would."""
        try:
            text = encode_json(value)
        except JsonProblem as problem:
            message = f"The value cannot be stored: {problem}."
            raise NodeError(message, "InvalidValue") from None
        if not 0 < len(key) <= LONGEST_KEY:
            message = f"A key has 1 to {LONGEST_KEY} characters."
            raise NodeError(message, "StorageError")
        if len(text.encode("utf-8", "surrogatepass")) > LARGEST_VALUE:
            message = f"A stored value has at most {LARGEST_VALUE} bytes."
            raise NodeError(message, "StorageError")
        self._changes[key] = text

    def clear(self, key: str) -> Any:
        """Forget a name for this run and return what it had."""
        held = self.get(key)
        self._changes[key] = None
        return held

    def increment(self, key: str, amount: float) -> float:
        """Add to a number, 0 when it is missing. Raises NodeError for others."""
        held = self.get(key)
        held = 0 if held is UNDEFINED else held
        if isinstance(held, bool) or not isinstance(held, int | float):
            message = f"The stored value of {key} is not a number."
            raise NodeError(message, "StorageError")
        total = to_number(held + amount)
        self.set(key, total)
        return total

    def update(self, key: str, change: Callable[[Any], Any]) -> None:
        """Replace a value by what ``change`` makes of it; UNDEFINED forgets it."""
        value = change(self.get(key))
        if value is UNDEFINED:
            self._changes[key] = None
        else:
            self.set(key, value)


class _HurriedHttp:
    """Lets no request take longer than the run that makes it."""

    def __init__(self, real: Http, seconds_left: Callable[[], float]) -> None:
        self._real = real
        self._seconds_left = seconds_left

    def request(self, request: HttpRequest) -> HttpResponse:
        """Send a request. Raises NodeError when nothing came back."""
        seconds = min(request.timeout_seconds, max(0.1, self._seconds_left()))
        return self._real.request(replace(request, timeout_seconds=seconds))


@dataclass(frozen=True, slots=True)
class _Closed:
    """Stands where a dry run must not reach, should a node try after all."""

    def request(self, request: HttpRequest) -> HttpResponse:
        """Refuse."""
        raise NodeError(_INSIDE, "DryRun")

    def send(self, to: Sequence[str], subject: str, html: str) -> None:
        """Refuse."""
        raise NodeError(_INSIDE, "DryRun")

    def publish(self, broker: str, topic: str, message: bytes) -> None:
        """Refuse."""
        raise NodeError(_INSIDE, "DryRun")

    def trigger(
        self,
        workflow_id: str,
        version: str,
        button: str,
        payload: Any,
        run_at: datetime | None = None,
        run_key: str = "",
    ) -> dict[str, Any]:
        """Refuse."""
        raise NodeError(_INSIDE, "DryRun")

    def cancel(self, run_key: str) -> bool:
        """Refuse."""
        raise NodeError(_INSIDE, "DryRun")

    def call(self, resource: str, action: str, params: Any) -> Any:
        """Refuse."""
        raise NodeError(_INSIDE, "DryRun")


_CLOSED: Final = _Closed()
