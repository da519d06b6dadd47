"""Buttons pressed by workflows: what is queued, and the guards against storms."""

from datetime import timedelta
from typing import Any

import pytest

from tests import cast
from tests.services.flow_parts import BUTTON, count, node, starts
from tests.services.pressed import counted, delayed, press, pressed_flow, restarted
from tests.services.serving import Serving, statuses, stored_runs
from webhooks.errors import Conflict, Invalid, NotFound, TooMany
from webhooks.services import run_rows, workflow_start, workflow_versions, workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflow_start import Pressed
from webhooks.services.workflows import Workflow


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


@pytest.fixture
def flow(site: Site, owner: Application) -> Workflow:
    return pressed_flow(site, owner, count())


def push(site: Site, flow: Workflow, **fields: Any) -> dict[str, Any]:
    pressed = Pressed(**{"button": "ui1", **fields})
    return workflow_start.press(site, flow.application_id, flow.id, pressed)


def trigger(workflow_id: str, **config: Any) -> dict[str, Any]:
    """A node that presses the button of a workflow."""
    given = {"triggerWorkflowId": workflow_id, "triggerVirtualButtonId": "ui1"}
    return node("WorkflowTriggerNode", given | config)


def test_a_workflow_that_starts_itself_stops_with_a_clear_error(
    site: Site, serving: Serving, flow: Workflow
) -> None:
    """Ten times in a row, whatever it does between."""
    itself = [count("count", "b"), trigger(flow.id) | {"id": "b"}]
    workflows.update(site, flow.application_id, flow.id, {"nodes": itself})
    press(site, flow)
    serving.settle()
    found = stored_runs(site)
    assert [run.depth for run in found] == list(range(11))
    assert [run.status for run in found] == ["succeeded"] * 10 + ["failed"]
    assert "started each other more than 10 times" in (found[-1].error or {})["message"]


def test_a_workflow_may_plan_its_own_next_run_for_ever(
    site: Site, serving: Serving, flow: Workflow
) -> None:
    """A second between two runs is no storm."""
    later = {"behavior": "schedule", "scheduling": "relative", "secondsTemplate": "60"}
    itself = [count("count", "b"), trigger(flow.id, **later) | {"id": "b"}]
    workflows.update(site, flow.application_id, flow.id, {"nodes": itself})
    press(site, flow)
    serving.settle()
    for _ in range(15):
        serving.pass_time(60)
    assert counted(site, flow) == 16
    assert set(statuses(site)) == {"succeeded", "waiting"}


def test_a_button_is_pressed_a_hundred_times_in_ten_seconds(
    site: Site, serving: Serving, flow: Workflow
) -> None:
    for _ in range(100):
        push(site, flow)
    with pytest.raises(TooMany):
        push(site, flow)
    other = pressed_flow(site, cast.application(site), count())
    push(site, other)
    serving.pass_time(10)
    push(site, flow)
    serving.settle()
    assert counted(site, flow) == 101


def test_what_is_unknown_or_switched_off_is_refused(
    site: Site, serving: Serving, owner: Application, flow: Workflow
) -> None:
    with pytest.raises(NotFound, match="button"):
        push(site, flow, button="nobody")
    with pytest.raises(NotFound, match="no version v9"):
        push(site, flow, version="v9")
    stranger = cast.application(site, "Other")
    with pytest.raises(NotFound, match="Flow was not found"):
        workflow_start.press(site, stranger.id, flow.id, Pressed("ui1"))
    workflows.update(site, owner.id, flow.id, {"enabled": False})
    with pytest.raises(Conflict, match="disabled"):
        push(site, flow)
    assert stored_runs(site) == []


