"""Looking for text inside stored requests, on a native thread.

Apart because it must use nothing that waits cooperatively: a raw connection of
its own, no session, no pool, no log.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from webhooks.services.secret_parts import is_secret_header, is_secret_query
from webhooks.storage.db import open_reader

# A search reads bodies; it looks at this many deliveries and then hands out a
# cursor to go on from, so that no search can hold up the server.
SEARCHED = 2_000

_ROW = "SELECT path, raw_query, headers, body, status FROM delivery WHERE seq = ?"


def search(path: Path, candidates: Sequence[int], text: str, limit: int) -> list[int]:
    """Return those of the deliveries, in order, that hold the text, any case.

    What may be a secret is left out: whoever may search, but not see it, could
    guess it letter by letter.
    """
    wanted = text.casefold()
    found: list[int] = []
    connection = open_reader(path)
    try:
        for seq in candidates:
            row = connection.execute(_ROW, (seq,)).fetchone()
            if row is not None and _holds(row, wanted):
                found.append(seq)
                if len(found) == limit:
                    break
    finally:
        connection.close()
    return found


def _holds(row: tuple[str, str, str, bytes, str], wanted: str) -> bool:
    path, query, headers, body, status = row
    shown_query = "" if is_secret_query(status) else query
    return (
        wanted in f"{path}?{shown_query}".casefold()
        or wanted in _shown_headers(headers).casefold()
        or wanted in body.decode("utf-8", "replace").casefold()
    )


def _shown_headers(stored: str) -> str:
    return "\n".join(
        name if is_secret_header(name) else f"{name}: {value}"
        for name, value in json.loads(stored)
    )
