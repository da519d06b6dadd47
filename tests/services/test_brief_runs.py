"""Brief workflows answer first and are stored once, with nothing left to chance."""

import base64
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests import cast
from tests.services.arrivals import arrive
from tests.services.flow_parts import node, on_webhook, starts
from tests.services.serving import Serving, statuses, stored_runs
from webhooks.errors import Unavailable
from webhooks.services import brief_runs, deliveries, runs, workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow
from webhooks.storage.port import Job
from webhooks.workflows import engine
from webhooks.workflows.result import RunResult
from webhooks.workflows.world import World

REPLY = {"responseCodeTemplate": "201", "bodyTemplate": "n is {{data.body.n}}"}


@pytest.fixture
def hook(site: Site) -> Webhook:
    owner: Application = cast.application(site)
    return cast.webhook(site, owner, wait_for_reply=True, reply_timeout_seconds=60)


@pytest.fixture
def hasty(site: Site) -> Webhook:
    """A webhook whose caller soon gets what nobody's reply stands for."""
    owner: Application = cast.application(site)
    return cast.webhook(site, owner, wait_for_reply=True, reply_timeout_seconds=1)


def answering(site: Site, hook: Webhook, *nodes: dict[str, Any]) -> Workflow:
    """A workflow that answers, compiled as after its first run."""
    given = list(nodes) or [node("WebhookReplyNode", REPLY)]
    fields = {"triggers": [starts(on_webhook(hook.id))], "nodes": given}
    flow = workflows.create(site, hook.application_id, {"name": "Brief", **fields})
    site.definitions.get(flow.definition_id)
    return flow


