"""Running a draft to see what it would do: nothing is stored, nobody is answered.

The real engine over a real payload, with nodes that reach outside passed by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.ids import new_id
from webhooks.ingress.reply import Reply
from webhooks.services.dry_run_nodes import made_dry, passed_by
from webhooks.services.dry_run_ports import NotedReplies, dry_ports
from webhooks.services.run_execution import info_of
from webhooks.services.run_mask import headers_in, mask_for
from webhooks.services.run_ticket import of_draft
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow
from webhooks.storage.models import Application
from webhooks.workflows import engine
from webhooks.workflows.graph import Targets, Trigger
from webhooks.workflows.graph import Workflow as Graph
from webhooks.workflows.limits import Limits
from webhooks.workflows.result import RunResult
from webhooks.workflows.trace import Trace
from webhooks.workflows.trace_view import fill_in
from webhooks.workflows.world import World

SECONDS: Final = 10.0
_LIMITS: Final = Limits(seconds=SECONDS)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a dry run begins: behind a trigger (with its place) or at a node."""

    targets: Targets
    trigger: Trigger | None = None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a dry run came to; ``passed_by`` says why by the place of a step."""

    result: RunResult
    duration_ms: float
    reply: Reply | None
    passed_by: Mapping[int, str]


def start_of(graph: Graph, given: Mapping[str, Any]) -> Start:
    """Return where ``triggerIndex`` or ``startNodeId`` says to begin.

    Raises Invalid for what the draft does not have.
    """
    node_id, place = given.get("startNodeId"), given.get("triggerIndex")
    if node_id is not None:
        if not isinstance(node_id, str) or node_id not in graph.nodes:
            raise Invalid("The workflow has no such node to start at", "startNodeId")
        return Start((node_id,))
    if type(place) is not int or not 0 <= place < len(graph.triggers):
        raise Invalid("The workflow has no such trigger to start at", "triggerIndex")
    trigger = graph.triggers[place]
    return Start(trigger.targets, trigger)


def dry_run(
    site: Site,
    application: Application,
    workflow: Workflow,
    graph: Graph,
    start: Start,
    payload: dict[str, Any],
    *,
    outside: bool,
) -> DryRun:
    """Run a draft from its start over a payload, for 10 seconds at most.

    ``outside`` lets HTTP requests, mails and MQTT messages really go.
    """
    monotonic, began = site.clock.monotonic, site.clock.monotonic()
    trigger = start.trigger
    ticket = of_draft(
        application,
        workflow,
        new_id(),
        (trigger.type.type, trigger.key) if trigger else ("virtualButton", ""),
        site.clock.now_ms(),
    )
    replies = NotedReplies()
    world = World(
        dry_ports(
            site,
            ticket,
            replies,
            outside=outside,
            seconds_left=lambda: began + SECONDS - monotonic(),
        ),
        site.clock.now,
        *_loaders(site, application.id, outside),
        monotonic,
        site.breath.take,
        _LIMITS,
    )
    shared = ticket.application_globals
    trace = Trace(mask_for(shared, graph.globals, headers_in(payload)))
    dry = made_dry(graph, outside=outside)
    result = engine.start(dry, start.targets, payload, info_of(ticket), world, trace)
    duration_ms = (monotonic() - began) * 1000
    fill_in(trace.steps)
    return DryRun(result, duration_ms, replies.reply_, _skipped(site, trace, outside))


def _loaders(site: Site, application_id: str, outside: bool) -> tuple[Any, Any]:
    """Return what finds custom nodes, made dry like the workflow itself."""
    definitions = site.definitions

    def load(workflow_id: str, version: str) -> tuple[int, Graph]:
        number, graph = definitions.custom_node(application_id, workflow_id, version)
        return number, made_dry(graph, outside=outside)

    known: dict[int, Graph] = {}

    def by_id(number: int) -> Graph:
        if number not in known:
            known[number] = made_dry(definitions.get(number), outside=outside)
        return known[number]

    return load, by_id


def _skipped(site: Site, trace: Trace, outside: bool) -> dict[int, str]:
    skipped = {}
    for place, step in enumerate(trace.steps):
        type_ = site.registry.nodes.get(step.type)
        why = passed_by(type_, outside=outside) if type_ and not step.error else ""
        if why:
            skipped[place] = why
    return skipped
