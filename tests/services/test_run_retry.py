"""A run once more: with the same payload, or with a reason why that cannot be."""

from typing import Any

import pytest

from tests import cast
from tests.services.serving import Serving
from tests.web.pages import flows
from tests.web.pages.sending import arrive
from webhooks.errors import Conflict, NotFound
from webhooks.services import (
    run_retry,
    runs,
    workflow_start,
    workflow_versions,
    workflows,
)
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflow_start import Pressed
from webhooks.services.workflows import Workflow
from webhooks.workflows.trace import Step, Trace

SAY = {
    "id": "say",
    "type": "DebugNode",
    "config": {"message": "{{data.body.n}}{{data.n}}"},
}


@pytest.fixture
def application(site: Site) -> Application:
    return cast.application(site)


def made(site: Site, owner: Application, **trigger: Any) -> Workflow:
    """Return a workflow that says what came."""
    start = {"outputIds": [["say"]], **trigger}
    return workflows.create(
        site, owner.id, {"name": "Say", "triggers": [start], "nodes": [SAY]}
    )


def last(site: Site, workflow: Workflow) -> str:
    """Return the id of the newest run."""
    found = runs.list_(site, workflow.application_id, workflow.id)
    return found.items[0].id


def said(site: Site, workflow: Workflow, run_id: str) -> list[str]:
    """Return the messages of a run."""
    detail = runs.get(site, workflow.application_id, run_id)
    return [message.text for message in detail.messages]


def again(
    site: Site, workflow: Workflow, run_id: str, which: run_retry.Which = "same"
) -> str:
    return run_retry.retry(site, workflow.application_id, workflow.id, run_id, which)


def test_a_request_is_run_again_by_this_workflow_alone(
    serving: Serving, site: Site, application: Application
) -> None:
    webhook = cast.webhook(site, application)
    workflow = made(site, application, type="webhook", key=webhook.id)
    other = made(site, application, type="webhook", key=webhook.id)
    arrive(site, webhook, b'{"n": 5}')
    serving.settle()
    first = last(site, workflow)
    new = again(site, workflow, first)
    serving.settle()
    assert new != first
    assert said(site, workflow, new) == ["5"]
    old, run = (runs.get(site, application.id, each).run for each in (first, new))
    assert run.delivery_seq == old.delivery_seq
    assert len(runs.list_(site, application.id, other.id).items) == 1


def test_what_ran_then_or_what_runs_now_is_run(
    serving: Serving, site: Site, application: Application
) -> None:
    webhook = cast.webhook(site, application)
    workflow = made(site, application, type="webhook", key=webhook.id)
    arrive(site, webhook, b'{"n": 5}')
    serving.settle()
    first = last(site, workflow)
    changed = {**SAY, "config": {"message": "Now"}}
    workflows.update(site, application.id, workflow.id, {"nodes": [changed]})
    same, current = (
        again(site, workflow, first, "same"),
        again(site, workflow, first, "current"),
    )
    serving.settle()
    assert said(site, workflow, same) == ["5"]
    assert said(site, workflow, current) == ["Now"]
    parts = workflows.definition(site, workflow.definition_id)
    version = workflow_versions.create(
        site,
        application.id,
        workflow.id,
        {"version": "one", "nodes": [SAY], "triggers": parts.triggers},
    )
    chosen = {"default_version_id": version.id}
    workflows.update(site, application.id, workflow.id, chosen)
    published = again(site, workflow, first, "current")
    serving.settle()
    assert runs.get(site, application.id, published).run.version == "one"


def test_a_press_is_repeated_with_its_payload(
    serving: Serving, site: Site, application: Application
) -> None:
    workflow = made(site, application, type="virtualButton")
    key = flows.button_key(site, workflow)
    pressed = Pressed(key, {"n": 9}, True)
    workflow_start.press(site, application.id, workflow.id, pressed)
    serving.settle()
    new = again(site, workflow, last(site, workflow))
    serving.settle()
    assert said(site, workflow, new) == ["9"]


