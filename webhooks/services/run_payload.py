"""The payload that a run begins with: its trigger's data in Losant's envelope.

Source: the payload examples on the pages of Losant's triggers.
"""

from datetime import datetime
from typing import Any, Final

from webhooks.clock import from_ms
from webhooks.ingress.body import parse_body
from webhooks.ingress.trigger_payload import trigger_data
from webhooks.services.run_ticket import RunTicket
from webhooks.services.site import Site
from webhooks.workflows.graph import Workflow

NOBODY: Final = "0" * 24
# Larger bodies are parsed on a native thread.
PARSE_HERE_BYTES = 256 * 1024


def initial_payload(
    site: Site, ticket: RunTicket, workflow: Workflow
) -> dict[str, Any]:
    """Return the payload at the trigger's output."""
    start = ticket.start or {}
    data = start.get("data", {})
    if ticket.request is not None:
        data = _request_data(site, ticket)
    globals_ = ticket.application_globals
    if workflow.globals:
        globals_ = {**globals_, **workflow.globals}
    return {
        "time": _time(ticket),
        "data": data,
        "relayId": start.get("relayId", NOBODY),
        "relayType": start.get("relayType", "public"),
        "triggerId": start.get("triggerId", ticket.trigger_key),
        "triggerType": ticket.trigger_type,
        "applicationId": ticket.application_id,
        "applicationName": ticket.application_name,
        "flowId": ticket.workflow_id,
        "flowName": ticket.workflow_name,
        "flowVersion": ticket.version,
        "globals": globals_,
    }


def _time(ticket: RunTicket) -> datetime:
    request = ticket.request
    return from_ms(ticket.begins_ms) if request is None else request.received_at


def _request_data(site: Site, ticket: RunTicket) -> dict[str, Any]:
    request, settings = ticket.request, ticket.settings
    if request is None or settings is None:
        return {}
    how, annotate = settings.cast_buffers_as, settings.annotate_multipart
    if len(request.body) > PARSE_HERE_BYTES:
        parsed = site.store.writer.offload(lambda: parse_body(request, how, annotate))
    else:
        parsed = parse_body(request, how, annotate)
    return trigger_data(request, parsed, ticket.reply_id, settings.include_raw_body)
