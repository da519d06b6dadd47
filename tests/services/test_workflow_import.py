"""Taking workflows from files and giving them back, with ids that fit."""

from typing import Any

import pytest

from tests import cast
from tests.services import flow_parts as parts
from webhooks.errors import Invalid, NotFound, Unprocessable
from webhooks.ids import new_id
from webhooks.services import (
    workflow_export,
    workflow_import,
    workflow_versions,
    workflows,
)
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.workflow_files import documents_in
from webhooks.services.workflow_import import Imported
from webhooks.services.yaml_text import parse_yaml, write_yaml

FLOW = "~exportplaceholderid-flow-mainFlow~"
NODE = "~exportplaceholderid-flow-myNode~"
HOOK = "~exportplaceholderid-webhook-orderIntake~"


@pytest.fixture
def owner(site: Site) -> Application:
    return cast.application(site)


def flow(**more: Any) -> dict[str, Any]:
    """An export of a workflow with everything in it that ids occur in."""
    return {
        "id": FLOW,
        "name": "Main flow",
        "flowClass": "cloud",
        "globals": [{"key": "self", "json": f'"{FLOW}"'}],
        "nodes": [
            {
                "id": "n~1",
                "type": "CustomNodeExecuteNode",
                "config": {"customNodeId": NODE, "fields": [], "resultPath": "x"},
                "outputIds": [["n2"]],
            },
            {
                "id": "n2",
                "type": "WorkflowTriggerNode",
                "config": {
                    "triggerWorkflowId": FLOW,
                    "triggerVirtualButtonId": "ui1",
                },
            },
            {"id": "n3", "type": "FromTheMoonNode", "config": {"z": 1, "a": [None]}},
        ],
        "triggers": [
            {"type": "webhook", "key": HOOK, "config": {}, "outputIds": [["n~1"]]},
            {"type": "virtualButton", "key": f"{FLOW}-abc", "meta": {"uiId": "ui1"}},
            {"type": "deviceMoon", "key": "m", "config": {"q": True}},
        ],
        **more,
    }


def custom_node(**more: Any) -> dict[str, Any]:
    return {
        "id": NODE,
        "name": "My node",
        "flowClass": "customNode",
        "customNodeConfig": {"outputCount": 1, "resultMode": "none", "fields": []},
        "customNodeSupports": ["cloud"],
        "nodes": [
            {"id": "c", "type": "CustomNodeCapNode", "config": {}, "outputIds": []}
        ],
        "triggers": [
            {"type": "customNodeStart", "key": "customNodeStart", "outputIds": [["c"]]}
        ],
        **more,
    }


def take(
    site: Site, owner: Application, *documents: Any, **more: Any
) -> list[Imported]:
    return workflow_import.import_documents(
        site, owner.id, documents_in(list(documents)), **more
    )


def shown(site: Site, done: Imported) -> Any:
    return workflows.definition(site, done.workflow.definition_id)


def exported(site: Site, done: Imported) -> Any:
    text = workflow_export.export_document(site, done.workflow)
    document = parse_yaml(text)
    assert (document["resourceType"], document["version"]) == ("Flow", 1)
    return document["resources"][0]


def test_ids_fit_together_over_all_documents(site: Site, owner: Application) -> None:
    hook = cast.webhook(site, owner)
    node, main = sorted(
        take(site, owner, flow(), custom_node()),
        key=lambda each: each.source_id != NODE,
    )
    definition = shown(site, main)
    assert definition.nodes[0]["config"]["customNodeId"] == node.workflow.id
    assert definition.nodes[1]["config"]["triggerWorkflowId"] == main.workflow.id
    assert definition.triggers[0]["key"] == hook.id
    assert definition.triggers[1]["key"] == f"{main.workflow.id}-abc"
    assert definition.globals[0]["json"] == f'"{main.workflow.id}"'
    assert [p.severity for p in main.problems] == ["warning"] * len(main.problems)


def test_an_export_gives_back_what_came(site: Site, owner: Application) -> None:
    cast.webhook(site, owner)
    for source, done in zip(
        (flow(), custom_node()),
        take(site, owner, flow(), custom_node()),
        strict=True,
    ):
        back = exported(site, done)
        for name in source:
            assert back[name] == source[name], name
        assert write_yaml(back["nodes"]) == write_yaml(source["nodes"])


def test_ids_from_elsewhere_are_replaced_too(site: Site, owner: Application) -> None:
    old = new_id()
    document = flow(id=old, triggers=[{"type": "timer", "key": f"{old}-x"}])
    done = take(site, owner, document)[0]
    assert done.workflow.id != old
    assert shown(site, done).triggers[0]["key"] == f"{done.workflow.id}-x"


