"""What pages say beside workflows: how each ran last, and who listens to what.

Apart from the workflows themselves: here two resources are looked up together,
so that a list needs a few statements and not some for each of its rows.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select

from webhooks.errors import NotFound
from webhooks.services.hour_counts import Pair, runs_of_each, this_hour
from webhooks.services.native_reading import read
from webhooks.services.site import Site
from webhooks.storage.models import Delivery, Run, Webhook, Workflow, WorkflowTrigger

_MOST_LISTENERS: Final = 50
_HOURS: Final = 24


def find(site: Site, workflow_id: str) -> Workflow:
    """Return a workflow of whichever application. Raises NotFound."""
    with site.store.reading() as session:
        found = session.get(Workflow, workflow_id)
    if found is None:
        raise NotFound("No workflow has this id; `flask workflows list` shows all.")
    return found


def last_runs(site: Site, workflow_ids: Iterable[str]) -> dict[str, Run]:
    """Return the newest run of each workflow that has run."""
    found = {}
    with site.store.reading() as session:
        for workflow_id in workflow_ids:
            newest = (
                select(Run)
                .where(Run.workflow_id == workflow_id)
                .order_by(Run.seq.desc())
            )
            row = session.scalar(newest.limit(1))
            if row is not None:
                found[workflow_id] = row
    return found


def last_day(site: Site, workflow_ids: Sequence[str]) -> dict[str, tuple[Pair, ...]]:
    """Return each workflow's ended runs by hour: succeeded and not, oldest first."""
    now = this_hour(site)
    hours = range(now - _HOURS + 1, now + 1)
    found = read(site, lambda c: runs_of_each(c, workflow_ids, hours.start))
    return {
        each: tuple(found.get(each, {}).get(hour, (0, 0)) for hour in hours)
        for each in workflow_ids
    }


def listeners(site: Site, application_id: str, webhook_id: str) -> list[Workflow]:
    """Return the workflows with a trigger on a webhook, in any version, by name."""
    listening = select(WorkflowTrigger.workflow_id).where(
        WorkflowTrigger.type == "webhook", WorkflowTrigger.key == webhook_id
    )
    with site.store.reading() as session:
        found = session.scalars(
            select(Workflow)
            .where(
                Workflow.application_id == application_id, Workflow.id.in_(listening)
            )
            .order_by(Workflow.name.collate("NOCASE"), Workflow.id)
            .limit(_MOST_LISTENERS)
        )
        return list(found)


def names_of(site: Site, workflow_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of workflows by their ids."""
    wanted = select(Workflow.id, Workflow.name)
    with site.store.reading() as session:
        rows = session.execute(wanted.where(Workflow.id.in_(set(workflow_ids))))
        return {row.id: row.name for row in rows}


def webhook_names(site: Site, application_id: str) -> dict[str, str]:
    """Return the names of an application's webhooks by their ids."""
    wanted = select(Webhook.id, Webhook.name)
    with site.store.reading() as session:
        rows = session.execute(wanted.where(Webhook.application_id == application_id))
        return {row.id: row.name for row in rows}


def delivery_of(site: Site, run: Run) -> Delivery | None:
    """Return the delivery that started a run, if one did and it is still there."""
    if run.delivery_seq is None:
        return None
    with site.store.reading() as session:
        return session.get(Delivery, run.delivery_seq)
