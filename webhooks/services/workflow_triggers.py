"""The index of triggers: which version of which workflow starts on what."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webhooks.services.workflow_parts import GENERATED
from webhooks.storage.models import Workflow, WorkflowTrigger

# What of a timer's meta decides when it fires.
_TIMER_META = ("timerTypeSelect", "weekdays", "timeAt", "timezone")


def reindex(
    session: Session,
    workflow_id: str,
    version_id: str | None,
    before: Sequence[Any],
    after: Sequence[dict[str, Any]],
) -> None:
    """Write the rows of one version anew (None: develop).

    ``before`` are the triggers that it had: timers that fire as they did keep
    the time at which they are due.
    """
    of_version = (
        WorkflowTrigger.workflow_id == workflow_id,
        WorkflowTrigger.version_id.is_(version_id)
        if version_id is None
        else WorkflowTrigger.version_id == version_id,
    )
    rows = session.scalars(select(WorkflowTrigger).where(*of_version))
    due = {row.key: row.due_at for row in rows if row.due_at is not None}
    kept = _kept(before, after, due)
    session.execute(delete(WorkflowTrigger).where(*of_version))
    for place, trigger in enumerate(after):
        key = str(trigger.get("key") or "")
        session.add(
            WorkflowTrigger(
                workflow_id=workflow_id,
                version_id=version_id,
                type=trigger["type"],
                key=key,
                place=place,
                due_at=kept.get(key) if trigger["type"] == "timer" else None,
            )
        )


def unlist(session: Session, workflow_ids: Iterable[str]) -> None:
    """Make sure that nothing starts these workflows any more."""
    wanted = WorkflowTrigger.workflow_id.in_(list(workflow_ids))
    session.execute(delete(WorkflowTrigger).where(wanted))


def is_foreign(session: Session, workflow_id: str, key: str) -> bool:
    """Tell whether a made key belongs to another workflow."""
    wanted = select(WorkflowTrigger.seq).where(
        WorkflowTrigger.type.in_(GENERATED),
        WorkflowTrigger.key == key,
        WorkflowTrigger.workflow_id != workflow_id,
    )
    return session.scalar(wanted.limit(1)) is not None


def listening_to(session: Session, application_id: str, webhook_id: str) -> list[str]:
    """Return the ids of workflows with a trigger on this webhook, in any version."""
    found = (
        select(WorkflowTrigger.workflow_id)
        .join(Workflow, Workflow.id == WorkflowTrigger.workflow_id)
        .where(
            WorkflowTrigger.type == "webhook",
            WorkflowTrigger.key == webhook_id,
            Workflow.application_id == application_id,
        )
        .distinct()
    )
    return list(session.scalars(found))


def _kept(
    before: Sequence[Any],
    after: Sequence[dict[str, Any]],
    due: dict[str, datetime],
) -> dict[str, datetime]:
    old, new = _schedules(before), _schedules(after)
    return {key: due[key] for key in new if key in due and old.get(key) == new[key]}


def _schedules(triggers: Sequence[Any]) -> dict[str, Any]:
    schedules = {}
    for trigger in triggers:
        if trigger["type"] == "timer":
            meta = trigger.get("meta") or {}
            chosen = [meta.get(name) for name in _TIMER_META]
            schedules[str(trigger.get("key"))] = (trigger.get("config") or {}, chosen)
    return schedules