def test_what_is_of_this_application_is_restored_if_asked(
    site: Site, owner: Application
) -> None:
    first = take(site, owner, flow(name="Main flow"))[0]
    text = workflow_export.export_document(site, first.workflow, "json")
    yaml = workflow_export.export_document(site, first.workflow)
    workflows.update(site, owner.id, first.workflow.id, {"nodes": [], "triggers": []})
    for data in (text, yaml):
        again = workflow_import.import_file(
            site, owner.id, data.encode(), restore_ids=True
        )[0]
        assert again.workflow.id == first.workflow.id
        assert len(shown(site, again).nodes) == 3
    copy = workflow_import.import_file(site, owner.id, text.encode())[0]
    assert copy.workflow.id != first.workflow.id
    assert shown(site, copy).triggers[1]["key"].startswith(copy.workflow.id)
    other = cast.application(site, "Other")
    foreign = workflow_import.import_file(
        site, other.id, text.encode(), restore_ids=True
    )[0]
    assert foreign.workflow.id != first.workflow.id


def test_what_stands_for_nothing_here_is_told(site: Site, owner: Application) -> None:
    done = take(site, owner, flow(mystery=1))[0]
    pointers = {problem.pointer for problem in done.problems}
    assert {
        "/mystery",
        "/triggers/0/key",
        "/nodes/0/config/customNodeId",
    } <= pointers
    assert shown(site, done).triggers[0]["key"] == HOOK


def test_a_node_that_cannot_be_understood_is_taken_as_it_is(
    site: Site, owner: Application
) -> None:
    broken = parts.DEBUG | {"config": {"message": "{{#if}"}}
    done = take(site, owner, flow(nodes=[broken], triggers=[]))[0]
    assert "/nodes/0/config/message" in {p.pointer for p in done.problems}
    assert shown(site, done).nodes == [broken]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": None},
        {"flowClass": "nonsense"},
        {"nodes": [{"type": "DebugNode", "id": "a", "outputIds": [["b"]]}]},
        {"nodes": [5]},
        {"globals": [{"key": "a", "json": "word"}]},
        {"id": NODE},
    ],
)
def test_one_that_is_wrong_refuses_the_whole_file(
    site: Site, owner: Application, wrong: dict[str, Any]
) -> None:
    bad = flow(triggers=[]) | wrong
    with pytest.raises(Unprocessable) as refused:
        take(site, owner, custom_node(), bad)
    assert len(refused.value.validation_errors) == 1
    assert refused.value.validation_errors[0]["type"] == "flow"
    assert workflows.list_(site, owner.id).total_count == 0


def test_versions_go_into_their_workflow(site: Site, owner: Application) -> None:
    version = {"id": "a" * 24, "flowId": FLOW, "version": "v1", "notes": "kept"}
    done = take(
        site,
        owner,
        version | {"triggers": [{"type": "timer", "key": f"{FLOW}-t"}]},
        flow(defaultVersionId="a" * 24, nodes=[], triggers=[]),
    )
    main, published = done
    assert published.version is not None
    assert main.workflow.default_version_id == published.version.id
    row = workflow_versions.get(site, owner.id, main.workflow.id, "v1")
    assert row.notes == "kept"
    key = workflows.definition(site, row.definition_id).triggers[0]["key"]
    assert key == f"{main.workflow.id}-t"


def test_a_version_without_its_workflow_becomes_one(
    site: Site, owner: Application
) -> None:
    export = {
        "resourceType": "ExperienceFlowVersion",
        "resources": [
            {"flowId": FLOW, "version": version, "name": "POST /a", "nodes": []}
            for version in ("v1", "v2")
        ],
    }
    done = workflow_import.import_documents(site, owner.id, documents_in(export))
    assert done[0].workflow.name == "POST /a v1"
    assert done[0].workflow.flow_class == "experience"
    assert done[1].version is not None
    assert done[1].workflow.id == done[0].workflow.id


def test_a_caller_may_switch_all_of_it_off(site: Site, owner: Application) -> None:
    done = take(site, owner, flow(), custom_node(), enabled=False)
    assert [each.workflow.enabled for each in done] == [False, False]


def test_an_export_knows_two_forms(site: Site, owner: Application) -> None:
    made = cast.workflow(site, owner)
    with pytest.raises(Invalid):
        workflow_export.export_document(site, made, "xml")  # type: ignore[arg-type]
    documents = documents_in([flow()])
    with pytest.raises(NotFound):
        workflow_import.import_documents(site, new_id(), documents)