def count_writes(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    writer, seen = site.store.writer, []
    submit: Callable[..., Any] = writer.submit

    def counting(job: Job[Any], size_bytes: int = 0) -> Any:
        seen.append(job)
        return submit(job, size_bytes)

    monkeypatch.setattr(writer, "submit", counting)
    return seen


def test_a_brief_workflow_is_stored_with_its_answer_in_one_write(
    site: Site, serving: Serving, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = answering(site, hook)
    writes = count_writes(site, monkeypatch)
    received = arrive(site, hook, b'{"n": 7}')
    assert (received.reply.status, received.reply.body) == (201, b"n is 7")
    assert len(writes) == 1
    (run,) = stored_runs(site, flow.id)
    assert (run.status, run.paths_completed) == ("succeeded", 1)
    assert run.boot == serving.runner.boot
    assert None not in (run.started_at, run.finished_at, run.duration_ms)
    assert serving.runner.queue.running == 0


def test_its_delivery_says_what_was_answered_and_cannot_be_answered_again(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    answering(site, hook)
    received = arrive(site, hook, b'{"n": 7}')
    row = deliveries.get(site, hook.application_id, hook.id, received.delivery_id or "")
    assert (row.response_status, row.response_source) == (201, "reply")
    assert row.response_body == b"n is 7"
    assert row.reply_id is not None
    assert row.duration_ms is not None


def test_its_run_shows_the_payload_that_it_began_with(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    answering(site, hook)
    arrive(site, hook, b'{"n": 7}')
    (run,) = stored_runs(site)
    detail = runs.get(site, hook.application_id, run.id)
    assert '"body":{"n":7}' in (detail.steps[0].before or "")


def test_the_first_request_takes_the_usual_way_and_ends_the_same(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    flow = answering(site, hook)
    site.definitions._known.clear()
    assert arrive(site, hook, b'{"n": 7}').reply.body == b"n is 7"
    serving.settle()
    assert statuses(site, flow.id) == ["succeeded"]


def test_when_storing_fails_nobody_is_told_of_success_and_nothing_is_kept(
    site: Site, serving: Serving, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(site, hook)

    def fail(*_: object) -> int:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(brief_runs, "insert_unless_gone", fail)
    with pytest.raises(Unavailable):
        arrive(site, hook)
    assert stored_runs(site) == []
    assert (
        deliveries.list_(
            site, hook.application_id, hook.id, deliveries.DeliveryQuery()
        ).items
        == []
    )
    assert serving.runner.queue.running == 0


def test_an_error_takes_the_usual_way_and_is_seen_once(
    site: Site, serving: Serving, hasty: Webhook
) -> None:
    thrown = node("ThrowErrorNode", {"messageTemplate": "no stock"})
    flow = answering(site, hasty, thrown)
    assert arrive(site, hasty).reply.status == 504
    serving.settle()
    (run,) = stored_runs(site, flow.id)
    assert run.status == "failed"
    assert run.error is not None
    assert run.error["message"] == "no stock"


def test_no_reply_takes_the_usual_way_and_leaves_one_run(
    site: Site, serving: Serving, hasty: Webhook
) -> None:
    flow = answering(site, hasty, node("DebugNode", {"message": "seen"}))
    assert arrive(site, hasty).reply.status == 504
    serving.settle()
    assert statuses(site, flow.id) == ["succeeded"]


def test_what_reaches_beyond_its_run_is_not_brief(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    stores = node(
        "StoreValueNode",
        {"keyName": "n", "valueType": "incr", "value": "1", "resultPath": "working.n"},
        "b",
    )
    replies = node("WebhookReplyNode", {"bodyTemplate": "{{working.n}}"}, id_="b")
    flow = answering(site, hook, stores, replies)
    assert not site.definitions.is_brief(flow.definition_id)
    assert arrive(site, hook).reply.body == b"1"
    assert arrive(site, hook).reply.body == b"2"
    serving.settle()


def test_a_reply_to_another_caller_takes_the_usual_way(
    site: Site, serving: Serving, hasty: Webhook
) -> None:
    elsewhere = {"replyIdPath": "data.body.id", "bodyTemplate": "x"}
    flow = answering(site, hasty, node("WebhookReplyNode", elsewhere))
    body = f'{{"id": "{hasty.id}.nobody"}}'.encode()
    assert arrive(site, hasty, body).reply.status == 504
    serving.settle()
    assert statuses(site, flow.id) == ["succeeded"]


def test_a_second_workflow_makes_both_take_the_usual_way(
    site: Site, serving: Serving, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(site, hook)
    answering(site, hook, node("DebugNode"))
    assert arrive(site, hook, b'{"n": 7}').reply.body == b"n is 7"
    serving.settle()
    assert statuses(site) == ["succeeded", "succeeded"]


def test_a_second_reply_takes_the_usual_way_and_is_kept_with_the_delivery(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    first = node("WebhookReplyNode", REPLY, "b")
    second = node("WebhookReplyNode", {"bodyTemplate": "again"}, id_="b")
    answering(site, hook, first, second)
    received = arrive(site, hook, b'{"n": 7}')
    assert received.reply.body == b"n is 7"
    serving.settle()
    (run,) = stored_runs(site)
    detail = runs.get(site, hook.application_id, run.id)
    assert [message.level for message in detail.messages] == ["warn"]
    row = deliveries.get(site, hook.application_id, hook.id, received.delivery_id or "")
    assert row.response_source == "reply"
    assert row.late_reply is not None
    assert base64.b64decode(row.late_reply["bodyBase64"]) == b"again"


def test_a_bug_of_ours_takes_the_usual_way_and_gives_its_slot_back(
    site: Site, serving: Serving, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = answering(site, hook)

    def break_down(*_: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(brief_runs, "initial_payload", break_down)
    assert arrive(site, hook, b'{"n": 7}').reply.body == b"n is 7"
    serving.settle()
    assert statuses(site, flow.id) == ["succeeded"]
    assert serving.runner.queue.running == 0


def test_a_secret_of_its_headers_is_not_shown_where_the_body_repeats_it(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    """The payload is made again to be shown, and masked as a kept one."""
    flow = answering(site, hook)
    headers = (("Content-Type", "application/json"), ("X-Api-Key", "s3cret-word"))
    arrive(site, hook, b'{"n": 7, "text": "is s3cret-word"}', headers=headers)
    (run,) = stored_runs(site, flow.id)
    shown = runs.get(site, hook.application_id, run.id).steps[0].before or ""
    assert '"n":7' in shown
    assert "s3cret-word" not in shown


def test_one_that_computes_for_long_lets_others_have_their_turn(
    site: Site, serving: Serving, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(site, hook)
    start, breaths = engine.start, []
    monkeypatch.setattr(site.breath, "take", lambda: breaths.append(1))

    def slow(*arguments: Any) -> RunResult:
        world: World = arguments[4]
        world.limits = replace(world.limits, breath_seconds=-1)
        return start(*arguments)

    monkeypatch.setattr(engine, "start", slow)
    received = arrive(site, hook, b'{"n": 7}')
    assert (received.reply.status, breaths) == (201, [1])
