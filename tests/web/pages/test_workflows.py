"""The list of workflows, the page of one, its switch, its buttons and its end."""

import json

import pytest

from tests import cast
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.errors import NotFound
from webhooks.services import workflow_storage, workflow_versions, workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """The workflow's address."""
    return f"{home}/workflows/{bell.id}"


@pytest.fixture
def details(path: str) -> str:
    """Where the workflow is described in words."""
    return f"{path}/details"


def test_an_empty_list_says_what_to_do(alice: Browser, home: str) -> None:
    page = alice.get(f"{home}/workflows")
    assert "No workflow yet" in page.headings
    assert page.form("/workflows/import").kinds["files"] == "file"


def test_the_list_tells_what_starts_each_and_how_it_ran(
    alice: Browser, site: Site, application: Application, home: str, bell: Workflow
) -> None:
    flows.run(site, bell)
    flows.run(site, bell, status="failed", error={"message": "Cold"})
    flows.workflow(site, application, name="Gadget", flow_class="customNode")
    page = alice.get(f"{home}/workflows")
    text = page.text
    assert "Order intake" in text
    assert "every 60 seconds" in text
    assert "2 runs in 24 hours, 1 failed" in {
        each.get("aria-label") for each in page.tags("svg")
    }
    assert "50 % failed" in text
    assert "custom node" in text
    assert "never ran" in text


def test_workflows_are_found_by_name(
    alice: Browser, site: Site, application: Application, home: str, bell: Workflow
) -> None:
    flows.workflow(site, application, name="Gadget")
    links = alice.get(f"{home}/workflows?q=gad").links.values()
    assert "Gadget" in links
    assert "Door bell" not in links
    assert "Nothing found" in alice.get(f"{home}/workflows?q=zebra").headings


def test_the_page_lists_triggers_nodes_and_wires(
    alice: Browser, details: str, inspector: str
) -> None:
    page = alice.get(details)
    assert page.links[inspector] == "Order intake"
    assert "Is it hot?" in page.text
    assert "True → Say so" in page.text
    assert "every 60 seconds" in page.text
    assert "cannot exist here" in page.text
    assert "FluxCapacitorNode" in page.text


def test_a_trigger_on_a_webhook_that_is_not_here_is_marked(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    strange = flows.workflow(site, application, **flows.document("5" * 24))
    text = alice.get(f"{home}/workflows/{strange.id}/details").text
    assert "no such webhook here" in text


def test_what_is_merely_missing_is_listed_with_its_place(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    nodes = [{"id": "a", "type": "ConditionalNode", "config": {}, "outputIds": []}]
    draft = flows.workflow(site, application, nodes=nodes)
    page = alice.get(f"{home}/workflows/{draft.id}/details")
    assert "To look at" in page.headings
    assert "/nodes/0/config/expression" in page.text
    assert "fails when reached" in page.text


def test_it_is_switched_off_and_on(
    alice: Browser, site: Site, bell: Workflow, home: str, path: str, details: str
) -> None:
    def enabled() -> bool:
        return workflows.get(site, bell.application_id, bell.id).enabled

    response = alice.send(details, f"{path}/enabled")
    assert (enabled(), response.location) == (False, path)
    response = alice.send(f"{home}/workflows", f"{path}/enabled")
    assert (enabled(), response.location) == (True, f"{home}/workflows")


def test_globals_stored_values_and_versions_are_shown(
    alice: Browser, viewer: Browser, site: Site, bell: Workflow, details: str
) -> None:
    ids = bell.application_id, bell.id
    workflow_storage.set_entry(site, *ids, "count", {"n": 12})
    made = workflow_versions.create(site, *ids, {"version": "v1", "notes": "First"})
    workflows.update(site, *ids, {"default_version_id": made.id})
    text = alice.get(details).text
    assert '"sesame"' in text
    assert '{"n":12}' in text
    assert "runs version v1" in text
    hidden = viewer.client.get(details).text
    assert "door" in hidden
    assert "sesame" not in hidden


def test_a_button_is_pressed_with_a_payload_or_its_own(
    alice: Browser, site: Site, bell: Workflow, path: str, details: str
) -> None:
    assert '{"heat": 7}' in alice.get(details).form("/press").fields["payload"]
    key = flows.button_key(site, bell)
    for payload in ('{"heat": 9}', ""):
        response = alice.post(f"{path}/press", key=key, payload=payload)
        assert response.location == details, response.text
    assert "Pressed." in alice.get(details).text


def test_a_payload_that_is_no_json_comes_back_with_its_place(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    key = flows.button_key(site, bell)
    response = alice.post(f"{path}/press", key=key, payload='{"heat": }')
    assert response.status_code == 400
    assert "This is not valid JSON" in response.text
    assert "column" in response.text
    assert "{&#34;heat&#34;: }" in response.text


def test_a_button_that_cannot_be_pressed_says_why(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    assert alice.post(f"{path}/press", key="nobody", payload="").status_code == 404
    key = flows.button_key(site, bell)
    workflows.update(site, bell.application_id, bell.id, {"enabled": False})
    response = alice.post(f"{path}/press", key=key, payload="")
    assert response.status_code == 409
    assert Page(response.text).tags("div")


def test_it_is_deleted_after_saying_what_is_lost(
    alice: Browser, site: Site, bell: Workflow, home: str, path: str
) -> None:
    flows.run(site, bell)
    asked = alice.get(f"{path}/delete").text
    assert "the values that it keeps are lost" in asked
    response = alice.send(f"{path}/delete")
    assert response.location == f"{home}/workflows"
    with pytest.raises(NotFound):
        workflows.get(site, bell.application_id, bell.id)


def test_a_webhooks_page_shows_who_listens(
    alice: Browser, site: Site, bell: Workflow, inspector: str, path: str
) -> None:
    workflows.update(site, bell.application_id, bell.id, {"enabled": False})
    page = alice.get(inspector)
    assert page.links[path] == "Door bell (off)"


def test_viewers_only_look(viewer: Browser, path: str, details: str, home: str) -> None:
    for where in (path, details, f"{home}/workflows"):
        page = viewer.get(where)
        assert {f.action for f in page.forms if f.method == "post"} == {"/logout"}
        assert not [link for link in page.links if "download" in link]


def test_workflows_stand_in_the_navigation(alice: Browser, home: str) -> None:
    assert f"{home}/workflows" in alice.get(home).links


def test_another_applications_workflow_is_not_found(
    alice: Browser, site: Site, bell: Workflow
) -> None:
    elsewhere = cast.application(site, "Elsewhere")
    other = f"/applications/{elsewhere.id}/workflows/{bell.id}"
    assert alice.status(other) == 404
    assert json.dumps(bell.name) not in alice.client.get(other).text
