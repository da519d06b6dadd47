"""Workflows with one button, and pressing it."""

from typing import Any

from tests import cast
from tests.services.flow_parts import BUTTON, count, node, starts
from tests.services.serving import Serving
from webhooks.payload.values import UNDEFINED
from webhooks.services import runs, workflow_storage
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow

_RELAY = ("0" * 24, "user")


def pressed_flow(
    site: Site, owner: Application, *nodes: dict[str, Any], **fields: Any
) -> Workflow:
    """A workflow with one button that starts these nodes, the first one first."""
    given = {"triggers": [starts(BUTTON)], "nodes": list(nodes), **fields}
    return cast.workflow(site, owner, **given)


def press(site: Site, flow: Workflow, payload: Any = UNDEFINED) -> str:
    """Press the button and return the run's id."""
    run_id = runs.start_button(site, flow, "develop", "ui1", payload, _RELAY)
    assert run_id is not None
    return run_id


def counted(site: Site, flow: Workflow) -> Any:
    """How often ``count`` was reached."""
    return workflow_storage.entries(site, flow.application_id, flow.id).get("count", 0)


def delayed(seconds: float = 30) -> tuple[dict[str, Any], ...]:
    """Nodes that speak, wait, and count afterwards."""
    first = node("DebugNode", {"message": "before"}, "w")
    return first, node("DelayNode", {"delay": seconds}, "c", id_="w"), count(id_="c")


def asking(*then: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Nodes that make a request and go on; see ``Gate``."""
    config = {"uriTemplate": "https://x.example/"}
    return node("HttpNode", config, *(each["id"] for each in then)), *then


def restarted(serving: Serving) -> Serving:
    """The next process: whatever was in memory is gone."""
    return Serving(serving.site, serving.clock).begin()
