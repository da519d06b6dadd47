"""The structure of documents: what cannot be saved, why, and where it is wrong."""

from typing import Any

import pytest

from tests.workflows.stage import Json, Stage
from webhooks.workflows.structure import structure_problems

REGISTRY = Stage().registry


def found(
    nodes: Any = (), triggers: Any = (), flow_class: str = "cloud"
) -> list[tuple[str, str]]:
    """Return the pointers and messages of what is wrong."""
    problems = structure_problems(triggers, nodes, flow_class, REGISTRY)
    assert all(problem.severity == "error" for problem in problems)
    return [(problem.pointer, problem.message) for problem in problems]


def a(id: str | None = "a", **more: Any) -> Json:
    """Return a node."""
    return {"id": id, "type": "See", **more}


LONG = "x" * 1025


def test_an_empty_document_is_a_workflow() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("nodes", "pointer", "message"),
    [
        ({}, "/nodes", "nodes must be a list."),
        ("text", "/nodes", "nodes must be a list."),
        (None, "/nodes", "nodes must be a list."),
        ([1], "/nodes/0", "nodes/0 must be an object."),
        ([a()] * 2001, "/nodes", "nodes must not have more than 2000 entries."),
        ([a(more=1)], "/nodes/0/more", "nodes/0 has an unknown key: more."),
        ([a(**{"a/~b": 1})], "/nodes/0/a~1~0b", "nodes/0 has an unknown key: a/~b."),
        (
            [{"id": "a"}],
            "/nodes/0/type",
            "nodes/0/type must be a text that names the type.",
        ),
        (
            [a(type="")],
            "/nodes/0/type",
            "nodes/0/type must be a text that names the type.",
        ),
        (
            [a(type=LONG)],
            "/nodes/0/type",
            "nodes/0/type must be a text that names the type.",
        ),
        ([a(id=5)], "/nodes/0/id", "nodes/0/id must be a text of at most 1024."),
        ([a(id=LONG)], "/nodes/0/id", "nodes/0/id must be a text of at most 1024."),
        ([a(config=[])], "/nodes/0/config", "nodes/0/config must be an object."),
        ([a(meta="x")], "/nodes/0/meta", "nodes/0/meta must be an object."),
        (
            [a(outputIds="a")],
            "/nodes/0/outputIds",
            "nodes/0/outputIds must be a list of at most 100 outputs.",
        ),
        (
            [a(outputIds=[[]] * 101)],
            "/nodes/0/outputIds",
            "nodes/0/outputIds must be a list of at most 100 outputs.",
        ),
        (
            [a(outputIds=[[], "a"])],
            "/nodes/0/outputIds/1",
            "nodes/0/outputIds must hold lists of at most 100 ids.",
        ),
        (
            [a(outputIds=[["a"] * 101])],
            "/nodes/0/outputIds/0",
            "nodes/0/outputIds must hold lists of at most 100 ids.",
        ),
        (
            [a(outputIds=[["b", 5]]), a("b")],
            "/nodes/0/outputIds/0/1",
            "nodes/0/outputIds must hold ids of 1 to 48 characters.",
        ),
        (
            [a(outputIds=[["x" * 49]])],
            "/nodes/0/outputIds/0/0",
            "nodes/0/outputIds must hold ids of 1 to 48 characters.",
        ),
        ([a(None)], "/nodes/0/id", "A node needs an id."),
        ([a("")], "/nodes/0/id", "A node needs an id."),
        ([a(), a("b"), a()], "/nodes/2/id", "Node IDs must be unique."),
        (
            [a(outputIds=[[], ["b"]])],
            "/nodes/0/outputIds/1/0",
            "Referenced output ID b does not exist.",
        ),
        (
            [a(outputIds=[["a"]])],
            "/nodes/0/outputIds/0/0",
            "A node cannot connect to itself.",
        ),
    ],
)
def test_what_is_wrong_with_nodes_is_said_where_it_is(
    nodes: Any, pointer: str, message: str
) -> None:
    assert found(nodes) == [(pointer, message)]


