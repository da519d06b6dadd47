"""Trying a draft: it runs as it would, and leaves and sends nothing."""

import json
import threading
from typing import Any

import pytest

from tests import cast
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.calling import call
from tests.web.pages.sending import arrive
from webhooks.services import runs, workflow_storage
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow
from webhooks.workflows.errors import NodeError


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """Where it is edited."""
    return f"{home}/workflows/{bell.id}"


def node(id_: str, type_: str, *next_: str, **config: Any) -> dict[str, Any]:
    """Return a node with a single output."""
    return {"id": id_, "type": type_, "config": config, "outputIds": [list(next_)]}


def draft(webhook: Webhook, *nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return what the editor sends: a webhook's trigger before the first node."""
    trigger = {"type": "webhook", "key": webhook.id, "outputIds": [[nodes[0]["id"]]]}
    return {
        "triggers": [trigger],
        "nodes": list(nodes),
        "globals": [],
        "triggerIndex": 0,
        "payload": {"data": {"heat": 7, "replyId": "abc"}},
        **more,
    }


def tried(browser: Browser, path: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a dry run came to."""
    response = call(browser, f"{path}/dry-run", given)
    assert response.status_code == 200, response.text
    value: dict[str, Any] = response.get_json()
    return value


def test_a_draft_runs_and_leaves_no_trace(
    alice: Browser, site: Site, bell: Workflow, webhook: Webhook, path: str
) -> None:
    hot = {
        **node("hot", "ConditionalNode", expression="{{data.heat}} > 5"),
        "outputIds": [[], ["say"]],
    }
    say = node("say", "DebugNode", "answer", message="It is {{data.heat}}")
    answer = node(
        "answer",
        "WebhookReplyNode",
        responseCodeTemplate="201",
        bodyTemplate="hot",
        bodyTemplateType="string",
    )
    done = tried(alice, path, draft(webhook, hot, say, answer))
    assert done["status"] == "succeeded"
    assert [step["nodeId"] for step in done["steps"]] == ["hot", "say", "answer"]
    assert done["steps"][0]["output"] == 1
    assert json.loads(done["steps"][0]["before"])["data"]["heat"] == 7
    assert [each["text"] for each in done["messages"]] == ["It is 7"]
    assert done["messages"][0]["nodeId"] == "say"
    assert (done["reply"]["status"], done["reply"]["body"]) == (201, "hot")
    assert runs.list_(site, bell.application_id, bell.id).items == []


def test_what_goes_outside_is_passed_by(
    alice: Browser, webhook: Webhook, path: str
) -> None:
    done = tried(
        alice,
        path,
        draft(
            webhook,
            node("a", "HttpNode", "b", uriTemplate="http://192.0.2.1/"),
            node("b", "DelayNode", "c", delay="30"),
            node(
                "c",
                "WorkflowTriggerNode",
                "d",
                triggerWorkflowId="x",
                triggerVirtualButtonId="y",
            ),
            node("d", "MqttMessageNode", "e", topicTemplate="t"),
            node("e", "DebugNode"),
        ),
    )
    assert done["status"] == "succeeded", done["error"]
    said = [bool(step["skipped"]) for step in done["steps"]]
    assert said == [True, True, True, True, False]


def test_what_is_sent_outside_is_sent_when_asked_for(
    alice: Browser,
    site: Site,
    webhook: Webhook,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def request(each: Any) -> Any:
        asked.append((each.url, each.timeout_seconds))
        raise NodeError("There is no network here.", "Test")

    monkeypatch.setattr(site.workflow_http, "request", request)
    given = draft(webhook, node("a", "HttpNode", uriTemplate="http://192.0.2.1/"))
    assert tried(alice, path, given)["status"] == "succeeded"
    assert asked == []
    done = tried(alice, path, {**given, "outside": True})
    [(url, seconds)] = asked
    assert url == "http://192.0.2.1/"
    assert seconds <= 10
    assert done["error"]["message"] == "There is no network here."
    assert done["error"]["nodeId"] == "a"


def test_stored_values_are_read_and_its_own_changes_seen_but_not_kept(
    alice: Browser, site: Site, bell: Workflow, webhook: Webhook, path: str
) -> None:
    workflow_storage.set_entry(site, bell.application_id, bell.id, "count", 5)
    done = tried(
        alice,
        path,
        draft(
            webhook,
            node(
                "a",
                "StoreValueNode",
                "b",
                keyName="count",
                valueType="incr",
                value="2",
            ),
            node("b", "GetValueNode", keyName="count", valuePath="working.count"),
        ),
    )
    assert done["status"] == "succeeded", done["error"]
    assert json.loads(done["steps"][-1]["after"])["working"]["count"] == 7
    kept = workflow_storage.entries(site, bell.application_id, bell.id)
    assert kept == {"count": 5}


def test_it_begins_with_a_stored_request_as_a_run_would(
    alice: Browser, site: Site, webhook: Webhook, path: str
) -> None:
    delivery = arrive(site, webhook, path="/ring", body=b'{"a": 1}')
    given = draft(webhook, node("a", "DebugNode"), deliveryId=delivery)
    del given["payload"]
    [step] = tried(alice, path, given)["steps"]
    begun = json.loads(step["before"])
    assert begun["data"]["path"] == "/ring"
    assert begun["triggerId"] == webhook.id
    shown = alice.client.get(f"{path}/samples/{delivery}").get_json()["payload"]
    assert shown["data"] == begun["data"]
    assert shown["time"] == begun["time"]


def test_a_run_may_begin_in_the_middle(
    alice: Browser, webhook: Webhook, path: str
) -> None:
    given = draft(webhook, node("a", "DebugNode", "b"), node("b", "DebugNode"))
    done = tried(alice, path, {**given, "startNodeId": "b"})
    assert [step["nodeId"] for step in done["steps"]] == ["b"]


@pytest.mark.parametrize(
    "change",
    [
        {"triggerIndex": 5},
        {"triggerIndex": True},
        {"triggerIndex": -1},
        {"triggerIndex": None},
        {"startNodeId": "nowhere"},
        {"payload": [1]},
        {"nodes": [{"id": "a", "type": "DebugNode", "outputIds": [["no"]]}]},
        {"nodes": "x"},
    ],
)
def test_what_cannot_be_run_is_refused_with_a_reason(
    alice: Browser, webhook: Webhook, path: str, change: dict[str, Any]
) -> None:
    given = {**draft(webhook, node("a", "DebugNode")), **change}
    response = call(alice, f"{path}/dry-run", given)
    assert response.status_code == 400
    assert response.get_json()["error"]["message"]


def test_secrets_are_masked_in_what_is_shown(
    alice: Browser, webhook: Webhook, path: str
) -> None:
    payload = {"data": {"headers": {"authorization": "Bearer sesame-street"}}}
    say = node("a", "DebugNode", message="{{data.headers.authorization}}")
    given = {**draft(webhook, say), "payload": payload}
    response = call(alice, f"{path}/dry-run", given)
    assert "sesame-street" not in response.text


def test_one_person_has_one_dry_run_at_a_time(
    alice: Browser,
    editor: Browser,
    site: Site,
    webhook: Webhook,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def request(each: Any) -> Any:
        begun.set()
        go_on.wait(60)
        raise NodeError("Enough.", "Test")

    monkeypatch.setattr(site.workflow_http, "request", request)
    slow = draft(webhook, node("a", "HttpNode", uriTemplate="http://192.0.2.1/"))
    slow["outside"] = True
    waiting = threading.Thread(target=lambda: call(alice, f"{path}/dry-run", slow))
    waiting.start()
    try:
        assert begun.wait(60)
        second = Browser(alice.client.application, cast.alice(site))
        response = call(second, f"{path}/dry-run", slow)
        assert response.status_code == 429
        quick = draft(webhook, node("a", "DebugNode"))
        assert tried(editor, path, quick)["status"] == "succeeded"
    finally:
        go_on.set()
        waiting.join()


def test_viewers_do_not_run_drafts(
    viewer: Browser, webhook: Webhook, path: str
) -> None:
    given = draft(webhook, node("a", "DebugNode"))
    assert call(viewer, f"{path}/dry-run", given).status_code == 403


def test_a_stored_run_is_drawn_with_its_document(
    alice: Browser, viewer: Browser, site: Site, bell: Workflow, path: str
) -> None:
    run = flows.run(site, bell, trace=flows.trace())
    answer = alice.client.get(f"{path}/runs/{run.id}/trace").get_json()
    assert answer["status"] == "succeeded"
    assert [step["nodeId"] for step in answer["steps"]] == ["hot", "say"]
    assert answer["document"]["nodes"][0]["id"] == "hot"
    assert answer["messages"][0]["label"] == "Say so"
    text = viewer.client.get(f"{path}/runs/{run.id}/trace").text
    assert "sesame" not in text


def test_a_button_is_pressed(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    key = flows.button_key(site, bell)
    answer = call(alice, f"{path}/press.json", {"key": key, "payload": {"heat": 1}})
    assert answer.get_json()["success"] is True
    assert len(runs.list_(site, bell.application_id, bell.id).items) == 1
    wrong = call(alice, f"{path}/press.json", {"key": "none"})
    assert wrong.status_code == 404


def test_a_run_tells_which_triggers_start_such_runs(
    alice: Browser, site: Site, bell: Workflow, webhook: Webhook, path: str
) -> None:
    run = flows.run(site, bell, trigger_type="webhook", trigger_key=webhook.id)
    answer = alice.client.get(f"{path}/runs/{run.id}/trace").get_json()
    assert answer["triggerIndexes"] == [2]
    say = node("say", "DebugNode")
    assert tried(alice, path, draft(webhook, say))["triggerIndexes"] == [0]
    from_node = draft(webhook, say, startNodeId="say")
    assert tried(alice, path, from_node)["triggerIndexes"] == []
