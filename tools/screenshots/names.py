"""From names in a path to ids, by a look into the demo's database."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

_ASKED: Final = re.compile(r"\{(\w+) ([^}]+)\}")
_QUERIES: Final = {
    "application": "SELECT id FROM application WHERE name = ?",
    "webhook": "SELECT id FROM webhook WHERE name = ?",
    "workflow": "SELECT id FROM workflow WHERE name = ?",
    "delivery": "SELECT d.id FROM delivery d JOIN webhook w ON w.id = d.webhook_id "
    "WHERE w.name = ? AND d.status = 'accepted' ORDER BY d.seq DESC LIMIT 1",
    "refused": "SELECT d.id FROM delivery d JOIN webhook w ON w.id = d.webhook_id "
    "WHERE w.name = ? AND d.verdict = 'failed' ORDER BY d.seq DESC LIMIT 1",
    "run": "SELECT r.id FROM run r JOIN workflow w ON w.id = r.workflow_id "
    "WHERE w.name = ? AND r.status = 'succeeded' ORDER BY r.seq DESC LIMIT 1",
}


def with_ids(path: str, database: Path) -> str:
    """Return a path of the table with ids. Raises LookupError for an unknown name."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as file:

        def found(match: re.Match[str]) -> str:
            row = file.execute(_QUERIES[match[1]], (match[2],)).fetchone()
            if row is None:
                raise LookupError(f"The demo has no {match[1]} {match[2]!r}.")
            return str(row[0])

        return _ASKED.sub(found, path)
