"""What an error in a run starts, and how it is written down."""

import json
from typing import Any

import pytest

from tests import cast
from tests.services.arrivals import arrive
from tests.services.flow_parts import count, node, on_webhook, starts
from tests.services.pressed import counted, delayed, press, pressed_flow
from tests.services.serving import Serving, statuses, stored_runs
from webhooks.errors import Unavailable
from webhooks.services import run_execution, workflow_versions, workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow
from webhooks.storage.models import Run

THROW = node("ThrowErrorNode", {"messageTemplate": "no stock for {{data.sku}}"})


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


def on_error(scope: str | None = None) -> dict[str, Any]:
    config = {} if scope is None else {"scope": scope}
    return starts({"type": "flowError", "config": config}, "e")


def handler(
    site: Site, owner: Application, scope: str, *nodes: dict[str, Any]
) -> Workflow:
    """A workflow that hears errors and counts them."""
    given = list(nodes) or [count(id_="e")]
    return cast.workflow(site, owner, triggers=[on_error(scope)], nodes=given)


def failing(
    site: Site, owner: Application, scope: str | None = None, **fields: Any
) -> Workflow:
    """A workflow whose button fails; with a scope it hears errors itself."""
    flow = pressed_flow(site, owner, THROW, count(id_="e"), **fields)
    if scope is not None:
        listen_too(site, flow, scope)
    return flow


def listen_too(site: Site, flow: Workflow, *scopes: str) -> None:
    triggers = workflows.definition(site, flow.definition_id).triggers
    more = [on_error(scope or None) for scope in scopes]
    changes = {"triggers": [*triggers, *more]}
    workflows.update(site, flow.application_id, flow.id, changes)


def error_payload(run: Run) -> Any:
    return json.loads(json.loads(run.steps or "")["steps"][0]["before"])


def test_an_error_is_kept_with_its_node(
    site: Site, serving: Serving, owner: Application
) -> None:
    flow = failing(site, owner)
    press(site, flow, {"sku": "A-17"})
    serving.settle()
    (run,) = stored_runs(site)
    assert run.status == "failed"
    assert run.error is not None
    assert run.error["message"] == "no stock for A-17"
    assert (run.error["nodeId"], run.error["nodeType"]) == ("a", "ThrowErrorNode")


@pytest.mark.parametrize(
    ("own", "other", "heard"),
    [
        ("", None, (1, 0)),
        ("local", "local", (1, 0)),
        (None, "cloud", (0, 1)),
        (None, "global", (0, 1)),
        (None, "experience", (0, 0)),
        ("cloud", "cloud", (1, 1)),
        ("local", "global", (1, 1)),
    ],
)
def test_error_triggers_hear_what_their_scope_says(
    site: Site,
    serving: Serving,
    owner: Application,
    own: str | None,
    other: str | None,
    heard: tuple[int, int],
) -> None:
    flow = failing(site, owner, own)
    listener = handler(site, owner, other or "local")
    press(site, flow, {"sku": 1})
    serving.settle()
    assert (counted(site, flow), counted(site, listener)) == heard


def test_nobody_hears_errors_of_another_application(
    site: Site, serving: Serving, owner: Application
) -> None:
    stranger = handler(site, cast.application(site, "Other"), "global")
    press(site, failing(site, owner), {})
    serving.settle()
    assert counted(site, stranger) == 0


def test_a_local_trigger_beside_a_wider_one_hears_its_own_workflow_alone(
    site: Site, serving: Serving, owner: Application
) -> None:
    both = cast.workflow(
        site,
        owner,
        triggers=[on_error("local"), starts(on_error("cloud"), "f")],
        nodes=[count("local", id_="e"), count("count", id_="f")],
    )
    press(site, failing(site, owner), {})
    serving.settle()
    (run,) = stored_runs(site, both.id)
    steps = json.loads(run.steps or "")["steps"]
    assert [step["node_id"] for step in steps] == ["f"]


def test_the_version_that_failed_hears_it(
    site: Site, serving: Serving, owner: Application
) -> None:
    """Also one that is not what runs by default."""
    flow = failing(site, owner, "local")
    fields = {"version": "v1", "nodes": [count(id_="e")]}
    fields["triggers"] = [on_error("local")]
    made = workflow_versions.create(site, owner.id, flow.id, fields)
    workflows.update(site, owner.id, flow.id, {"default_version_id": made.id})
    press(site, workflows.get(site, owner.id, flow.id), {})
    serving.settle()
    assert [run.version for run in stored_runs(site)] == ["develop", "develop"]
    assert counted(site, flow) == 1