def test_everything_that_is_wrong_is_said_in_order() -> None:
    assert found([a(x=1, y=2, config=1)], triggers=5) == [
        ("/triggers", "triggers must be a list."),
        ("/nodes/0/x", "nodes/0 has an unknown key: x."),
        ("/nodes/0/y", "nodes/0 has an unknown key: y."),
        ("/nodes/0/config", "nodes/0/config must be an object."),
    ]


@pytest.mark.parametrize("outputs", [None, [], [[]], [None], [None, ["b"]]])
def test_wires_may_be_left_out(outputs: Any) -> None:
    assert found([a(outputIds=outputs, config=None, meta=None), a("b")]) == []


def test_cycles_of_several_nodes_are_allowed() -> None:
    assert found([a(outputIds=[["b"]]), a("b", outputIds=[["a"]])]) == []


@pytest.mark.parametrize(
    ("trigger", "pointer", "message"),
    [
        (
            {"type": "webhook", "key": 5},
            "/triggers/0/key",
            "triggers/0/key must be a text of at most 1024.",
        ),
        (
            {"type": "webhook", "id": "a"},
            "/triggers/0/id",
            "triggers/0 has an unknown key: id.",
        ),
        (
            {"type": "webhook", "outputIds": [["b"]]},
            "/triggers/0/outputIds/0/0",
            "Referenced output ID b does not exist.",
        ),
        (
            {"type": "LoopNode", "outputIds": [[], ["a"]]},
            "/triggers/0/outputIds/1/0",
            "Referenced output ID a does not exist in the required group.",
        ),
    ],
)
def test_what_is_wrong_with_triggers_is_said_where_it_is(
    trigger: Json, pointer: str, message: str
) -> None:
    assert found([a()], [trigger]) == [(pointer, message)]


def loop(body: str, **more: Any) -> Json:
    """Return a loop."""
    return {"id": "l", "type": "LoopNode", "outputIds": [["a"], [body]], **more}


def test_a_loops_body_must_be_in_its_group_and_stays_there() -> None:
    outside = "Referenced output ID {} does not exist in the required group."
    inside = a("b", meta={"groupId": "l"})
    assert found([a(), loop("b"), inside]) == []
    assert found([a(), loop("b"), a("b")]) == [
        ("/nodes/1/outputIds/1/0", outside.format("b"))
    ]
    assert found([a(), loop("b"), {**inside, "outputIds": [["a"]]}]) == [
        ("/nodes/2/outputIds/0/0", outside.format("a"))
    ]
    assert found(
        [a(), loop("b"), inside], [{"type": "webhook", "outputIds": [["b"]]}]
    ) == [("/triggers/0/outputIds/0/0", outside.format("b"))]


@pytest.mark.parametrize(
    ("flow_class", "trigger", "message"),
    [
        ("cloud", "webhook", None),
        ("cloud", "flowError", None),
        ("cloud", "unheardOf", None),
        ("customNode", "customNodeStart", None),
        ("customNode", "flowError", None),
        (
            "cloud",
            "customNodeStart",
            "Custom Node: Start is not valid for Application workflows.",
        ),
        ("customNode", "webhook", "Webhook is not valid for Custom Node workflows."),
        (
            "experience",
            "customNodeStart",
            "Custom Node: Start is not valid for Experience workflows.",
        ),
    ],
)
def test_each_class_of_workflow_has_its_triggers(
    flow_class: str, trigger: str, message: str | None
) -> None:
    expected = [] if message is None else [("/triggers/0/type", message)]
    assert found([], [{"type": trigger}], flow_class) == expected


def test_only_custom_nodes_have_the_end_of_a_custom_node() -> None:
    nodes = [{"id": "e", "type": "CustomNodeCapNode"}]
    assert found(nodes, [], "customNode") == []
    assert found(nodes) == [
        ("/nodes/0/type", "Custom Node: End is not valid for Application workflows.")
    ]
