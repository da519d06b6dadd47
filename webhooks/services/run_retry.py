"""Running a workflow again with what a past run began with.

A request is kept, so its payload is made of it again. What other triggers gave
is not kept beyond the run, because it may hold secrets: of them there is only
what the run's first step shows, which will do unless something in it is masked.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from webhooks.errors import Conflict, NotFound
from webhooks.ids import new_delivery_id
from webhooks.services import runs, workflow_versions, workflows
from webhooks.services.run_mask import MASKED
from webhooks.services.run_payload import NOBODY
from webhooks.services.run_rows import NewRun
from webhooks.services.run_ticket import WEBHOOK
from webhooks.services.runs import Run, RunDetail
from webhooks.services.site import Site
from webhooks.services.workflow_overview import delivery_of
from webhooks.storage.models import Delivery

Which = Literal["same", "current"]

OVER: Final = frozenset({"succeeded", "failed", "interrupted", "cancelled"})
_NO_MORE: Final = (
    "The workflow as it was then is not kept any more. Run it as it is now."
)
_NO_TRIGGER: Final = "The workflow has no such trigger any more, so nothing would run."
_UNKNOWN_START: Final = (
    "What this run began with was not kept, so it cannot be repeated."
)
_MASKED_START: Final = (
    "What this run began with held secrets, which are not kept. Start it again from "
    "where it came from."
)


@dataclass(frozen=True, slots=True)
class _Version:
    """What is to run: a definition, and the version that it belongs to."""

    definition_id: int
    id: str | None
    name: str


def retry(
    site: Site,
    application_id: str,
    workflow_id: str,
    run_id: str,
    which: Which,
    new_id: str = "",
) -> str:
    """Queue a run with the same payload and return its id.

    ``same`` runs what ran then, ``current`` what runs by default now. Who names
    the run to come by ``new_id`` may ask twice and gets one run. Raises NotFound,
    Unavailable, and Conflict with the reason why it cannot be repeated.
    """
    if new_id and _is_there(site, application_id, workflow_id, new_id):
        return new_id
    detail = runs.get_of(site, application_id, workflow_id, run_id)
    old = detail.run
    if old.status not in OVER:
        raise Conflict("This run is not over yet. Wait until it has ended.")
    if not workflows.get(site, application_id, workflow_id).enabled:
        raise Conflict("The workflow is switched off. Switch it on to run it again.")
    version = _version(site, detail, which)
    _check_trigger(site, old, version)
    delivery = delivery_of(site, old) if old.trigger_type == WEBHOOK else None
    if old.trigger_type == WEBHOOK and delivery is None:
        raise Conflict("The request that started this run is not kept any more.")
    now_ms = site.clock.now_ms()
    run = NewRun(
        new_id or new_delivery_id(now_ms),
        application_id,
        workflow_id,
        version.id,
        version.name,
        version.definition_id,
        old.trigger_type,
        old.trigger_key,
        now_ms,
        start=None if delivery is not None else _start(detail),
    )
    _begin(site, run, delivery)
    return run.id


def _begin(site: Site, run: NewRun, delivery: Delivery | None) -> None:
    pending = None
    if delivery is not None and delivery.reply_id is not None:
        # Its caller may still wait for other runs; this one is one more of them.
        pending = site.replies.find(delivery.reply_id)
    if pending is not None:
        pending.open_runs += 1
    try:
        site.runner.start([run], None if delivery is None else delivery.seq)
    except BaseException as error:
        if pending is not None:
            pending.open_runs -= 1
        if not isinstance(error, sqlite3.IntegrityError):
            raise
        # Either another request for the same run was quicker, or its workflow is gone.
        if not _is_there(site, run.application_id, run.workflow_id, run.id):
            raise NotFound(workflows.MISSING) from None


def _is_there(site: Site, application_id: str, workflow_id: str, run_id: str) -> bool:
    try:
        runs.get_of(site, application_id, workflow_id, run_id)
    except NotFound:
        return False
    return True


def _version(site: Site, detail: RunDetail, which: Which) -> _Version:
    old = detail.run
    if which == "same":
        if detail.definition is None:
            raise Conflict(_NO_MORE)
        return _Version(old.definition_id, old.version_id, old.version)
    workflow = workflows.get(site, old.application_id, old.workflow_id)
    if workflow.default_version_id is None:
        return _Version(workflow.definition_id, None, "develop")
    version = workflow_versions.get(
        site, old.application_id, old.workflow_id, workflow.default_version_id
    )
    return _Version(version.definition_id, version.id, version.version)


def _check_trigger(site: Site, old: Run, version: _Version) -> None:
    graph = site.definitions.get(version.definition_id)
    triggers = graph.of_type(old.trigger_type)
    # The key of a run that an error started names the workflow that failed.
    if not triggers or (
        old.trigger_type != "flowError"
        and old.trigger_key not in {trigger.key for trigger in triggers}
    ):
        raise Conflict(_NO_TRIGGER)


def _start(detail: RunDetail) -> str:
    """Return what the trigger gave, as far as the first step tells it."""
    text = detail.steps[0].before if detail.steps else None
    if text is None:
        raise Conflict(_UNKNOWN_START)
    payload = json.loads(text)
    if not isinstance(payload, Mapping) or "data" not in payload:
        raise Conflict(_UNKNOWN_START)
    kept: dict[str, Any] = {
        "data": payload["data"],
        "triggerId": payload.get("triggerId", detail.run.trigger_key),
        "relayId": payload.get("relayId", NOBODY),
        "relayType": payload.get("relayType", "public"),
    }
    start = json.dumps(kept, ensure_ascii=False)
    if MASKED in start:
        raise Conflict(_MASKED_START)
    return start
