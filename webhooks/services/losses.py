"""What deleting something would take with it: for the question before it is done.

Counted only so far: past that, the exact number changes nobody's mind.
"""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Final

from webhooks.services import native_reading
from webhooks.services.site import Site

COUNTED: Final = 100_000

_DELIVERIES = (
    "SELECT count(*) FROM (SELECT 1 FROM webhook w "
    "JOIN delivery d ON d.webhook_id = w.id WHERE w.{} = ? LIMIT ?)"
)
_RUNS = (
    "SELECT count(*) FROM (SELECT 1 FROM workflow w "
    "JOIN run r ON r.workflow_id = w.id WHERE w.{} = ? LIMIT ?)"
)
_VERSIONS = "SELECT count(*) FROM workflow_version WHERE workflow_id = ?"


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; ``more`` if there are more than were counted."""

    number: int
    more: bool

    def __str__(self) -> str:
        """Return it as people read it: ``1,234`` or ``more than 100,000``."""
        return f"more than {self.number:,}" if self.more else f"{self.number:,}"


def deliveries_of_application(site: Site, application_id: str) -> Count:
    """Count the stored requests of an application."""
    return _count(site, _DELIVERIES.format("application_id"), application_id)


def deliveries_of_webhook(site: Site, webhook_id: str) -> Count:
    """Count the stored requests of a webhook."""
    return _count(site, _DELIVERIES.format("id"), webhook_id)


def runs_of_application(site: Site, application_id: str) -> Count:
    """Count the stored runs of an application's workflows."""
    return _count(site, _RUNS.format("application_id"), application_id)


def runs_of_workflow(site: Site, workflow_id: str) -> Count:
    """Count the stored runs of a workflow."""
    return _count(site, _RUNS.format("id"), workflow_id)


def versions_of_workflow(site: Site, workflow_id: str) -> int:
    """Count the named versions of a workflow."""

    def look(connection: Connection) -> int:
        return int(connection.execute(_VERSIONS, (workflow_id,)).fetchone()[0])

    return native_reading.read(site, look)


def _count(site: Site, statement: str, id_: str) -> Count:
    def look(connection: Connection) -> Count:
        found = connection.execute(statement, (id_, COUNTED + 1)).fetchone()[0]
        return Count(min(found, COUNTED), found > COUNTED)

    return native_reading.read(site, look)
