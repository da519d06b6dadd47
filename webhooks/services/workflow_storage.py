"""A workflow's own values: shown, set and cleared from outside its runs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select

from webhooks.errors import Invalid
from webhooks.payload.json_text import encode_json, parse_json
from webhooks.services import workflow_entries, workflows
from webhooks.services.site import Site
from webhooks.services.text_rules import clean_text
from webhooks.services.workflow_entries import LONGEST_KEY, STORAGE
from webhooks.storage.models import WorkflowEntry


@dataclass(frozen=True, slots=True)
class Usage:
    """How much a workflow keeps: bytes of keys and JSON, and how many keys."""

    memory_used: int
    keys_count: int


def entries(site: Site, application_id: str, workflow_id: str) -> dict[str, Any]:
    """Return all values by their keys. Raises NotFound."""
    wanted = select(WorkflowEntry).where(*_of(workflow_id)).order_by(WorkflowEntry.key)
    with site.store.reading() as session:
        workflows.loaded(session, application_id, workflow_id)
        rows = list(session.scalars(wanted))
    return {row.key: parse_json(row.value) for row in rows}


def set_entry(
    site: Site, application_id: str, workflow_id: str, key: Any, value: Any
) -> None:
    """Keep a value; None forgets the key.

    Raises Invalid for a key that is none and a value that is too large, and
    NotFound.
    """
    workflows.get(site, application_id, workflow_id)
    name = clean_text(key, "key", 1, LONGEST_KEY)
    now_ms = site.clock.now_ms()
    writer = site.store.writer
    if value is None:
        writer.submit(workflow_entries.take(workflow_id, STORAGE, name, now_ms))
        return
    text = encode_json(value, ascii=True)
    try:
        writer.submit(workflow_entries.put(workflow_id, STORAGE, name, text, now_ms))
    except workflow_entries.EntryRefused as error:
        raise Invalid(str(error), "value") from None


def clear(site: Site, application_id: str, workflow_id: str) -> None:
    """Forget every value. Raises NotFound."""
    with site.store.writing() as session:
        workflows.loaded(session, application_id, workflow_id)
        session.execute(delete(WorkflowEntry).where(*_of(workflow_id)))


def usage(site: Site, application_id: str, workflow_id: str) -> Usage:
    """Return how much the workflow keeps. Raises NotFound."""
    bytes_used = func.length(WorkflowEntry.key) + func.length(WorkflowEntry.value)
    with site.store.reading() as session:
        workflows.loaded(session, application_id, workflow_id)
        total, count = session.execute(
            select(func.coalesce(func.sum(bytes_used), 0), func.count()).where(
                *_of(workflow_id)
            )
        ).one()
    return Usage(total, count)


def _of(workflow_id: str) -> tuple[Any, Any]:
    return (WorkflowEntry.workflow_id == workflow_id, WorkflowEntry.space == STORAGE)
