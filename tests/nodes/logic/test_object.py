"""Object: every operation, and what it refuses."""

import json
from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.object import NODE
from webhooks.workflows.errors import NodeError


def operate(source: Any, *operations: tuple[str, Any]) -> Any:
    rows = [
        {
            "type": kind,
            "inputTemplate": "" if input_ is None else json.dumps(input_),
            "outputPath": "told",
        }
        for kind, input_ in operations
    ]
    config = {"sourcePath": "in", "destPath": "out", "operations": rows}
    return run_node(NODE, config, {"in": source}).payload


@pytest.mark.parametrize(
    ("kind", "source", "input_", "result"),
    [
        ("assign", {"a": 1, "b": {"c": 1}}, {"b": {"d": 2}}, {"a": 1, "b": {"d": 2}}),
        ("mergeDeep", {"b": {"c": 1}}, {"b": {"d": 2}}, {"b": {"c": 1, "d": 2}}),
        ("omit", {"a": 1, "b": 2}, ["a", "z"], {"b": 2}),
        ("omit", {"a": {"b": 1, "c": 2}}, ["a.b"], {"a": {"c": 2}}),
        ("omit", {"a.b": 1, "a": {"b": 1}}, ["a.b"], {"a": {"b": 1}}),
        ("pick", {"a": 1, "b": 2}, ["a", "z"], {"a": 1}),
        ("pick", {"a": {"b": 1, "c": 2}}, ["a.b"], {"a": {"b": 1}}),
        ("zipObject", [1, 2], ["a", "b", "c"], {"a": 1, "b": 2, "c": None}),
    ],
)
def test_an_operation_hands_a_changed_value_on(
    kind: str, source: Any, input_: Any, result: Any
) -> None:
    payload = operate(source, (kind, input_))
    assert payload == {"in": source, "out": result}


@pytest.mark.parametrize(
    ("kind", "source", "told"),
    [
        ("entries", {"a": 1}, [["a", 1]]),
        ("keys", {"a": 1}, ["a"]),
        ("keys", ["x"], ["0"]),
        ("values", {"a": 1}, [1]),
        ("fromPairs", [["a", 1], [2, "b"]], {"a": 1, "2": "b"}),
    ],
)
def test_an_operation_tells_something_and_hands_the_value_on(
    kind: str, source: Any, told: Any
) -> None:
    assert operate(source, (kind, None)) == {
        "in": source,
        "out": source,
        "told": told,
    }


def test_operations_work_on_what_the_one_before_made() -> None:
    payload = operate({"a": 1, "b": 2}, ("omit", ["a"]), ("keys", None))
    assert payload["told"] == ["b"]


def test_a_missing_source_is_an_empty_object() -> None:
    config = {"destPath": "out", "operations": [{"inputTemplate": '{"a": 1}'}]}
    assert run_node(NODE, config, {}).payload == {"out": {"a": 1}}


@pytest.mark.parametrize(
    ("kind", "source", "input_"),
    [
        ("assign", [1], {}),
        ("assign", {}, [1]),
        ("pick", {}, 5),
        ("zipObject", {}, ["a"]),
        ("fromPairs", [["a"]], None),
        ("keys", "text", None),
        ("pick", {}, [str(n) for n in range(2_000)]),
    ],
)
def test_what_does_not_fit_stops_the_run(kind: str, source: Any, input_: Any) -> None:
    with pytest.raises(NodeError):
        operate(source, (kind, input_))
