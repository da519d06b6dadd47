"""Finding runs of a workflow by what they did.

Apart from listing them, which every column of an index answers: here rows have to
be looked at, so it is done on a native thread and in portions.
"""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Final

from sqlalchemy import select

from webhooks.services import native_reading
from webhooks.services.runs import STATUSES, RunPage
from webhooks.services.site import Site
from webhooks.storage.models import Run

# So many rows are looked at for one page; older ones are for the next page.
LOOKED_AT: Final = 20_000
LONGEST_TEXT: Final = 200
_SHORTEST_MS: Final = 0.001
_LOWEST: Final = """
    SELECT seq FROM run WHERE workflow_id = :workflow AND seq < :before
    ORDER BY seq DESC LIMIT 1 OFFSET :last
"""
_FITTING: Final = """
    SELECT seq FROM run
    WHERE workflow_id = :workflow AND seq < :before AND seq >= :floor
    AND (:status = '' OR status = :status)
    AND (:trigger = '' OR trigger_type = :trigger)
    AND (:longer = 0 OR duration_ms >= :longer)
    AND (:like = '' OR error ->> '$.name' LIKE :like ESCAPE '\\'
         OR error ->> '$.message' LIKE :like ESCAPE '\\')
    ORDER BY seq DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class RunFilter:
    """What runs have to be like; what is empty or 0 does not count.

    ``text`` stands in the error's name or message, in any case of letters.
    ``longer_ms``: they took at least so many milliseconds.
    """

    status: str = ""
    trigger_type: str = ""
    text: str = ""
    longer_ms: float = 0.0

    @classmethod
    def of(cls, given: dict[str, str]) -> "RunFilter":
        """Return the filter that the fields of a form come to; nonsense is left out."""
        status = given.get("status", "")
        return cls(
            status if status in STATUSES else "",
            given.get("trigger", "")[:64],
            given.get("q", "").strip()[:LONGEST_TEXT],
            _milliseconds(given.get("longer", "")),
        )


def search(
    site: Site, workflow_id: str, wanted: RunFilter, *, limit: int, before: int | None
) -> RunPage:
    """Return the newest runs that fit, of those before a number if one is given.

    ``next_cursor`` is set where there may be more, even if nothing was found yet.
    """
    values = {
        "workflow": workflow_id,
        "before": before if before is not None else 2**62,
        "last": LOOKED_AT - 1,
        "status": wanted.status,
        "trigger": wanted.trigger_type,
        "longer": wanted.longer_ms,
        "like": _pattern(wanted.text) if wanted.text else "",
        "limit": limit + 1,
    }

    def look(connection: Connection) -> tuple[list[int], int | None]:
        lowest = connection.execute(_LOWEST, values).fetchone()
        floor = lowest[0] if lowest else 0
        rows = connection.execute(_FITTING, {**values, "floor": floor}).fetchall()
        return [row[0] for row in rows], floor or None

    found, floor = native_reading.read(site, look)
    shown = found[:limit]
    with site.store.reading() as session:
        rows = select(Run).where(Run.seq.in_(shown)).order_by(Run.seq.desc())
        items = list(session.scalars(rows))
    cursor = shown[-1] if len(found) > limit else floor
    return RunPage(items, None if cursor is None else str(cursor))


def _pattern(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return f"%{text}%"


def _milliseconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if _SHORTEST_MS <= value < 1e9 else 0.0
