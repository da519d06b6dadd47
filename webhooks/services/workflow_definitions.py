"""Definitions: each save of triggers, nodes or globals makes a new one.

Apart because keeping the old ones is a question of its own: a past run is shown
with the definition that it had.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webhooks.services.site import Site
from webhooks.services.workflow_parts import Parts
from webhooks.storage.models import (
    Run,
    Workflow,
    WorkflowDefinition,
    WorkflowVersion,
)

# How many runs and definitions one save looks at, so that it stays short.
_RUNS_LOOKED_AT = 1000
_DEFINITIONS_LOOKED_AT = 50


def store(session: Session, workflow_id: str, parts: Parts, now: datetime) -> int:
    """Store a definition and return its number."""
    row = WorkflowDefinition(
        workflow_id=workflow_id,
        triggers=parts.triggers,
        nodes=parts.nodes,
        globals=parts.globals,
        creation_date=now,
    )
    session.add(row)
    session.flush()
    return row.seq


def parts_of(definition: WorkflowDefinition) -> Parts:
    """Return the three lists of a definition."""
    return Parts(definition.triggers, definition.nodes, definition.globals)


def read(site: Site, numbers: Iterable[int]) -> dict[int, WorkflowDefinition]:
    """Return the definitions with these numbers, as far as they exist."""
    with site.store.reading() as session:
        return load(session, numbers)


def load(session: Session, numbers: Iterable[int]) -> dict[int, WorkflowDefinition]:
    """Return the definitions with these numbers inside an open session."""
    wanted = select(WorkflowDefinition).where(WorkflowDefinition.seq.in_(set(numbers)))
    return {row.seq: row for row in session.scalars(wanted)}


def drop_unused(session: Session, workflow_id: str) -> None:
    """Delete definitions that neither a version nor any run refers to.

    Looks at the newest runs alone. A definition is only deleted if every run
    that could refer to it, which are those since it was made, is among them.
    The last one stays: somebody may have read its number and not it itself yet.
    """
    runs = session.execute(
        select(Run.definition_id, Run.created_at)
        .where(Run.workflow_id == workflow_id)
        .order_by(Run.seq.desc())
        .limit(_RUNS_LOOKED_AT)
    ).all()
    used = {row.definition_id for row in runs} | _current(session, workflow_id)
    candidates = (
        select(WorkflowDefinition.seq)
        .where(
            WorkflowDefinition.workflow_id == workflow_id,
            WorkflowDefinition.seq.not_in(used),
        )
        .order_by(WorkflowDefinition.seq.desc())
        .limit(_DEFINITIONS_LOOKED_AT)
        .offset(1)
    )
    if len(runs) == _RUNS_LOOKED_AT:
        oldest_seen = runs[-1].created_at
        candidates = candidates.where(WorkflowDefinition.creation_date > oldest_seen)
    unused = session.scalars(candidates).all()
    if unused:
        session.execute(
            delete(WorkflowDefinition).where(WorkflowDefinition.seq.in_(unused))
        )


def _current(session: Session, workflow_id: str) -> set[int]:
    develop = select(Workflow.definition_id).where(Workflow.id == workflow_id)
    published = select(WorkflowVersion.definition_id).where(
        WorkflowVersion.workflow_id == workflow_id
    )
    return {*session.scalars(develop), *session.scalars(published)}
