"""Versions by hand: published, chosen, compared, put back and deleted."""

import pytest

from tests.web.pages.browser import Browser
from webhooks.services import workflow_versions, workflows
from webhooks.services.paging import ListQuery
from webhooks.services.site import Site
from webhooks.services.workflows import Workflow, WorkflowVersion


@pytest.fixture
def path(home: str, bell: Workflow) -> str:
    """Where its versions are."""
    return f"{home}/workflows/{bell.id}/versions"


def versions(site: Site, of: Workflow) -> list[WorkflowVersion]:
    """Return the versions, by name."""
    query = ListQuery("version")
    found = workflow_versions.list_(site, of.application_id, of.id, query)
    return list(found.items)


def now(site: Site, of: Workflow) -> Workflow:
    """Return the workflow as it is now."""
    return workflows.get(site, of.application_id, of.id)


def change(site: Site, of: Workflow, message: str) -> None:
    """Let the editable state say something else."""
    nodes = workflows.definition(site, now(site, of).definition_id).nodes
    nodes = [
        {**each, "config": {"message": message}} if each["id"] == "say" else each
        for each in nodes
    ]
    workflows.update(site, of.application_id, of.id, {"nodes": nodes})


def test_what_is_edited_is_published_and_nothing_runs_differently(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    assert "Nothing was published yet" in alice.get(path).text
    response = alice.send(path, version="v1", notes="The first.")
    assert response.status_code == 303
    [version] = versions(site, bell)
    assert (version.version, version.notes) == ("v1", "The first.")
    stored, edited = (
        workflows.definition(site, number)
        for number in (version.definition_id, now(site, bell).definition_id)
    )
    assert (stored.triggers, stored.nodes) == (edited.triggers, edited.nodes)
    assert now(site, bell).default_version_id is None
    assert "Callers notice nothing yet" in alice.get(path).text


def test_it_runs_by_default_when_asked_to(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path, version="v1", chosen="y")
    [version] = versions(site, bell)
    assert now(site, bell).default_version_id == version.id


@pytest.mark.parametrize("name", ["", "develop", "v1"])
def test_a_name_that_cannot_be_is_refused(
    alice: Browser, site: Site, bell: Workflow, path: str, name: str
) -> None:
    alice.send(path, version="v1")
    response = alice.send(path, version=name, notes="Kept")
    assert response.status_code in {400, 409}
    assert "Kept" in response.text
    assert len(versions(site, bell)) == 1


def test_what_somebody_else_has_changed_is_not_published_unseen(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    form = alice.get(path).form(path)
    change(site, bell, "Sneaked in")
    response = alice.client.post(path, data={**form.fields, "version": "v1"})
    assert response.status_code == 409
    assert "Somebody else has saved" in response.text
    assert versions(site, bell) == []


def test_a_version_is_chosen_after_being_told_what_changes(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path, version="v1")
    [version] = versions(site, bell)
    act = f"{path}/{version.id}/run"
    page = alice.get(act)
    assert "From then on" in page.text
    assert alice.send(act).status_code == 303
    assert now(site, bell).default_version_id == version.id
    assert alice.send(f"{path}/develop/run").status_code == 303
    assert now(site, bell).default_version_id is None


def test_a_version_is_put_back_into_the_editor(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path, version="v1")
    [version] = versions(site, bell)
    change(site, bell, "Worse")
    act = f"{path}/{version.id}/restore"
    assert "Worse" in alice.get(act).text
    alice.send(act)
    nodes = workflows.definition(site, now(site, bell).definition_id).nodes
    assert nodes == workflows.definition(site, version.definition_id).nodes


def test_putting_back_overwrites_nothing_that_was_not_seen(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path, version="v1")
    [version] = versions(site, bell)
    act = f"{path}/{version.id}/restore"
    form = alice.get(act).form(act)
    change(site, bell, "Somebody else's")
    assert alice.client.post(act, data=form.fields).status_code == 409
    nodes = workflows.definition(site, now(site, bell).definition_id).nodes
    assert "Somebody else's" in str(nodes)


def test_a_version_is_deleted_unless_it_runs(
    alice: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path, version="v1", chosen="y")
    [version] = versions(site, bell)
    act = f"{path}/{version.id}/delete"
    assert "runs by default" in alice.get(act).text
    assert alice.post(act).status_code == 409
    alice.send(f"{path}/develop/run")
    alice.send(act)
    assert versions(site, bell) == []


def test_two_states_are_compared(
    alice: Browser, viewer: Browser, site: Site, bell: Workflow, path: str
) -> None:
    alice.send(path, version="v1")
    [version] = versions(site, bell)
    change(site, bell, "Something else")
    workflows.update(
        site,
        bell.application_id,
        bell.id,
        {"globals": [{"key": "door", "json": '"new word"'}]},
    )
    address = f"{path.removesuffix('/versions')}/compare?from={version.id}&to=develop"
    text = alice.get(address).text
    assert "Something else" in text
    assert "node · Debug" in text
    assert "DebugNode" not in text
    assert "new word" in text
    seen = viewer.get(address).text
    assert "which your role does not show" in seen
    assert "new word" not in seen
    assert "sesame" not in seen
    same = f"{path.removesuffix('/versions')}/compare"
    assert "They do the same" in alice.get(same).text


@pytest.mark.parametrize(
    "rest", ["x/run", "develop/restore", "develop/delete", "develop/explode"]
)
def test_what_there_is_not_is_not_found(alice: Browser, path: str, rest: str) -> None:
    assert alice.status(f"{path}/{rest}") == 404