def test_a_workflow_deleted_meanwhile_is_not_found(
    site: Site,
    serving: Serving,
    owner: Application,
    flow: Workflow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    admit = serving.runner.admit

    def late(runs: Any) -> None:
        workflows.delete(site, owner.id, flow.id)
        admit(runs)

    monkeypatch.setattr(serving.runner, "admit", late)
    with pytest.raises(NotFound):
        push(site, flow)
    assert serving.runner.queue._groups == {}


def test_the_buttons_own_payload_counts_unless_one_is_given(
    site: Site, serving: Serving, owner: Application
) -> None:
    button = starts({**BUTTON, "meta": {"uiId": "ui1", "payload": '{"a": 1}'}})
    flow = cast.workflow(site, owner, triggers=[button], nodes=[count()])
    assert push(site, flow)["payload"] == {"a": 1}
    assert push(site, flow, payload=[2], has_payload=True)["payload"] == [2]
    assert push(site, flow, payload=None, has_payload=True)["payload"] is None
    empty = pressed_flow(site, owner, count())
    assert push(site, empty)["payload"] == {}


def test_a_version_can_be_named(site: Site, serving: Serving, flow: Workflow) -> None:
    fields = {"version": "v1", "triggers": [starts(BUTTON)], "nodes": [count("v1")]}
    workflow_versions.create(site, flow.application_id, flow.id, fields)
    assert push(site, flow, version="v1")["flowVersion"] == "v1"
    assert push(site, flow, version="develop")["flowVersion"] == "develop"
    serving.settle()
    assert [run.version for run in stored_runs(site)] == ["v1", "develop"]


def plan(site: Site, flow: Workflow, seconds: float, **more: Any) -> dict[str, Any]:
    run_at = site.clock.now() + timedelta(seconds=seconds)
    return push(site, flow, run_at=run_at, **more)


def test_a_planned_run_begins_at_its_time_also_after_a_restart(
    site: Site, serving: Serving, flow: Workflow
) -> None:
    assert plan(site, flow, 100)["newOrUpdate"] == "new"
    serving.pass_time(60)
    later = restarted(serving)
    later.pass_time(39)
    assert statuses(site) == ["waiting"]
    later.pass_time(1)
    assert counted(site, flow) == 1
    step = stored_runs(site)[0].steps or ""
    # The payload's time is that of the run, not that of the plan.
    assert "10:12:52" in step


def test_a_planned_run_is_moved_and_taken_back_by_its_key(
    site: Site, serving: Serving, owner: Application, flow: Workflow
) -> None:
    plan(site, flow, 10, run_key="k")
    moved = plan(site, flow, 50, run_key="k", payload=2, has_payload=True)
    assert (moved["newOrUpdate"], moved["runId"]) == ("update", "k")
    serving.pass_time(20)
    assert statuses(site) == ["waiting"]
    serving.pass_time(30)
    assert counted(site, flow) == 1
    plan(site, flow, 10, run_key="k")
    stranger = cast.application(site, "Other")
    assert not workflow_start.cancel(site, stranger.id, "k")
    assert workflow_start.cancel(site, owner.id, "k")
    assert not workflow_start.cancel(site, owner.id, "k")
    serving.pass_time(60)
    assert statuses(site) == ["succeeded", "cancelled"]


def test_a_run_that_has_begun_is_no_plan_although_it_waits_again(
    site: Site, serving: Serving, owner: Application
) -> None:
    """Its key is free for the next one; nobody cuts its delay short."""
    flow = pressed_flow(site, owner, *delayed())
    plan(site, flow, 10, run_key="k")
    serving.pass_time(10)
    assert [run.state is None for run in stored_runs(site)] == [False]
    assert not workflow_start.cancel(site, owner.id, "k")
    assert plan(site, flow, 50, run_key="k")["newOrUpdate"] == "new"
    serving.pass_time(30)
    assert statuses(site) == ["succeeded", "waiting"]


def test_a_planned_run_that_is_in_line_already_can_still_be_put_off(
    site: Site, serving: Serving, owner: Application, flow: Workflow
) -> None:
    plan(site, flow, 10, run_key="k")
    (run,) = stored_runs(site)
    serving.runner._awake.add(run.seq)
    plan(site, flow, 50, run_key="k")
    serving.runner.queue.put(owner.id, run.seq, announced=False)
    serving.settle()
    assert statuses(site) == ["waiting"]
    serving.pass_time(50)
    assert counted(site, flow) == 1


def test_nothing_is_planned_for_more_than_a_year_ahead(
    site: Site, serving: Serving, flow: Workflow
) -> None:
    with pytest.raises(Invalid, match="366 days"):
        plan(site, flow, 400 * 86_400)
    assert stored_runs(site) == []


def test_a_payload_that_is_no_json_is_refused(
    site: Site, serving: Serving, flow: Workflow
) -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    with pytest.raises(Invalid, match="cannot be sent"):
        push(site, flow, payload=deep, has_payload=True)


def test_only_what_waits_can_be_cancelled(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = pressed_flow(site, owner, *delayed())
    press(site, flow)
    serving.settle()
    (run,) = stored_runs(site)
    cancel = run_rows.cancel(run.seq, site.clock.now_ms())
    assert site.store.writer.submit(cancel)
    assert not site.store.writer.submit(cancel)
