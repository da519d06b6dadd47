"""What a process left behind, taken up by the next one (P5)."""

import pytest

from tests import cast
from tests.services.flow_parts import count
from tests.services.pressed import (
    asking,
    counted,
    delayed,
    press,
    pressed_flow,
    restarted,
)
from tests.services.serving import (
    Gate,
    Serving,
    statuses,
    stored_runs,
    until,
)
from webhooks.services import runs
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


def test_a_wait_goes_on_after_a_restart_at_its_time(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = pressed_flow(site, owner, *delayed())
    press(site, flow)
    serving.settle()
    serving.clock.move(10)
    later = restarted(serving)
    later.pass_time(19)
    assert statuses(site) == ["waiting"]
    later.pass_time(1)
    assert (statuses(site), counted(site, flow)) == (["succeeded"], 1)


def test_a_wait_that_ended_while_nobody_served_is_over_at_once(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = pressed_flow(site, owner, *delayed())
    press(site, flow)
    serving.settle()
    serving.clock.move(1000)
    restarted(serving).pass_time(0)
    assert counted(site, flow) == 1


def test_runs_left_queued_start_after_a_restart(
    site: Site, serving: Serving, owner: Application
) -> None:
    """P5: in their order, each once."""
    gate = Gate(site)
    serving.runner.queue._slots = 1
    flow = pressed_flow(site, owner, *asking(count(id_="c")))
    for _ in range(4):
        press(site, flow)
    gate.wait_for(1)
    assert statuses(site) == ["running", "queued", "queued", "queued"]
    serving.runner.queue.close()
    later = restarted(serving)
    gate.release()
    later.settle()
    assert statuses(site) == ["interrupted", "succeeded", "succeeded", "succeeded"]
    until(lambda: serving.runner.queue.running == 0, "the old process is done")
    # The first one came to its end in the old process, which nobody asked any more.
    assert statuses(site)[0] == "interrupted"


def crashed(site: Site, serving: Serving, flow: Workflow, gate: Gate) -> Serving:
    """Press, and start anew while the run is under way."""
    press(site, flow)
    gate.wait_for(1)
    later = restarted(serving)
    gate.release()
    later.settle()
    serving.settle()
    return later


def test_a_run_that_a_crash_met_is_interrupted_once(
    site: Site, serving: Serving, owner: Application
) -> None:
    gate = Gate(site)
    flow = pressed_flow(site, owner, *asking())
    later = crashed(site, serving, flow, gate)
    (run,) = stored_runs(site)
    assert (run.status, run.start, run.state) == ("interrupted", None, None)
    assert run.finished_at is not None
    assert (run.error or {})["name"] == "Interrupted"
    assert runs.recover(site) == 0
    assert len(gate.arrived) == 1
    later.close()


def test_a_run_is_repeated_where_its_workflow_says_so(
    site: Site, serving: Serving, owner: Application
) -> None:
    gate = Gate(site)
    flow = pressed_flow(site, owner, *asking(count(id_="c")), repeat_after_crash=True)
    crashed(site, serving, flow, gate)
    assert statuses(site) == ["succeeded"]
    assert len(gate.arrived) == 2
