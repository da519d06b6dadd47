"""Saving from the editor: exactly what was sent, and never over somebody else."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests import cast
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.calling import call
from tests.web.pages.editing import data_of, stored
from webhooks.services import workflow_editing, workflows
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """Where it is edited."""
    return f"{home}/workflows/{bell.id}"


def test_saving_without_a_change_changes_nothing(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    given = data_of(alice, path)
    fields = {**given["document"], "seen": given["workflow"]["seen"]}
    answer = call(alice, f"{path}/save", fields).get_json()
    assert answer["seen"] == given["workflow"]["seen"]
    after = workflows.get(site, bell.application_id, bell.id)
    assert after.definition_id == bell.definition_id
    assert after.last_updated == bell.last_updated


def test_what_is_saved_comes_back_with_ids_and_unknown_things_as_they_were(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    seen = data_of(alice, path)["workflow"]["seen"]
    node = {"type": "FluxNode", "config": {"z": 1, "a": {"b": [None]}}, "meta": {}}
    trigger = {"type": "virtualButton", "config": {}, "meta": {"odd": 1}}
    fields = {
        "seen": seen,
        "name": "Renamed",
        "nodes": [node],
        "triggers": [trigger],
        "globals": [],
    }
    answer = call(alice, f"{path}/save", fields).get_json()
    assert answer["name"] == "Renamed"
    assert answer["document"] == stored(site, bell)
    assert answer["document"]["triggers"][0]["key"].startswith(bell.id)
    [kept] = answer["document"]["nodes"]
    assert kept.pop("id")
    assert json.dumps(kept) == json.dumps(node)


def test_what_is_wrong_is_said_and_nothing_is_saved(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    before, seen = stored(site, bell), data_of(alice, path)["workflow"]["seen"]
    node = {"id": "a", "type": "DebugNode", "config": {"message": "{{"}}
    fields = {"seen": seen, "triggers": [], "nodes": [node], "globals": []}
    response = call(alice, f"{path}/save", fields)
    assert response.status_code == 400
    [problem] = response.get_json()["error"]["problems"]
    assert problem["pointer"] == "/nodes/0/config/message"
    assert stored(site, bell) == before


def test_nothing_is_saved_over_somebody_elses_change(
    alice: Browser, editor: Browser, site: Site, bell: Workflow, path: str
) -> None:
    given = data_of(alice, path)
    base, seen = given["document"], given["workflow"]["seen"]
    theirs = {**base, "nodes": base["nodes"][:1], "seen": seen, "triggers": []}
    theirs["nodes"] = [{**theirs["nodes"][0], "outputIds": []}]
    assert call(editor, f"{path}/save", theirs).status_code == 200
    mine = {**base, "seen": seen, "name": "Mine"}
    response = call(alice, f"{path}/save", mine)
    told = response.get_json()
    assert response.status_code == 409
    assert told["error"]["type"] == "Conflict"
    assert told["theirs"]["by"] == cast.bob(site).email
    assert told["theirs"]["document"]["nodes"] == theirs["nodes"]
    assert told["base"] == base
    assert stored(site, bell)["nodes"] == theirs["nodes"]
    again = {**mine, "seen": told["theirs"]["seen"]}
    assert call(alice, f"{path}/save", again).status_code == 200


@pytest.mark.parametrize("column", ["name", "enabled"])
def test_a_change_of_the_name_or_the_switch_counts_too(
    alice: Browser, site: Site, bell: Workflow, path: str, column: str
) -> None:
    given = data_of(alice, path)
    change = {"name": "Else"} if column == "name" else {"enabled": False}
    workflows.update(site, bell.application_id, bell.id, change)
    fields = {**given["document"], "seen": given["workflow"]["seen"]}
    assert call(alice, f"{path}/save", fields).status_code == 409


def test_of_two_saves_at_the_same_time_exactly_one_wins(
    app: Flask, site: Site, bell: Workflow
) -> None:
    seen = workflow_editing.state_of(bell)
    principal = cast.principal(site, cast.alice(site))

    def save(name: str) -> str:
        try:
            workflow_editing.save(site, bell, seen, {"name": name}, principal)
        except workflow_editing.ChangedMeanwhile:
            return ""
        return name

    with ThreadPoolExecutor(8) as pool:
        winners = [name for name in pool.map(save, map(str, range(8))) if name]
    after = workflows.get(site, bell.application_id, bell.id)
    assert winners == [after.name]


@pytest.mark.parametrize("seen", [None, 1, "", "x" * 500, "9" * 30 + "-a"])
def test_a_state_that_never_was_is_refused(
    alice: Browser, path: str, seen: object
) -> None:
    response = call(alice, f"{path}/save", {"seen": seen, "name": "x"})
    assert response.status_code in {400, 409}


def test_a_truth_that_becomes_a_number_is_a_change(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    def saved(value: object) -> str:
        node = {"id": "a", "type": "FluxNode", "config": {"v": value}}
        fields = {"nodes": [node], "triggers": [], "globals": []}
        seen = data_of(alice, path)["workflow"]["seen"]
        assert call(alice, f"{path}/save", {**fields, "seen": seen}).status_code == 200
        return json.dumps(stored(site, bell)["nodes"][0]["config"])

    assert saved(True) == '{"v": true}'
    assert saved(1) == '{"v": 1}'


def test_numbers_that_no_browser_can_hold_stay_as_they_are(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    node = {"id": "a", "type": "FluxNode", "config": {"v": [2**53 + 1, "x"]}}
    far = flows.workflow(site, application, nodes=[node])
    path = f"{home}/workflows/{far.id}"
    seen = data_of(alice, path)["workflow"]["seen"]
    node["config"] = {"v": [2**53, "edited"]}
    fields = {"nodes": [node], "triggers": [], "globals": [], "seen": seen}
    assert call(alice, f"{path}/save", fields).status_code == 200
    assert stored(site, far)["nodes"][0]["config"] == {"v": [2**53 + 1, "edited"]}
