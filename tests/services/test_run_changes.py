"""A workflow is edited, switched off or deleted while it runs or waits (W14)."""

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
    messages,
    statuses,
    stored_runs,
    until,
)
from webhooks.errors import NotFound
from webhooks.services import runs, workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


@pytest.mark.parametrize("waits", [False, True])
def test_a_run_whose_workflow_was_switched_off_is_cancelled(
    site: Site, serving: Serving, owner: Application, waits: bool
) -> None:
    """W14: queued or waiting; what it did before stays on record."""
    flow = pressed_flow(site, owner, *delayed())
    if not waits:
        serving.runner.queue._slots = 0
    press(site, flow)
    serving.settle() if waits else None
    workflows.update(site, owner.id, flow.id, {"enabled": False})
    serving.runner.queue._slots = 10
    serving.runner.queue.pump()
    serving.pass_time(60)
    (run,) = stored_runs(site)
    assert (run.status, run.state, run.start) == ("cancelled", None, None)
    assert run.finished_at is not None
    assert counted(site, flow) == 0
    assert [each["text"] for each in messages(run)] == ["before"] * waits


@pytest.mark.parametrize("waits", [False, True])
def test_a_run_whose_workflow_was_deleted_is_gone(
    site: Site, serving: Serving, owner: Application, waits: bool
) -> None:
    flow = pressed_flow(site, owner, *delayed())
    if not waits:
        serving.runner.queue._slots = 0
    press(site, flow)
    serving.settle() if waits else None
    workflows.delete(site, owner.id, flow.id)
    serving.runner.queue._slots = 10
    serving.runner.queue.pump()
    serving.pass_time(60)
    assert stored_runs(site) == []


def test_a_run_under_way_when_its_workflow_is_deleted_harms_nobody(
    site: Site,
    serving: Serving,
    owner: Application,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gate = Gate(site)
    flow = pressed_flow(site, owner, *asking(count(id_="c")))
    press(site, flow)
    gate.wait_for(1)
    workflows.delete(site, owner.id, flow.id)
    gate.release()
    serving.settle()
    assert stored_runs(site) == []
    assert caplog.text == ""


def test_an_edit_disturbs_neither_a_running_nor_a_waiting_run(
    site: Site, serving: Serving, owner: Application
) -> None:
    """W14: each goes on with what it began with, also after a restart."""
    gate = Gate(site)
    under_way = pressed_flow(site, owner, *asking(count(id_="c")))
    waits = pressed_flow(site, owner, *delayed())
    press(site, under_way)
    press(site, waits)
    gate.wait_for(1)
    until(lambda: "waiting" in statuses(site), "the other one waits")
    for flow in (under_way, waits):
        for number in range(5):
            other = [count(f"other{number}")]
            workflows.update(site, owner.id, flow.id, {"nodes": other})
    gate.release()
    serving.settle()
    assert counted(site, under_way) == 1
    site.__dict__.pop("definitions")
    restarted(serving).pass_time(30)
    assert counted(site, waits) == 1


def test_a_cancelled_wait_does_not_go_on(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = pressed_flow(site, owner, *delayed())
    run_id = press(site, flow)
    serving.settle()
    with pytest.raises(NotFound):
        runs.cancel(site, "0" * 24, run_id)
    runs.cancel(site, owner.id, run_id)
    serving.pass_time(60)
    (run,) = stored_runs(site)
    assert (run.status, run.state, counted(site, flow)) == ("cancelled", None, 0)
