"""Everything that a query finds, bit by bit, for a file.

In small steps on a native thread: an export goes on for as long as its reader
takes, and must hold neither memory nor a view of the database all that time.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from sqlite3 import Connection
from typing import Any, Final

from webhooks.clock import from_ms
from webhooks.errors import TooMany
from webhooks.services.delivery_list import search, wanted_of
from webhooks.services.delivery_query import DeliveryQuery
from webhooks.services.delivery_search import Wanted
from webhooks.services.delivery_view import secrets_of
from webhooks.services.native_reading import read
from webhooks.services.secret_parts import (
    is_secret_body,
    is_secret_header,
    is_secret_query,
)
from webhooks.services.site import Site

MOST_DELIVERIES: Final = 100_000
FOUND_AT_ONCE: Final = 1_000
# Of the bodies that are in memory at once; one larger than that comes alone.
_STEP_BYTES: Final = 1024 * 1024

_COLUMNS: Final = (
    "seq, id, webhook_id, application_id, received_at, method, path, raw_query, "
    "headers, remote_address, content_type, size, status, source, scheme, verdict, "
    "reason, replay_of, response_status, response_headers, response_source, "
    "duration_ms, body, response_body"
)
_SIZES: Final = (
    "SELECT seq, size + coalesce(length(response_body), 0) FROM delivery "
    "WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC"
)
_ROWS: Final = (
    f"SELECT {_COLUMNS} FROM delivery "  # noqa: S608  # constant text
    "WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC"
)


Row = dict[str, Any]
"""A delivery as plain values: times and headers read, bodies as they are."""


class Export:
    """The deliveries that a query finds, newest first, from now on back."""

    def __init__(
        self,
        site: Site,
        application_id: str,
        webhook_id: str | None,
        query: DeliveryQuery,
        render: Callable[[Row], str],
        with_secrets: bool,
    ) -> None:
        """Take one of the places for exports. Raises NotFound, Invalid, TooMany.

        ``render`` is called on a native thread.
        """
        self._site = site
        self._render = render
        self._with_secrets = with_secrets
        with site.store.reading() as session:
            wanted = wanted_of(session, application_id, webhook_id, query)
        self._secrets = {} if with_secrets else secrets_of(site, wanted.webhook_ids)
        # More at a time than a page has, because each search begins anew.
        self._wanted = replace(wanted, query=replace(query, limit=FOUND_AT_ONCE))
        if not site.exports.acquire(blocking=False):
            text = "Other exports are running. Try again when they are done."
            raise TooMany(text, 30)
        self._open = True

    def close(self) -> None:
        """Give the place back."""
        if self._open:
            self._open = False
            self._site.exports.release()

    def steps(self) -> Iterator[list[str]]:
        """Yield some rendered deliveries at a time, which may be none.

        Nothing is held between two steps, but the place.
        """
        most = MOST_DELIVERIES
        for texts in self._found():
            yield texts[:most]
            most -= len(texts)
            if most <= 0:
                return

    def _found(self) -> Iterator[list[str]]:
        wanted: Wanted | None = self._wanted
        while wanted is not None:
            found = search(self._site, wanted)
            rest = found.seqs
            while rest:
                texts, rest = self._read(rest)
                yield texts
            if not found.seqs:
                yield []
            onward = found.onward
            wanted = None if onward is None else replace(wanted, before=onward)

    def _read(self, seqs: list[int]) -> tuple[list[str], list[int]]:
        """Return the first, as many as fit into a step, and the numbers left."""

        def look(connection: Connection) -> tuple[list[str], list[int]]:
            connection.row_factory = sqlite3.Row
            total, some = 0, list[int]()
            for seq, size in connection.execute(_SIZES, (json.dumps(seqs),)):
                total += size
                if some and total > _STEP_BYTES:
                    break
                some.append(seq)
            rows = connection.execute(_ROWS, (json.dumps(some),))
            # What is missing has been deleted since it was found.
            last = some[-1] if some else 0
            texts = [self._render(self._plain(row)) for row in rows]
            return texts, [seq for seq in seqs if seq < last]

        with self._site.searches:
            return read(self._site, look)

    def _plain(self, row: sqlite3.Row) -> Row:
        values: Row = dict(row)
        values["received_at"] = from_ms(values["received_at"])
        for name in ("headers", "response_headers"):
            values[name] = self._shown(json.loads(values[name] or "[]"))
        if is_secret_query(values["status"]) and not self._with_secrets:
            values["raw_query"] = ""
        if is_secret_body(values["status"]) and not self._with_secrets:
            values["body"] = b""
        secrets = self._secrets.get(values["webhook_id"])
        if secrets is not None and secrets.places:
            values["headers"] = secrets.headers(values["headers"])
            values["raw_query"] = secrets.query(values["raw_query"])
            values["body"] = secrets.body(values["body"])
        return values

    def _shown(self, headers: list[list[str]]) -> list[list[str]]:
        if self._with_secrets:
            return headers
        return [[n, "" if is_secret_header(n) else value] for n, value in headers]