def test_a_press_with_a_secret_is_not_repeated_with_dots_in_its_place(
    serving: Serving, site: Site, application: Application
) -> None:
    workflow = made(site, application, type="virtualButton")
    key = flows.button_key(site, workflow)
    pressed = Pressed(key, {"token": "opensesame"}, True)
    workflow_start.press(site, application.id, workflow.id, pressed)
    serving.settle()
    with pytest.raises(Conflict, match="held secrets"):
        again(site, workflow, last(site, workflow))


def test_there_is_a_reason_when_it_cannot_be_repeated(
    site: Site, application: Application
) -> None:
    workflow = made(site, application, type="virtualButton")
    key = flows.button_key(site, workflow)
    waiting = flows.run(site, workflow, status="waiting", trigger_key=key)
    with pytest.raises(Conflict, match="not over yet"):
        again(site, workflow, waiting.id)
    empty = flows.run(site, workflow, trigger_key=key)
    with pytest.raises(Conflict, match="was not kept"):
        again(site, workflow, empty.id)
    strange = flows.run(site, workflow, trigger_key="gone")
    with pytest.raises(Conflict, match="no such trigger"):
        again(site, workflow, strange.id)
    lost = flows.run(site, workflow, trigger_key=key, definition_id=10**9)
    with pytest.raises(Conflict, match="as it is now"):
        again(site, workflow, lost.id)
    workflows.update(site, application.id, workflow.id, {"enabled": False})
    with pytest.raises(Conflict, match="switched off"):
        again(site, workflow, empty.id)
    with pytest.raises(NotFound):
        again(site, workflow, "0" * 24)


def test_a_payload_of_the_middle_is_not_taken_for_the_start(
    site: Site, application: Application
) -> None:
    workflow = made(site, application, type="virtualButton")
    key = flows.button_key(site, workflow)
    trace = Trace()
    trace.step(Step("big", "DebugNode", "Big", 0, omitted=10**6))
    trace.step(
        Step("say", "DebugNode", "Say", 0, parent=0, before='{"data": {"n": 1}}')
    )
    run = flows.run(site, workflow, trigger_key=key, trace=trace)
    with pytest.raises(Conflict, match="was not kept"):
        again(site, workflow, run.id)


def pressed_once(serving: Serving, site: Site, owner: Application) -> Workflow:
    """Return a workflow whose button was pressed."""
    workflow = made(site, owner, type="virtualButton")
    pressed = Pressed(flows.button_key(site, workflow), {"n": 1}, True)
    workflow_start.press(site, owner.id, workflow.id, pressed)
    serving.settle()
    return workflow


def named(site: Site, workflow: Workflow, run_id: str, new_id: str) -> str:
    owner = workflow.application_id
    return run_retry.retry(site, owner, workflow.id, run_id, "same", new_id)


def test_a_run_that_is_named_is_made_once(
    serving: Serving, site: Site, application: Application
) -> None:
    workflow = pressed_once(serving, site, application)
    first, new = last(site, workflow), "ab" * 12
    for _ in range(2):
        assert named(site, workflow, first, new) == new
        serving.settle()
    listed = runs.list_(site, application.id, workflow.id).items
    assert [each.id for each in listed] == [new, first]


def test_asking_twice_at_once_for_a_named_run_makes_one(
    serving: Serving,
    site: Site,
    application: Application,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workflow = pressed_once(serving, site, application)
    first, new = last(site, workflow), "ab" * 12
    # Both look before either has stored its run.
    looks = iter([False, False, True])
    monkeypatch.setattr(run_retry, "_is_there", lambda *_: next(looks))
    assert [named(site, workflow, first, new) for _ in range(2)] == [new, new]
    serving.settle()
    assert len(runs.list_(site, application.id, workflow.id).items) == 2


def test_a_name_that_a_run_elsewhere_has_is_refused(
    serving: Serving, site: Site, application: Application
) -> None:
    workflow = pressed_once(serving, site, application)
    other = pressed_once(serving, site, application)
    with pytest.raises(NotFound):
        named(site, workflow, last(site, workflow), last(site, other))
