"""What differs between two stored requests.

Answers the question of the morning after: the call went through yesterday, so
what is different about today's?
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from sqlalchemy import select
from sqlalchemy.sql import ColumnElement

from webhooks.ingress.json_text import JsonProblem, load_json
from webhooks.services.json_difference import Change, json_difference
from webhooks.services.secret_parts import DOTS, is_secret_header, is_secret_query
from webhooks.services.site import Site
from webhooks.services.text_difference import (
    BytesDifference,
    TextDifference,
    bytes_difference,
    text_difference,
)
from webhooks.storage.models import Delivery

_LARGEST_JSON: Final = 1024 * 1024
_LARGEST_TEXT: Final = 1024 * 1024
_MOST_FIELDS: Final = 500

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BodyDifference:
    """``kind`` tells how they were compared: ``json``, ``text`` or ``bytes``.

    Or they are the ``same``, and nothing else is set. ``bytes`` tells where they
    first differ, and ``cut`` that not all of them was compared.
    """

    kind: str
    changes: tuple[Change, ...] = ()
    text: TextDifference | None = None
    bytes: BytesDifference | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryDifference:
    """Changes by part; empty where nothing differs."""

    line: tuple[Change, ...]
    query: tuple[Change, ...]
    headers: tuple[Change, ...]
    body: BodyDifference


def difference(
    site: Site, old: Delivery, new: Delivery, revealed: bool
) -> DeliveryDifference:
    """Compare two deliveries whose bodies have been loaded.

    Secrets are dots unless revealed; that they differ is told.
    """
    line = (("method", old.method, new.method), ("path", old.path, new.path))
    hidden = any(is_secret_query(row.status) for row in (old, new)) and not revealed
    return DeliveryDifference(
        tuple(Change(name, one, two) for name, one, two in line if one != two),
        _changes(_query(old), _query(new), lambda _: hidden),
        _changes(
            _headers(old),
            _headers(new),
            lambda name: is_secret_header(name) and not revealed,
        ),
        site.store.writer.offload(lambda: _body(old.body, new.body)),
    )


def neighbours(site: Site, delivery: Delivery, limit: int = 20) -> list[Delivery]:
    """Return deliveries of the same webhook around one, those before it first.

    Newest first on either side; without bodies.
    """
    with site.store.reading() as session:

        def near(side: ColumnElement[bool], order: Any) -> list[Delivery]:
            rows = select(Delivery).where(
                Delivery.webhook_id == delivery.webhook_id, side
            )
            return list(session.scalars(rows.order_by(order).limit(limit)))

        before = near(Delivery.seq < delivery.seq, Delivery.seq.desc())
        after = near(Delivery.seq > delivery.seq, Delivery.seq.asc())
    return before + after[::-1]


def _query(delivery: Delivery) -> Pairs:
    for part in delivery.raw_query.split("&")[:_MOST_FIELDS]:
        if part:
            name, _, value = part.partition("=")
            yield unquote_plus(name), unquote_plus(value)


def _headers(delivery: Delivery) -> Pairs:
    return ((name.lower(), value) for name, value in delivery.headers)


def _changes(
    old: Pairs, new: Pairs, is_hidden: Callable[[str], bool]
) -> tuple[Change, ...]:
    left, right = _by_name(old), _by_name(new)
    changes = []
    for name in dict.fromkeys([*left, *right]):
        one, two = left.get(name), right.get(name)
        if one != two:
            if is_hidden(name):
                one, two = one and DOTS, two and DOTS
            changes.append(Change(name, one, two))
    return tuple(changes)


def _by_name(pairs: Pairs) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


def _body(old: bytes, new: bytes) -> BodyDifference:
    first = bytes_difference(old, new)
    if first is None:
        return BodyDifference("same")
    if max(len(old), len(new)) <= _LARGEST_JSON:
        try:
            left, right = load_json(old), load_json(new)
        except JsonProblem:
            pass
        else:
            changes, cut = json_difference(left, right, "data.body")
            if changes:
                return BodyDifference("json", tuple(changes), bytes=first, cut=cut)
    texts = _as_text(old), _as_text(new)
    if texts[0] is not None and texts[1] is not None:
        found = text_difference(texts[0], texts[1])
        if found.lines:
            cut = found.cut or max(len(old), len(new)) > _LARGEST_TEXT
            return BodyDifference("text", text=found, bytes=first, cut=cut)
    return BodyDifference("bytes", bytes=first)


def _as_text(body: bytes) -> str | None:
    head = body[:_LARGEST_TEXT]
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if len(head) == len(body) or error.start < len(head) - 3:
            return None
        text = head[: error.start].decode()
    return None if "\0" in text else text
