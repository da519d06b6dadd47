"""A new workflow: every beginning is whole, runs, and opens in the editor."""

from typing import Any

import pytest

from tests import cast
from tests.web.pages.browser import Browser
from tests.web.pages.calling import call
from webhooks.services import workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflow_beginnings import BEGINNINGS, beginning, begun
from webhooks.services.workflows import Workflow

NAMES = [each.name for each in BEGINNINGS]


def made(site: Site, application: Application) -> Workflow:
    """Return the only workflow there is."""
    [workflow] = workflows.list_(site, application.id).items
    return workflow


@pytest.mark.parametrize("name", NAMES)
def test_a_beginning_has_no_problems(
    site: Site, application: Application, webhook: Webhook, name: str
) -> None:
    for webhook_id in (webhook.id, ""):
        fields = {"name": name, **begun(beginning(name), webhook_id)}
        workflow = workflows.create(site, application.id, fields)
        assert workflows.problems(site, workflow) == ()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "empty"])
def test_a_beginning_runs_to_its_end(
    alice: Browser,
    site: Site,
    application: Application,
    webhook: Webhook,
    home: str,
    name: str,
) -> None:
    workflow = workflows.create(site, application.id, {"name": "x"})
    payload = {"data": {"replyId": "a", "body": {"temperature": 31}, "query": {}}}
    draft: dict[str, Any] = {
        **begun(beginning(name), webhook.id),
        "triggerIndex": 0,
        "payload": payload,
    }
    done = call(alice, f"{home}/workflows/{workflow.id}/dry-run", draft).get_json()
    assert done["status"] == "succeeded", done["error"]
    if name == "branch":
        assert done["reply"]["body"] == '{"alarm": true}'


def test_it_is_made_for_a_webhook_and_opens_in_the_editor(
    alice: Browser,
    site: Site,
    application: Application,
    webhook: Webhook,
    home: str,
) -> None:
    path = f"{home}/workflows/new"
    form = alice.get(f"{path}?webhook={webhook.id}").form(path)
    assert form.value("webhook") == webhook.id
    fields = {**form.fields, "name": "Hello", "beginning": "answer"}
    response = alice.client.post(path, data=fields)
    workflow = made(site, application)
    assert response.location == f"{home}/workflows/{workflow.id}"
    [trigger] = workflows.definition(site, workflow.definition_id).triggers
    assert (trigger["type"], trigger["key"]) == ("webhook", webhook.id)


def test_without_a_webhook_a_button_takes_its_place(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    path = f"{home}/workflows/new"
    alice.send(path, name="Hello", beginning="branch")
    workflow = made(site, application)
    [trigger] = workflows.definition(site, workflow.definition_id).triggers
    assert trigger["type"] == "virtualButton"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"beginning": "none"}, {"webhook": "elsewhere"}]
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(
    alice: Browser,
    site: Site,
    application: Application,
    home: str,
    wrong: dict[str, str],
) -> None:
    fields = {"name": "Hello", "beginning": "empty", "webhook": "", **wrong}
    response = alice.post(f"{home}/workflows/new", **fields)
    assert response.status_code == 400
    assert workflows.list_(site, application.id).items == []


def test_another_applications_webhook_starts_nothing_here(
    alice: Browser, site: Site, home: str
) -> None:
    elsewhere = cast.webhook(site, cast.application(site, "Elsewhere"))
    fields = {"name": "x", "beginning": "answer", "webhook": elsewhere.id}
    assert alice.post(f"{home}/workflows/new", **fields).status_code == 400


def test_the_text_is_one_step_away(alice: Browser, home: str) -> None:
    response = alice.client.get(f"{home}/workflows/new?as=json")
    assert response.location == f"{home}/workflows/new/json"
