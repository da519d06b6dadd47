"""Published versions: immutable, replaced by name, and deleted."""

import pytest

from tests import cast
from tests.services import flow_parts as parts
from webhooks.errors import Conflict, Invalid, NotFound
from webhooks.services import workflow_versions, workflows
from webhooks.services.paging import ListQuery
from webhooks.services.site import Site
from webhooks.services.workflow_search import FlowFilter
from webhooks.services.workflows import Workflow


@pytest.fixture
def flow(site: Site) -> Workflow:
    return cast.workflow(site, cast.application(site), nodes=[parts.DEBUG])


def publish(site: Site, flow: Workflow, name: str = "v1", **more: object) -> str:
    fields = {"version": name, **more}
    created = workflow_versions.create(site, flow.application_id, flow.id, fields)
    return created.id


def test_nothing_is_taken_over_from_develop(site: Site, flow: Workflow) -> None:
    publish(site, flow)
    row = workflow_versions.get(site, flow.application_id, flow.id, "v1")
    definition = workflows.definition(site, row.definition_id)
    assert (definition.nodes, definition.triggers) == ([], [])


def test_it_is_found_by_id_and_by_name(site: Site, flow: Workflow) -> None:
    made = publish(site, flow)
    for word in (made, "v1"):
        found = workflow_versions.get(site, flow.application_id, flow.id, word)
        assert found.id == made
    with pytest.raises(NotFound):
        workflow_versions.get(site, flow.application_id, flow.id, "v2")


@pytest.mark.parametrize("name", ["develop", "default", "", " ", "x" * 256, None])
def test_some_names_cannot_be_given(
    site: Site, flow: Workflow, name: str | None
) -> None:
    with pytest.raises(Invalid):
        workflow_versions.create(site, flow.application_id, flow.id, {"version": name})


def test_a_name_is_there_once_unless_it_is_replaced(site: Site, flow: Workflow) -> None:
    first = publish(site, flow)
    changes = {"default_version_id": first}
    workflows.update(site, flow.application_id, flow.id, changes)
    with pytest.raises(Conflict):
        publish(site, flow)
    replaced = workflow_versions.create(
        site,
        flow.application_id,
        flow.id,
        {"version": "v1", "nodes": [parts.DEBUG], "triggers": [parts.timer("t")]},
        allow_replacement=True,
    )
    assert replaced.id == first
    found = workflow_versions.get(site, flow.application_id, flow.id, "v1")
    assert workflows.definition(site, found.definition_id).nodes == [parts.DEBUG]
    assert [row.version_id for row in parts.index(site, flow.id)] == [first]
    assert workflows.definition(site, found.definition_id).triggers == [
        parts.timer("t")
    ]


def test_only_notes_and_the_switch_change(site: Site, flow: Workflow) -> None:
    publish(site, flow)
    where = (site, flow.application_id, flow.id, "v1")
    changed = workflow_versions.update(*where, {"notes": "new", "enabled": False})
    assert (changed.notes, changed.enabled) == ("new", False)
    for column in ("version", "nodes", "minimum_agent_version"):
        with pytest.raises(Invalid):
            workflow_versions.update(*where, {column: []})


def test_the_default_version_cannot_be_deleted(site: Site, flow: Workflow) -> None:
    made = publish(site, flow)
    other = publish(site, flow, "v2", triggers=[parts.timer("t")])
    where = (site, flow.application_id, flow.id)
    workflows.update(*where, {"default_version_id": made})
    with pytest.raises(Conflict):
        workflow_versions.delete(*where, made)
    workflow_versions.delete(*where, other)
    assert parts.index(site, flow.id) == []
    publish(site, flow, "v3")
    done = workflow_versions.delete_many(*where, {"version": {"$ne": "nobody"}})
    assert (done.removed, done.failed) == (1, 1)


def test_they_are_listed_without_develop(site: Site, flow: Workflow) -> None:
    for name in ("b", "a"):
        publish(site, flow, name)
    where = (site, flow.application_id, flow.id)
    names = [row.version for row in workflow_versions.list_(*where).items]
    assert names == ["a", "b"]
    query = {"version": {"$in": ["b", "c"]}}
    found = workflow_versions.list_(*where, wanted=query)
    assert [row.version for row in found.items] == ["b"]


def test_they_are_found_over_all_workflows(site: Site, flow: Workflow) -> None:
    for name in ("v1", "v2"):
        publish(site, flow, name)
    page = workflow_versions.by_name(
        site, flow.application_id, "v1", ListQuery(), FlowFilter()
    )
    assert [row.version for row in page.items] == ["v1"]
    none = workflow_versions.by_name(
        site, flow.application_id, "v1", ListQuery(), FlowFilter("edge")
    )
    assert none.total_count == 0
