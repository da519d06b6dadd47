"""What a waiting caller gets from workflows: a reply, or what stands for one (P7)."""

import base64
from typing import Any

import pytest

from tests import cast
from tests.services.arrivals import Waiting, arrive
from tests.services.flow_parts import count, node, on_webhook, starts
from tests.services.pressed import asking, press, pressed_flow
from tests.services.serving import Gate, Serving, messages, statuses, stored_runs
from webhooks.errors import Conflict
from webhooks.services import deliveries, replies, runs, workflows
from webhooks.services.applications import Application
from webhooks.services.deliveries import Delivery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow

THROW = node("ThrowErrorNode")


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


@pytest.fixture
def hook(site: Site, owner: Application) -> Webhook:
    return cast.webhook(site, owner, wait_for_reply=True)


def ends(site: Site, owner: Application, **fields: Any) -> Webhook:
    """A webhook that answers when its runs have ended."""
    given = {"wait_for_reply": True, "answer_when_runs_end": True, **fields}
    return cast.webhook(site, owner, response_code=202, **given)


def reply(body: str, *then: str, id_: str = "a", **more: Any) -> dict[str, Any]:
    config = {"bodyTemplateType": "string", "bodyTemplate": body, **more}
    return node("WebhookReplyNode", config, *then, id_=id_)


def listening(
    site: Site, hook: Webhook, *nodes: dict[str, Any], **fields: Any
) -> Workflow:
    given = {"triggers": [starts(on_webhook(hook.id))], "nodes": list(nodes)}
    fields = {"name": "Orders", **given, **fields}
    return workflows.create(site, hook.application_id, fields)


def row(site: Site, hook: Webhook, delivery_id: str | None) -> Delivery:
    assert delivery_id is not None
    return deliveries.get(site, hook.application_id, hook.id, delivery_id)


