"""Custom nodes: which there are, which workflows use them, and how many do."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import func, select

from webhooks.services import applications
from webhooks.services.site import Site
from webhooks.storage.models import Workflow, WorkflowDefinition, WorkflowVersion

CLASS: Final = "customNode"
_EXECUTE: Final = "CustomNodeExecuteNode"
_MOST: Final = 1000


def palette(
    site: Site, application_id: str
) -> list[tuple[Workflow, WorkflowVersion | None]]:
    """Return the application's custom nodes with the version that each runs by
    default, None for develop. Raises NotFound.
    """
    wanted = (
        select(Workflow, WorkflowVersion)
        .outerjoin(WorkflowVersion, WorkflowVersion.id == Workflow.default_version_id)
        .where(Workflow.application_id == application_id, Workflow.flow_class == CLASS)
        .order_by(Workflow.name.collate("NOCASE"), Workflow.id)
        .limit(_MOST)
    )
    with site.store.reading() as session:
        applications.loaded(session, application_id)
        return [(workflow, version) for workflow, version in session.execute(wanted)]


def use_count(site: Site, workflow: Workflow) -> int:
    """Return how many workflows use this custom node in their develop version."""
    wanted = (
        select(func.count())
        .select_from(Workflow)
        .join(WorkflowDefinition, WorkflowDefinition.seq == Workflow.definition_id)
        .where(
            Workflow.application_id == workflow.application_id,
            func.instr(WorkflowDefinition.nodes, workflow.id) > 0,
        )
    )
    with site.store.reading() as session:
        return session.scalar(wanted) or 0


def ids_in(nodes: Iterable[Any]) -> set[str]:
    """Return the ids of the custom nodes that these nodes run."""
    found = set()
    for node in nodes:
        if node.get("type") == _EXECUTE:
            custom = (node.get("config") or {}).get("customNodeId")
            if isinstance(custom, str):
                found.add(custom)
    return found


def by_id(site: Site, application_id: str, ids: Iterable[str]) -> dict[str, Workflow]:
    """Return those of the custom nodes that the application has."""
    wanted = select(Workflow).where(
        Workflow.application_id == application_id,
        Workflow.flow_class == CLASS,
        Workflow.id.in_(set(ids)),
    )
    with site.store.reading() as session:
        return {row.id: row for row in session.scalars(wanted)}
