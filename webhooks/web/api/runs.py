"""``runs``: what workflows did, as a list and one by one, and taking them back."""

from typing import Any

from webhooks.services import run_links, runs, workflows
from webhooks.web.api import resource, run_json
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.listing import Success
from webhooks.web.schemas.run import RunDetail, RunList, RunListArguments

OPERATIONS = Operations("runs")
_ALL = "/applications/<application_id>/flows/<flow_id>/runs"
_SHOWING = ("run.get", "runs.get")


@OPERATIONS.add(
    "GET",
    _ALL,
    "runs.get",
    "List a workflow's runs, newest first.",
    query=RunListArguments,
    answer=RunList,
)
def list_(call: Call) -> Any:
    """Answer a page of runs."""
    workflows.get(call.site, call.application_id, call.flow_id)
    page = runs.list_(
        call.site,
        call.application_id,
        call.flow_id,
        limit=call.query["limit"],
        before=call.query.get("before"),
        status=call.query.get("status"),
    )
    deliveries = run_links.delivery_ids(call.site, page.items)
    items = [run_json.listed(row, deliveries) for row in page.items]
    return {"items": items, "nextCursor": page.next_cursor}


@OPERATIONS.add(
    "GET", f"{_ALL}/<run_id>", "run.get", "Get a run with its steps.", answer=RunDetail
)
def get(call: Call) -> Any:
    """Answer one run with everything that is known of it."""
    workflows.get(call.site, call.application_id, call.flow_id)
    detail = runs.get_of(
        call.site, call.application_id, call.flow_id, call.ids["run_id"]
    )
    deliveries = run_links.delivery_ids(call.site, [detail.run])
    shown = call.principal.sees_secrets(call.application_id, _SHOWING)
    return run_json.whole(detail, deliveries, mask=not shown)


@OPERATIONS.add(
    "POST",
    f"{_ALL}/<run_id>/cancel",
    "flow.patch",
    "Take back a run that is queued or waits: 409 when it is under way or over.",
    answer=Success,
)
def cancel(call: Call) -> Any:
    """Cancel a run; its caller, if one waits, is told that there is no reply."""
    run_id = call.ids["run_id"]
    runs.get_of(call.site, call.application_id, call.flow_id, run_id)
    runs.cancel(call.site, call.application_id, run_id)
    return resource.SUCCESS
