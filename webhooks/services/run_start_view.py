"""The payload that a run began with, made again from what caused it.

It is not kept with the run: the request that it comes from is kept already, and
storing it twice would double what every delivery takes.
"""

from collections.abc import Sequence

from webhooks.errors import NotFound
from webhooks.services import run_ticket
from webhooks.services.run_mask import headers_in, mask_for
from webhooks.services.run_payload import initial_payload
from webhooks.services.site import Site
from webhooks.workflows.trace import Step, Trace


def show_start(site: Site, seq: int, steps: Sequence[Step]) -> None:
    """Give the first steps of a run the payload that it began with.

    Globals are those of now. Does nothing when no request started the run, or when
    that or the workflow's definition is no more. Raises Unavailable.
    """
    first = [step for step in steps if step.parent is None and step.before is None]
    ticket = run_ticket.read(site.reader, seq, from_start=True) if first else None
    # What other triggers gave is not kept, and requests do not stay for ever.
    if ticket is None or ticket.request is None:
        return
    try:
        workflow = site.definitions.get(ticket.definition_id)
    except NotFound:
        return
    payload = initial_payload(site, ticket, workflow)
    shared = ticket.application_globals, workflow.globals
    found = headers_in(payload), ticket.secrets.in_payload(payload)
    mask = mask_for(*shared, *found)
    text, omitted = Trace(mask).snapshot(payload)
    for step in first:
        step.before, step.omitted = text, step.omitted or omitted
