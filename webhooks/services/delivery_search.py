"""Looking for text inside stored requests, on a native thread.

Apart because it must use nothing that waits cooperatively: a raw connection of
its own, no session, no pool, no log.
"""

from collections.abc import Sequence
from pathlib import Path

from webhooks.storage.db import open_reader

# A search reads bodies; it looks at this many deliveries and then hands out a
# cursor to go on from, so that no search can hold up the server.
SEARCHED = 2_000

_ROW = "SELECT path, raw_query, headers, body FROM delivery WHERE seq = ?"


def search(path: Path, candidates: Sequence[int], text: str, limit: int) -> list[int]:
    """Return those of the deliveries, in order, that hold the text, any case."""
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


def _holds(row: tuple[str, str, str, bytes], wanted: str) -> bool:
    path, query, headers, body = row
    return (
        wanted in f"{path}?{query}".casefold()
        or wanted in headers.casefold()
        or wanted in body.decode("utf-8", "replace").casefold()
    )
