"""A workflow's document in a text area: made, changed, refused, never lost."""

import json
from typing import Any

import pytest

from tests.frozen_clock import FrozenClock
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.services import workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """Where it is edited."""
    return f"{home}/workflows/{bell.id}/edit"


def shown(browser: Browser, path: str) -> dict[str, Any]:
    """Return the document in the text area."""
    value: dict[str, Any] = json.loads(browser.get(path).form(path).value("document"))
    return value


def test_a_workflow_is_made_from_json(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    path = f"{home}/workflows/new/json"
    assert "My workflow" in alice.get(path).form(path).value("document")
    response = alice.send(path, document=json.dumps(flows.document()))
    [made] = workflows.list_(site, application.id).items
    assert response.location == f"{home}/workflows/{made.id}"
    assert made.created_by_type == "user"
    assert len(workflows.definition(site, made.definition_id).nodes) == 3


def test_what_the_api_shows_can_be_pasted(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    pasted = {
        **flows.document(),
        "id": "5" * 24,
        "stats": {"runCount": 5},
        "_links": {},
        "lastUpdated": "2026-01-01T00:00:00.000Z",
        "repeatAfterCrash": True,
    }
    alice.send(f"{home}/workflows/new/json", document=json.dumps(pasted))
    [made] = workflows.list_(site, application.id).items
    assert made.id != "5" * 24
    assert made.repeat_after_crash


def test_the_whole_document_is_there_to_edit(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    stored = workflows.definition(site, bell.definition_id)
    text = shown(alice, path)
    assert text["name"] == "Door bell"
    assert text["nodes"] == stored.nodes
    assert text["triggers"] == stored.triggers
    assert text["globals"] == flows.GLOBALS


def test_saving_without_a_change_changes_nothing(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path)
    after = workflows.get(site, bell.application_id, bell.id)
    assert after.definition_id == bell.definition_id


def test_a_list_that_is_left_out_is_empty(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path, document='{"name": "Bare", "enabled": false}')
    after = workflows.get(site, bell.application_id, bell.id)
    assert (after.name, after.enabled) == ("Bare", False)
    definition = workflows.definition(site, after.definition_id)
    assert (definition.nodes, definition.triggers) == ([], [])


def test_every_problem_is_shown_with_its_place_and_nothing_is_saved(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    text = shown(alice, path)
    text["nodes"][0]["outputIds"] = [["nowhere"]]
    text["nodes"][1]["outputIds"] = [["say"]]
    response = alice.send(path, document=json.dumps(text))
    page = Page(response.text)
    assert response.status_code == 400
    assert "Nothing was saved" in page.headings
    assert "Referenced output ID nowhere does not exist." in page.text
    assert "A node cannot connect to itself." in page.text
    assert "/nodes/0/outputIds" in page.text
    assert json.loads(page.form("/edit").value("document")) == text
    after = workflows.get(site, bell.application_id, bell.id)
    assert after.definition_id == bell.definition_id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"name": ', "This is not valid JSON"),
        ("[]", "must be a JSON object"),
        ('{"name": "x", "colour": 1}', "colour is not a known field"),
        ('{"name": ""}', "name"),
        ('{"name": "x", "nodes": {}}', "nodes"),
        ('{"name": "x", "globals": [{"key": "a", "json": "nope"}]}', "not valid JSON"),
        ("", "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    alice: Browser, home: str, path: str, text: str, said: str
) -> None:
    for where in (path, f"{home}/workflows/new/json"):
        response = alice.send(where, document=text)
        assert response.status_code == 400
        assert said in Page(response.text).text


def test_somebody_elses_change_is_not_overwritten(
    alice: Browser,
    editor: Browser,
    site: Site,
    clock: FrozenClock,
    bell: Workflow,
    path: str,
) -> None:
    form = alice.get(path).form(path)
    text = json.dumps({**shown(editor, path), "name": "Editor's"})
    clock.move(1)
    assert editor.send(path, document=text).status_code == 303
    late = {**form.fields, "document": json.dumps({"name": "Alice's"})}
    response = alice.client.post(path, data=late)
    assert response.status_code == 409
    assert "Somebody else has changed this workflow" in response.text
    assert "Alice&#39;s" in response.text
    after = workflows.get(site, bell.application_id, bell.id)
    assert after.name == "Editor's"


def test_a_large_document_passes(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    node = {"type": "DebugNode", "config": {"message": "x" * 30_000}}
    text = json.dumps({"name": "Large", "nodes": [node] * 30})
    assert alice.send(path, document=text).status_code == 303
    after = workflows.get(site, bell.application_id, bell.id)
    assert len(workflows.definition(site, after.definition_id).nodes) == 30
