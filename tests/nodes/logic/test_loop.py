"""Loop and its caps: what is iterated over, and how an iteration ends."""

import math
from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.loop import NODE as LOOP
from webhooks.nodes.logic.loop import loop_items
from webhooks.nodes.loop.loop_cap import NODE as CAP
from webhooks.workflows.errors import NodeError
from webhooks.workflows.outcome import EndIteration, Iterate


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ([1, "a"], [1, "a"]),
        ("añ", ["a", "ñ"]),
        ({"x": 1, "y": 2}, [1, 2]),
        (3, [0, 1, 2]),
        (-2.5, [0, 1]),
        (2.1, [0, 1, 2]),
        (0, []),
        (math.nan, []),
        (None, []),
        (True, []),
        ([], []),
    ],
)
def test_a_source_has_its_items(source: Any, values: list[Any]) -> None:
    items = loop_items(source)
    assert [item["value"] for item in items] == values
    assert [item["index"] for item in items] == list(range(len(values)))


def test_only_the_first_and_the_last_item_say_so() -> None:
    first, middle, last = loop_items(["a", "b", "c"])
    assert first == {"value": "a", "index": 0, "first": True}
    assert middle == {"value": "b", "index": 1}
    assert last == {"value": "c", "index": 2, "last": True}
    assert loop_items([1]) == [{"value": 1, "index": 0, "first": True, "last": True}]


def test_items_of_an_object_have_keys() -> None:
    assert [item["key"] for item in loop_items({"x": 1, "y": 2})] == ["x", "y"]


@pytest.mark.parametrize("source", [300_000, math.inf, [0] * 300_000, "x" * 300_000])
def test_a_loop_without_bounds_stops_the_run(source: Any) -> None:
    with pytest.raises(NodeError) as caught:
        loop_items(source)
    assert caught.value.name == "TooLarge"


def test_the_map_value_is_the_item_unless_told_otherwise() -> None:
    config = {
        "loopSourcePath": "in",
        "currentItemPath": "item",
        "mapResultPath": "out",
        "parallel": True,
    }
    outcome = run_node(LOOP, config, {"in": [1]}).outcome
    assert isinstance(outcome, Iterate)
    assert outcome.parallel
    assert outcome.value_path == outcome.item_path
    outcome = run_node(LOOP, config | {"mapValuePath": "v"}, {"in": [1]}).outcome
    assert isinstance(outcome, Iterate)
    assert outcome.value_path is not None
    assert outcome.value_path.text == "v"


def test_after_the_loop_is_the_first_output() -> None:
    assert [output.name for output in LOOP.outputs] == ["after", "body"]


def test_a_cap_of_an_old_export_ends_only_the_iteration() -> None:
    assert run_node(CAP, {"loopNodeId": "x"}, {}).outcome == EndIteration()


def test_a_break_leaves_the_loop() -> None:
    config = {"loopNodeId": "x", "shouldBreak": True, "mapValuePath": "v"}
    outcome = run_node(CAP, config, {}).outcome
    assert isinstance(outcome, EndIteration)
    assert outcome.leave_loop
    assert outcome.value_path is not None
