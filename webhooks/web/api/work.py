"""A webhook's work queue: taking the next delivery, and saying it is done."""

from typing import Any

from flask import Response

from webhooks.services import webhooks, work_queue
from webhooks.services.work_queue import TakeQuery
from webhooks.web.api import resource
from webhooks.web.api.delivery_json import taken
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.delivery import Delivery, TakeArguments
from webhooks.web.schemas.listing import Success

OPERATIONS = Operations("work")
_ALL = "/applications/<application_id>/webhooks/<webhook_id>/deliveries"
_SUMMARY = "Wait for the oldest delivery that nobody holds, and hold it; 204 if none."


def _take(call: Call) -> Any:
    given = call.query
    row = work_queue.take(
        call.site,
        call.application_id,
        call.webhook_id,
        TakeQuery(given["wait"], given["lease"], given.get("since"), given["waiting"]),
    )
    if row is None:
        return Response(status=204)
    webhook = webhooks.get(call.site, call.application_id, call.webhook_id)
    return taken(call, row, webhook)


@OPERATIONS.add(
    "POST",
    f"{_ALL}/next",
    "deliveries.take",
    _SUMMARY,
    query=TakeArguments,
    answer=Delivery,
)
def next_(call: Call) -> Any:
    """Take the next delivery."""
    return _take(call)


@OPERATIONS.add(
    "GET",
    f"{_ALL}/next",
    "deliveries.take",
    _SUMMARY,
    query=TakeArguments,
    answer=Delivery,
    changes_on_get=True,
)
def next_by_get(call: Call) -> Any:
    """Take the next delivery, for clients that can only GET."""
    return _take(call)


@OPERATIONS.add(
    "POST",
    f"{_ALL}/<delivery_id>/ack",
    "deliveries.take",
    "Tell that a delivery has been worked on and need not be given out again.",
    answer=Success,
)
def ack(call: Call) -> Any:
    """End the lease for good."""
    work_queue.ack(
        call.site, call.application_id, call.webhook_id, call.ids["delivery_id"]
    )
    return resource.SUCCESS
