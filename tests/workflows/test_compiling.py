"""Compiling: what becomes of a document, and which of its problems matter how."""

from typing import Any

import pytest

from tests.nodes.kit import environment
from tests.workflows.stage import Json, Stage, fail, put, see
from webhooks.workflows.compiling import (
    Compiled,
    FlowDocument,
    compile_workflow,
    read_globals,
)
from webhooks.workflows.fields import Template
from webhooks.workflows.graph import Workflow
from webhooks.workflows.node_type import TriggerType
from webhooks.workflows.problem import Problem
from webhooks.workflows.registry import Registry

REGISTRY = Stage().registry


def compiled(
    *nodes: Json, triggers: Any = (), registry: Registry = REGISTRY, **more: Any
) -> Compiled:
    return compile_workflow(
        FlowDocument(triggers, nodes), registry, environment(), **more
    )


def workflow_of(done: Compiled) -> Workflow:
    assert done.workflow is not None
    return done.workflow


def test_a_broken_structure_gives_no_workflow() -> None:
    done = compiled(see("a"), see("a"))
    assert done.workflow is None
    assert done.errors == done.problems
    assert [problem.to_json() for problem in done.problems] == [
        {
            "pointer": "/nodes/1/id",
            "message": "Node IDs must be unique.",
            "severity": "error",
        }
    ]


def test_a_document_that_is_trusted_is_not_looked_at_again() -> None:
    node = see("a") | {"unknown": 1}
    assert compiled(node, trusted=True).workflow is not None
    assert compiled(node).workflow is None


def test_what_is_missing_is_a_warning() -> None:
    done = compiled(see("a"), fail("f", ""))
    message = "Message is required."
    assert done.problems == (Problem("/nodes/1/config/message", message, "warning"),)
    assert done.errors == ()
    assert workflow_of(done).nodes["f"].problem == message
    assert workflow_of(done).nodes["a"].problem == ""


@pytest.mark.parametrize(
    ("node", "pointer", "words"),
    [
        (put("p", "x", "1 +"), "/nodes/0/config/value", ("line 1, column",)),
        (put("p", "x..y", "1"), "/nodes/0/config/path", ("column 3",)),
        (fail("f", "a\n {{#if}}"), "/nodes/0/config/message", ("line 2, column",)),
    ],
)
def test_what_cannot_be_understood_is_an_error_with_its_place(
    node: Json, pointer: str, words: tuple[str, ...]
) -> None:
    done = compiled(node)
    (problem,) = done.errors
    assert problem.pointer == pointer
    for word in words:
        assert word in problem.message
    assert workflow_of(done).nodes[node["id"]].problem == problem.message


def test_a_trigger_is_checked_too() -> None:
    field = Template(name="topic", label="Topic", help="For tests.", required=True)
    typed = TriggerType(
        type="t", name="t", label="T", summary="For tests.", fields=(field,)
    )
    registry = Registry({}, {"t": typed})
    done = compiled(triggers=[{"type": "t", "config": {}}], registry=registry)
    problem = Problem("/triggers/0/config/topic", "Topic is required.", "warning")
    assert done.problems == (problem,)


def test_unknown_types_are_kept_as_placeholders() -> None:
    stranger: Json = {"id": "s", "type": "Strange", "config": {"any": {"thing": 1}}}
    stranger["outputIds"] = [["a"], ["a"]]
    trigger: Json = {"type": "odd", "key": "k", "outputIds": [["s"]]}
    workflow = workflow_of(compiled(stranger, see("a"), triggers=[trigger]))
    node = workflow.nodes["s"]
    assert node.type.placeholder
    assert [output.label for output in node.type.outputs] == ["Output 0", "Output 1"]
    assert node.outputs == (("a",), ("a",))
    assert workflow.triggers[0].type.placeholder
    assert workflow.triggers[0].targets == ("s",)


def test_a_node_may_leave_out_everything_but_its_id_and_type() -> None:
    node = workflow_of(compiled({"id": "a", "type": "See"})).nodes["a"]
    assert (node.label, node.outputs, node.targets(0)) == ("See", (), ())


def test_old_exports_may_have_nothing_where_lists_and_objects_belong() -> None:
    old: Json = {"id": "a", "type": "Put", "config": None, "meta": None}
    triggers = [{"type": "webhook", "config": None, "meta": None, "outputIds": None}]
    outputs: list[Any] = [None, []]
    workflow = workflow_of(compiled({**old, "outputIds": outputs}, triggers=triggers))
    assert workflow.nodes["a"].outputs == ((), ())
    trigger = workflow.triggers[0]
    assert (trigger.key, trigger.targets, trigger.config) == ("", (), {})


@pytest.mark.parametrize(
    ("label", "shown"),
    [("Mine", "Mine"), ("", "See"), (None, "See"), (5, "See"), ("x" * 300, "x" * 255)],
)
def test_a_node_has_its_own_label_or_its_types(label: Any, shown: str) -> None:
    node = see("a")
    node["meta"] = {"label": label}
    assert workflow_of(compiled(node)).nodes["a"].label == shown


def test_keys_that_nobody_knows_are_left_alone() -> None:
    node = put("p", "x", "1")
    node["config"]["later"] = {"more": True}
    assert compiled(node).problems == ()


def test_globals_are_parsed_and_what_is_not_json_is_text() -> None:
    entries = [
        {"key": "n", "json": "5"},
        {"key": "o", "json": '{"a": [1]}'},
        {"key": "t", "json": "not json"},
        {"key": "none"},
        {"key": "number", "json": 7},
        {"json": "1"},
        {"key": ["x"], "json": "{"},
        "nonsense",
    ]
    assert read_globals(entries) == {
        "n": 5,
        "o": {"a": [1]},
        "t": "not json",
        "none": None,
        "number": 7,
    }


def test_triggers_are_found_by_type_and_key() -> None:
    triggers: list[Json] = [
        {"type": "webhook", "key": "w1", "meta": {"label": "First"}},
        {"type": "flowError", "key": "e"},
        {"type": "webhook", "key": "w2", "config": {"responseType": "none"}},
    ]
    workflow = workflow_of(compiled(triggers=triggers))
    found = workflow.trigger("webhook", "w2")
    assert found is workflow.triggers[2]
    assert (found.place, found.label) == (2, "Webhook")
    assert workflow.triggers[0].label == "First"
    assert workflow.trigger("webhook", "w3") is None
    assert [each.key for each in workflow.of_type("webhook")] == ["w1", "w2"]


def test_an_output_behind_the_last_one_leads_nowhere() -> None:
    node = workflow_of(compiled(see("a", "b"), see("b"))).nodes["a"]
    assert (node.targets(0), node.targets(7)) == (("b",), ())
