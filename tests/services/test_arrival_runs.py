"""The runs that a request causes: stored with it, or not at all (P4)."""

import json
import sqlite3
from typing import Any

import pytest

from tests import cast
from tests.services.arrivals import arrive
from tests.services.flow_parts import count, node, on_webhook, starts
from tests.services.serving import Gate, Serving, statuses, stored_runs
from tests.services.stored_deliveries import kept
from webhooks.errors import Unavailable
from webhooks.services import (
    arrival_runs,
    run_rows,
    runs,
    workflow_storage,
    workflow_versions,
    workflows,
)
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow
from webhooks.storage.models import Run


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


@pytest.fixture
def hook(site: Site, owner: Application) -> Webhook:
    return cast.webhook(site, owner)


def listening(site: Site, hook: Webhook, **fields: Any) -> Workflow:
    """A workflow that counts the requests of a webhook."""
    given = {"triggers": [starts(on_webhook(hook.id))], "nodes": [count()], **fields}
    return workflows.create(site, hook.application_id, {"name": "Orders", **given})


def counted(site: Site, flow: Workflow) -> Any:
    entries = workflow_storage.entries(site, flow.application_id, flow.id)
    return entries.get("count", 0)


def test_every_workflow_that_listens_runs_once_for_each_request(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    flows = [listening(site, hook) for _ in range(3)]
    for _ in range(5):
        assert arrive(site, hook).reply.status == 200
    serving.settle()
    assert [counted(site, flow) for flow in flows] == [5, 5, 5]
    found = stored_runs(site)
    assert {run.status for run in found} == {"succeeded"}
    assert sorted(run.delivery_seq or 0 for run in found) == sorted(kept(site) * 3)


def test_a_run_knows_what_started_it(
    site: Site, serving: Serving, owner: Application, hook: Webhook
) -> None:
    """The payload is Losant's, with the request in it."""
    debug = node("DebugNode", {"message": "seen"})
    flow = listening(site, hook, nodes=[debug])
    arrive(site, hook, b'{"n": 1}', method="PUT", path="/x", query="a=1")
    serving.settle()
    (run,) = stored_runs(site)
    assert (run.trigger_type, run.trigger_key) == ("webhook", hook.id)
    before = first_payload(site, run)
    assert before["data"]["body"] == {"n": 1}
    assert (before["data"]["method"], before["data"]["path"]) == ("put", "/x")
    assert before["applicationName"] == owner.name
    assert (before["flowId"], before["flowVersion"]) == (flow.id, "develop")
    assert before["time"] == "2026-01-05T10:11:12.000Z"


def first_payload(site: Site, run: Run) -> Any:
    shown = runs.get(site, run.application_id, run.id)
    return json.loads(shown.steps[0].before or "")


@pytest.mark.parametrize("at", ["delivery", "second run"])
def test_a_fault_between_the_statements_loses_request_and_runs(
    site: Site,
    serving: Serving,
    hook: Webhook,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
) -> None:
    """P4: whichever statement fails."""
    listening(site, hook)
    listening(site, hook)
    insert, runs = run_rows.insert, []

    def fail(connection: sqlite3.Connection, run: Any, seq: int | None) -> int:
        runs.append(run)
        if at == "delivery" or len(runs) == 2:
            raise sqlite3.OperationalError("disk I/O error")
        return insert(connection, run, seq)

    monkeypatch.setattr(run_rows, "insert", fail)
    with pytest.raises(Unavailable):
        arrive(site, hook)
    assert kept(site) == []
    assert stored_runs(site) == []
    monkeypatch.undo()
    # The slots of the runs that came to nothing are free again.
    assert serving.runner.queue._groups == {}
    arrive(site, hook)
    serving.settle()
    assert statuses(site) == ["succeeded"] * 2


def test_a_workflow_deleted_meanwhile_costs_only_its_own_run(
    site: Site, serving: Serving, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays = listening(site, hook), listening(site, hook)
    store = arrival_runs.store_with_runs

    def late(*arguments: Any) -> Any:
        workflows.delete(site, hook.application_id, gone.id)
        return store(*arguments)

    monkeypatch.setattr("webhooks.services.arrival.store_with_runs", late)
    assert arrive(site, hook).reply.status == 200
    serving.settle()
    assert counted(site, stays) == 1
    assert [run.workflow_id for run in stored_runs(site)] == [stays.id]
    assert serving.runner.queue._groups == {}


def test_a_disabled_workflow_does_not_run(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    flow = listening(site, hook)
    workflows.update(site, hook.application_id, flow.id, {"enabled": False})
    arrive(site, hook)
    assert stored_runs(site) == []
    workflows.update(site, hook.application_id, flow.id, {"enabled": True})
    arrive(site, hook)
    serving.settle()
    assert counted(site, flow) == 1


def test_other_applications_cannot_listen(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    stranger = cast.application(site, "Other")
    cast.workflow(
        site, stranger, triggers=[starts(on_webhook(hook.id))], nodes=[count()]
    )
    arrive(site, hook)
    assert stored_runs(site) == []


def publish(site: Site, flow: Workflow, hook: Webhook, name: str) -> str:
    fields = {
        "version": name,
        "triggers": [starts(on_webhook(hook.id))],
        "nodes": [count(name)],
    }
    made = workflow_versions.create(site, flow.application_id, flow.id, fields)
    return made.id


def versions_run(site: Site, serving: Serving, hook: Webhook, header: str) -> list[str]:
    before = len(stored_runs(site))
    headers = (("x-flow-version", header),) if header else ()
    arrive(site, hook, headers=headers)
    serving.settle()
    return sorted(run.version for run in stored_runs(site)[before:])


def test_a_header_names_the_version_that_runs(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    """B.12: one without that version does not run; else the default one does."""
    first, second = listening(site, hook), listening(site, hook)
    v1 = publish(site, first, hook, "v1")
    publish(site, second, hook, "v2")
    changes = {"default_version_id": v1}
    workflows.update(site, hook.application_id, first.id, changes)
    assert versions_run(site, serving, hook, "") == ["develop", "v1"]
    assert versions_run(site, serving, hook, "default") == ["develop", "v1"]
    assert versions_run(site, serving, hook, "develop") == ["develop", "develop"]
    assert versions_run(site, serving, hook, "v2") == ["v2"]
    assert versions_run(site, serving, hook, "v3") == []
    assert workflow_storage.entries(site, first.application_id, first.id) == {
        "count": 1,
        "v1": 2,
    }


def test_runs_start_in_the_order_in_which_their_requests_were_accepted(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    """P6: when slots are full, and when memory is full too."""
    serving.runner.queue._slots = serving.runner.queue._slots_each = 1
    serving.runner.queue._queued_each = 7
    gate = Gate(site)
    http = node("HttpNode", {"uriTemplate": "https://x.example/{{data.path}}"}, "b")
    listening(site, hook, nodes=[http, count(id_="b")])
    for number in range(30):
        arrive(site, hook, path=f"/{number}")
    gate.wait_for(1)
    assert serving.runner.queue.queued <= 7
    gate.release()
    serving.settle()
    assert [url.rpartition("/")[2] for url in gate.arrived] == [
        str(number) for number in range(30)
    ]
    assert statuses(site) == ["succeeded"] * 30


def test_requests_that_were_turned_away_start_nothing(
    site: Site, serving: Serving, owner: Application
) -> None:
    strict = cast.webhook(site, owner, allowed_methods=["GET"])
    listening(site, strict)
    assert arrive(site, strict).reply.status == 405
    assert stored_runs(site) == []
    assert serving.runner.queue._groups == {}


def test_a_large_body_is_parsed_all_the_same(
    site: Site, serving: Serving, hook: Webhook
) -> None:
    flow = listening(
        site, hook, nodes=[count("{{length data.body.items}}")], name="Large"
    )
    body = b'{"items": [%s]}' % b",".join([b'"xxxxxxxxxx"'] * 30_000)
    arrive(site, hook, body)
    serving.settle()
    assert workflow_storage.entries(site, flow.application_id, flow.id) == {"30000": 1}
