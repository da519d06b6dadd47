"""Whether a stored delivery fits a query: in SQL where that can tell, else here.

Used on native threads: nothing here waits, logs or holds a session.
"""

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Final

from webhooks.clock import to_ms
from webhooks.services.delivery_query import STATUSES, DeliveryQuery
from webhooks.services.path_pattern import PathPattern
from webhooks.services.secret_parts import (
    SECRET_WORDS,
    is_secret_header,
    is_secret_query,
)
from webhooks.services.shown_secrets import NONE, ShownSecrets, stored_in

_TEXTS = (
    "SELECT path, raw_query, headers, body, status, webhook_id "
    "FROM delivery WHERE seq = ?"
)
_SIGNED = (
    "SELECT id, signature FROM webhook WHERE signature IS NOT NULL "
    "AND id IN (SELECT value FROM json_each(?))"
)
# Between two pieces of a large body other threads get their turn.
_PIECE_BYTES: Final = 64 * 1024
# What a header has in its stored form just as in its shown one.
_PLAIN: Final = re.compile(r"[!#-9;-\[\]-~](?:[ !#-9;-\[\]-~]*[!#-9;-\[\]-~])?")
_SECRET: Final = " OR ".join(f"{{0}} LIKE '%{word}%'" for word in SECRET_WORDS)
_HIDDEN_QUERY: Final = ", ".join(
    f"'{status}'" for status in STATUSES if is_secret_query(status)
)
# Whether the text may be there, by a plain part of it. SQLite looks while all other
# threads go on, which they could not while we look. It knows small letters of ASCII
# alone, so whatever has others may hold the text. Secrets are left out as below: how
# long a search takes must not tell what they are. Where they stand at a place that
# SQLite does not know, it always may.
_MAY_HOLD: Final = f"""
    d.webhook_id IN (SELECT value FROM json_each(w.own_places))
    OR instr(lower(d.path || '?' || CASE WHEN d.status IN ({_HIDDEN_QUERY})
        THEN '' ELSE d.raw_query END), w.part)
    OR length(CAST(d.path || d.raw_query AS BLOB)) <> length(d.path || d.raw_query)
    OR instr(d.headers, '\\u')
    OR EXISTS (SELECT 1 FROM json_each(d.headers) AS h WHERE instr(lower(
        CASE WHEN ({_SECRET.format("h.value")}) AND ({_SECRET.format("h.value ->> 0")})
        THEN h.value ->> 0 ELSE h.value END), w.part))
    OR instr(lower(CAST(d.body AS TEXT)), w.part)
    OR length(CAST(d.body AS TEXT)) <> length(d.body)
"""  # noqa: S608  # constant text


class DeliveryFilter:
    """A query's conditions, bound to a connection."""

    def __init__(
        self, connection: Connection, query: DeliveryQuery, webhook_ids: Sequence[str]
    ) -> None:
        self._connection = connection
        self._secrets = _shown_secrets(connection, webhook_ids) if query.q else {}
        self._text = (query.q or "").casefold()
        self._part = max(_PLAIN.findall(self._text), key=len, default="")
        conditions = list(_conditions(query))
        self._values = [value for _, values in conditions for value in values]
        if query.path is not None:
            fits = PathPattern(query.path).fits
            connection.create_function("path_fits", 1, fits, deterministic=True)
            conditions.append(("path_fits(d.path)", []))
        self._sql = (
            # CROSS JOIN keeps the order of the tables, and so of the numbers.
            f"SELECT d.seq, {_MAY_HOLD if self._part else 1} "  # noqa: S608  # constant text
            "FROM (SELECT ? AS part, ? AS own_places) AS w "
            "CROSS JOIN json_each(?) AS j "
            "CROSS JOIN delivery AS d ON d.seq = j.value WHERE "
            + (" AND ".join(condition for condition, _ in conditions) or "1")
        )

    def fitting(self, seqs: list[int]) -> Iterator[tuple[int, bool]]:
        """Yield those that fit by all but the text, and whether they have that.

        In the order given, and each as soon as it has been looked at.
        """
        own_places = json.dumps(list(self._secrets))
        values = (self._part, own_places, json.dumps(seqs), *self._values)
        for seq, may_hold in self._connection.execute(self._sql, values):
            yield seq, bool(may_hold) and self._has_text(seq)

    def _has_text(self, seq: int) -> bool:
        """Tell whether the delivery holds the text, if one is wanted.

        What may be a secret is not searched: whoever may search, but not see
        it, could guess it letter by letter.
        """
        if not self._text:
            return True
        row = self._connection.execute(_TEXTS, (seq,)).fetchone()
        if row is None:
            return False
        path, query, headers, body, status, webhook_id = row
        secrets = self._secrets.get(webhook_id, NONE)
        shown_query = "" if is_secret_query(status) else secrets.query(query)
        pairs = secrets.headers(json.loads(headers))
        return (
            self._text in f"{path}?{shown_query}".casefold()
            or self._text in _shown_headers(pairs).casefold()
            or _has_text(secrets.body(body), self._text)
        )


def _conditions(query: DeliveryQuery) -> Iterator[tuple[str, list[str | int]]]:
    for column, value in (
        ("status", query.status),
        ("method", query.method and query.method.upper()),
        ("verdict", query.verdict),
        ("source", query.source),
    ):
        if value is not None:
            yield f"d.{column} = ?", [value]
    if query.received_from is not None:
        yield "d.received_at >= ?", [to_ms(query.received_from)]
    if query.received_to is not None:
        yield "d.received_at < ?", [to_ms(query.received_to)]
    if query.response_status is not None:
        low = int(query.response_status.replace("xx", "00"))
        high = low + 99 if "xx" in query.response_status else low
        yield "d.response_status BETWEEN ? AND ?", [low, high]


def _has_text(body: bytes, wanted: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    kept, rest = len(wanted) - 1, ""
    for start in range(0, len(body), _PIECE_BYTES):
        piece = body[start : start + _PIECE_BYTES]
        text = (
            rest + decoder.decode(piece, len(body) <= start + _PIECE_BYTES).casefold()
        )
        if wanted in text:
            return True
        rest = text[-kept:] if kept else ""
    return False


def _shown_headers(pairs: list[list[str]]) -> str:
    return "\n".join(
        name if is_secret_header(name) else f"{name}: {value}" for name, value in pairs
    )


def _shown_secrets(
    connection: Connection, webhook_ids: Sequence[str]
) -> dict[str, ShownSecrets]:
    """Return where secrets stand, of the webhooks whose requests show any."""
    rows = connection.execute(_SIGNED, (json.dumps(list(webhook_ids)),))
    found = {id_: stored_in(json.loads(signature)) for id_, signature in rows}
    return {id_: secrets for id_, secrets in found.items() if secrets.places}
