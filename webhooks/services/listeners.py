"""Which workflows start on a webhook, as ingress keeps it in memory."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from webhooks.ingress.endpoint import Listener

# The webhook's id, then its application's.
LISTENERS: Final = (
    "SELECT w.id AS workflow_id, w.name AS workflow_name, t.version_id, "
    "coalesce(v.version, 'develop') AS version, "
    "coalesce(v.definition_id, w.definition_id) AS definition_id, "
    "t.version_id IS w.default_version_id AS by_default "
    "FROM workflow_trigger t JOIN workflow w ON w.id = t.workflow_id "
    "LEFT JOIN workflow_version v ON v.id = t.version_id "
    "WHERE t.type = 'webhook' AND t.key = ? AND w.application_id = ? AND w.enabled "
    "AND coalesce(v.enabled, 1) "
    "GROUP BY w.id, t.version_id ORDER BY w.creation_date, w.id"
)


def listeners_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Listener, ...]:
    """Return the listeners that the rows of ``LISTENERS`` describe, in order."""
    return tuple(
        Listener(
            workflow_id=row["workflow_id"],
            workflow_name=row["workflow_name"],
            version=row["version"],
            version_id=row["version_id"],
            definition_id=row["definition_id"],
            by_default=bool(row["by_default"]),
        )
        for row in rows
    )


def chosen(
    listeners: tuple[Listener, ...], version: str | None
) -> tuple[Listener, ...]:
    """Return the listeners that a request starts.

    ``version`` is what its ``X-Flow-Version`` header names: every workflow runs
    that version, and one without such a version does not run.
    Source: the page on workflow versions in Losant's documentation (2019).
    """
    if version is None or version == "default":
        return tuple(each for each in listeners if each.by_default)
    return tuple(each for each in listeners if each.version == version)