def test_the_payload_tells_what_happened(
    site: Site, serving: Serving, owner: Application
) -> None:
    """Losant's form of an error trigger's payload."""
    listener = handler(site, owner, "global")
    flow = failing(site, owner)
    press(site, flow, {"sku": "A-17"})
    serving.settle()
    (run,) = stored_runs(site, listener.id)
    payload = error_payload(run)
    data = payload["data"]
    assert data["errorInfo"]["error"]["message"] == "no stock for A-17"
    assert data["errorInfo"]["nodeId"] == "a"
    assert data["errorInfo"]["nodeType"] == "ThrowErrorNode"
    assert data["erroredPayload"]["data"] == {"sku": "A-17"}
    assert "replyId" not in data
    assert payload["triggerId"] == f"{flow.id}-flowError"
    assert payload["triggerType"] == "flowError"
    assert (payload["relayId"], payload["relayType"]) == (flow.id, "flow")
    assert run.start is None


def test_a_payload_that_is_too_large_is_left_out(
    site: Site, serving: Serving, owner: Application
) -> None:
    listener = handler(site, owner, "global")
    press(site, failing(site, owner), {"sku": 1, "more": "x" * 300_000})
    serving.settle()
    data = error_payload(stored_runs(site, listener.id)[0])["data"]
    assert data["erroredPayload"] == "Payload data omitted due to size"


def test_an_error_in_an_error_run_causes_no_further_one(
    site: Site, serving: Serving, owner: Application
) -> None:
    throw = THROW | {"id": "e"}
    for scope in ("global", "cloud"):
        handler(site, owner, scope, throw)
    press(site, failing(site, owner), {})
    serving.settle()
    assert statuses(site) == ["failed"] * 3


def test_an_error_run_can_answer_the_caller(
    site: Site, serving: Serving, owner: Application
) -> None:
    """The reply id is copied into its payload."""
    hook = cast.webhook(site, owner, wait_for_reply=True)
    reply = {"responseCodeTemplate": "503", "bodyTemplate": "{{data.replyId}}"}
    cast.workflow(
        site,
        owner,
        triggers=[starts(on_webhook(hook.id)), on_error("local")],
        nodes=[THROW, node("WebhookReplyNode", reply, id_="e")],
    )
    received = arrive(site, hook)
    assert received.reply.status == 503
    assert received.reply.body.decode().startswith(f"{hook.id}.")
    serving.settle()
    assert [run.delivery_seq for run in stored_runs(site)] == [1, 1]


def test_a_run_that_failed_is_written_down_even_if_its_error_starts_nothing(
    site: Site,
    serving: Serving,
    owner: Application,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    handler(site, owner, "global")

    def fail(*_: Any) -> Any:
        raise Unavailable("The disk fails.")

    monkeypatch.setattr(run_execution, "error_runs", fail)
    press(site, failing(site, owner), {})
    serving.settle()
    assert statuses(site) == ["failed"]
    assert "started no error trigger" in caplog.text


def test_a_listener_deleted_meanwhile_costs_only_its_own_run(
    site: Site, serving: Serving, owner: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays = handler(site, owner, "global"), handler(site, owner, "global")
    find = run_execution.error_runs

    def late(*arguments: Any) -> Any:
        found = find(*arguments)
        if found:
            workflows.delete(site, owner.id, gone.id)
        return found

    monkeypatch.setattr(run_execution, "error_runs", late)
    press(site, failing(site, owner), {})
    serving.settle()
    assert (statuses(site), counted(site, stays)) == (["failed", "succeeded"], 1)
    assert serving.runner.queue._groups == {}


def test_an_end_that_cannot_be_written_down_is_tried_again(
    site: Site, serving: Serving, owner: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P8: the run ends in the right state, with its steps and its errors' runs."""
    listener = handler(site, owner, "global")
    submit, refused = site.store.writer.submit, []

    def fail(job: Any, size_bytes: int = 0) -> Any:
        if "finish" in job.__qualname__ and len(refused) < 6:
            refused.append(1)
            raise Unavailable("The disk is full.")
        return submit(job, size_bytes)

    monkeypatch.setattr(run_execution, "_RETRY_SECONDS", 0)
    monkeypatch.setattr(site.store.writer, "submit", fail)
    press(site, failing(site, owner), {})
    press(site, pressed_flow(site, owner, *delayed()))
    serving.settle()
    assert len(refused) == 6
    assert sorted(statuses(site)) == ["failed", "succeeded", "waiting"]
    assert counted(site, listener) == 1


def test_a_bug_of_ours_fails_the_run_and_says_so(
    site: Site,
    serving: Serving,
    owner: Application,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("a bug with details")

    monkeypatch.setattr(run_execution, "initial_payload", fail)
    press(site, pressed_flow(site, owner, count()))
    serving.settle()
    (run,) = stored_runs(site)
    assert (run.status, (run.error or {})["name"]) == ("failed", "InternalError")
    assert "details" not in str(run.error)
    assert "a bug with details" in caplog.text
