"""Deleting what may have very many deliveries or runs, without holding up anybody.

One statement that cascades over a million rows would freeze the server. So the
webhook's URL dies first, then its deliveries go in small steps, and the rest
is then little. A stop in between leaves a webhook whose URL is unknown; it can
be deleted again. A workflow is first made one that nothing starts.
"""

import time
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import update

from webhooks.ids import digest, new_webhook_token
from webhooks.services import workflow_triggers
from webhooks.services.site import Site
from webhooks.storage.models import Webhook, Workflow
from webhooks.storage.pruning import Pruner

_LOOKS = 100
_LOOK_SECONDS = 0.05


def empty(site: Site, webhook_ids: Sequence[str]) -> None:
    """Make the webhooks unreachable, let their callers go, delete deliveries.

    Raises Unavailable when the database cannot be written to.
    """
    with site.store.writing() as session:
        for webhook_id in webhook_ids:
            session.execute(
                update(Webhook)
                .where(Webhook.id == webhook_id)
                .values(token_hash=digest(new_webhook_token()))
            )
    for webhook_id in webhook_ids:
        site.replies.release(webhook_id)
    _let_callers_go(site, webhook_ids)
    with closing(Pruner(site.store.writer)) as pruner:
        for webhook_id in webhook_ids:
            while pruner.step_of(webhook_id):
                continue


def empty_workflows(site: Site, workflow_ids: Sequence[str]) -> None:
    """Let nothing start the workflows any more, and delete their runs.

    Raises Unavailable when the database cannot be written to.
    """
    if not workflow_ids:
        return
    with site.store.writing() as session:
        session.execute(
            update(Workflow).where(Workflow.id.in_(workflow_ids)).values(enabled=False)
        )
        workflow_triggers.unlist(session, workflow_ids)
    with closing(Pruner(site.store.writer)) as pruner:
        for workflow_id in workflow_ids:
            while pruner.step_of_runs(workflow_id):
                continue


def _let_callers_go(site: Site, webhook_ids: Sequence[str]) -> None:
    """Give released callers their answers before deleting takes its time."""
    for _ in range(_LOOKS):
        if not any(site.replies.holds(webhook_id) for webhook_id in webhook_ids):
            return
        time.sleep(_LOOK_SECONDS)