def test_the_reply_of_a_workflow_reaches_the_caller_and_is_recorded(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    listening(site, hook, reply("made", responseCodeTemplate="201"))
    received = arrive(site, hook)
    assert (received.reply.status, received.reply.body) == (201, b"made")
    kept = row(site, hook, received.delivery_id)
    assert (kept.response_source, kept.response_status) == ("reply", 201)
    assert kept.response_body == b"made"
    assert kept.duration_ms is not None


def test_the_first_reply_wins_and_the_second_is_kept_with_the_delivery(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    """R02: also when the first one is not written down yet."""
    listening(site, hook, reply("first", "b"), reply("second", id_="b"))
    received = arrive(site, hook)
    serving.settle()
    assert received.reply.body == b"first"
    kept = row(site, hook, received.delivery_id)
    assert kept.response_body == b"first"
    assert kept.late_reply is not None
    assert base64.b64decode(kept.late_reply["bodyBase64"]) == b"second"
    (run,) = stored_runs(site)
    assert run.status == "succeeded"
    (said,) = messages(run)
    assert said["level"] == "warn"
    assert "answered already" in said["text"]


def test_a_second_reply_is_refused_before_the_first_is_written_down(
    site: Site, hook: Webhook
) -> None:
    owner, reply_id = hook.application_id, f"{hook.id}.x"
    with site.replies.open(reply_id, hook.id, "0" * 24, owner):
        answers = [
            replies.reply_from_run(site, owner, reply_id, 200, (), b"x")
            for _ in range(2)
        ]
        assert answers == ["sent", "answered"]
        with pytest.raises(Conflict):
            replies.reply(site, owner, reply_id, 200, (), b"x")


def test_a_late_reply_is_kept_with_the_delivery(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    gate = Gate(site)
    listening(site, hook, *asking(reply("late", id_="b")))
    caller = Waiting(site, hook)
    gate.wait_for(1)
    site.replies.shutdown()
    received = caller.result()
    gate.release()
    serving.settle()
    kept = row(site, hook, received.delivery_id)
    assert (kept.response_source, kept.response_status) == ("shutdown", 503)
    assert base64.b64decode((kept.late_reply or {})["bodyBase64"]) == b"late"
    (said,) = messages(stored_runs(site)[0])
    assert "too late" in said["text"]


def test_a_workflow_of_another_application_cannot_reply(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    caller = Waiting(site, hook)
    path = "data.id"
    stranger = pressed_flow(
        site, cast.application(site, "Other"), reply("foreign", replyIdPath=path)
    )
    press(site, stranger, {"id": caller.reply_id})
    serving.settle()
    (said,) = messages(stored_runs(site)[0])
    assert "Nobody waits" in said["text"]
    assert not caller.pending.taken
    site.replies.shutdown()
    received = caller.result()
    assert row(site, hook, received.delivery_id).late_reply is None


def test_when_all_runs_have_succeeded_the_automatic_answer_is_given(
    site: Site, serving: Serving, owner: Application
) -> None:
    hook = ends(site, owner)
    for _ in range(2):
        listening(site, hook, count())
    received = arrive(site, hook)
    assert received.reply.status == 202
    kept = row(site, hook, received.delivery_id)
    assert (kept.response_source, kept.response_status) == ("runs", 202)


def test_when_one_run_failed_success_would_be_a_lie(
    site: Site, serving: Serving, owner: Application
) -> None:
    hook = ends(site, owner)
    listening(site, hook, count())
    listening(site, hook, THROW)
    reply_ = arrive(site, hook).reply
    assert reply_.status == 500
    assert reply_.body == b'{"error":"The workflow failed before it replied"}'


def test_when_one_run_failed_a_time_out_reply_of_its_own_is_given(
    site: Site, serving: Serving, owner: Application
) -> None:
    hook = ends(site, owner, timeout_reply={"statusCode": 418, "body": "sorry"})
    listening(site, hook, THROW)
    reply_ = arrive(site, hook).reply
    assert (reply_.status, reply_.body) == (418, b"sorry")


def test_an_error_run_that_replies_wins(
    site: Site, serving: Serving, owner: Application
) -> None:
    hook = ends(site, owner)
    error = starts({"type": "flowError", "config": {}}, "e")
    listening(
        site,
        hook,
        THROW,
        reply("rescued", id_="e"),
        triggers=[starts(on_webhook(hook.id)), error],
    )
    reply_ = arrive(site, hook).reply
    assert (reply_.status, reply_.body) == (200, b"rescued")


def test_a_run_that_waits_keeps_the_caller_waiting(
    site: Site, serving: Serving, owner: Application
) -> None:
    hook = ends(site, owner)
    listening(site, hook, node("DelayNode", {"delay": 20}, "c"), count(id_="c"))
    caller = Waiting(site, hook)
    serving.settle()
    assert statuses(site) == ["waiting"]
    assert not caller.pending.taken
    serving.pass_time(20)
    assert caller.result().reply.status == 202


@pytest.mark.parametrize("how", ["cancelled", "switched off"])
def test_a_run_that_will_not_run_lets_the_caller_go(
    site: Site, serving: Serving, owner: Application, how: str
) -> None:
    hook = ends(site, owner)
    flow = listening(site, hook, node("DelayNode", {"delay": 20}, "c"), count(id_="c"))
    caller = Waiting(site, hook)
    serving.settle()
    if how == "cancelled":
        runs.cancel(site, owner.id, stored_runs(site)[0].id)
    else:
        workflows.update(site, owner.id, flow.id, {"enabled": False})
        serving.pass_time(20)
    assert caller.result().reply.status == 500
    assert statuses(site) == ["cancelled"]


def test_without_that_setting_a_caller_waits_although_its_runs_have_ended(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    """As Losant does: a script may still reply."""
    listening(site, hook, count())
    caller = Waiting(site, hook)
    serving.settle()
    assert not caller.pending.taken
    site.replies.shutdown()
    assert caller.result().reply.status == 503
