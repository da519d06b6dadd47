"""On Change: what counts as a change, and which value is kept."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.nodes.kit import NOW, FakePorts, run_node
from webhooks.nodes.logic.onchange import NODE
from webhooks.workflows.errors import NodeError


def changes(kind: str, threshold: object, values: Sequence[Any]) -> list[bool]:
    ports = FakePorts()
    config = {"valuePath": "v", "changeType": kind, "changeThreshold": threshold}
    return [
        run_node(NODE, config, {"v": value}, ports=ports).output_name == "changed"
        for value in values
    ]


@pytest.mark.parametrize(
    ("kind", "threshold", "values", "changed"),
    [
        ("any", None, ["a", "a", "b", "b"], "..x."),
        ("any", None, [1, "1", True, None, None], ".xxx."),
        ("any", None, [{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1}], "..x"),
        ("any", None, [[1, 2], [2, 1], [2, 1]], ".x."),
        ("any", None, [1, 1.0, 2], "..x"),
        # Compared with the value of the last change, so that drifting counts.
        ("value", 10, [0, 6, 11, 20, 1], "..x.x"),
        ("value", "10", ["0", "10", "20"], ".xx"),
        # What is kept follows the value down, and up only when it triggers.
        ("valueInc", 10, [50, 45, 54, 55, 60, 65], "...x.x"),
        ("valueDec", 10, [50, 55, 46, 45, 40, 35], "...x.x"),
        ("percent", 10, [100, 109, 110, 100, 99], "..x.x"),
        ("percent", 10, [-100, -89], ".x"),
        ("percentInc", 50, [100, 149, 150, 120, 180], "..x.x"),
        ("percentDec", 50, [100, 51, 50, 80, 40], "..x.x"),
        ("percent", 5, [0, 0, 1], "..x"),
        # Tenths are not exact in binary; the threshold is reached nevertheless.
        ("value", 0.1, [0.2, 0.3], ".x"),
        ("value", 1, ["x", 1, 5], "..x"),
        ("value", 1, [1, "x", None, True, "", 5], ".....x"),
    ],
)
def test_what_counts_as_a_change(
    kind: str, threshold: object, values: list[Any], changed: str
) -> None:
    expected = [mark == "x" for mark in changed]
    assert changes(kind, threshold, values) == expected


def test_a_missing_value_is_a_value_of_its_own() -> None:
    ports = FakePorts()
    config = {"valuePath": "v", "changeType": "any"}
    outputs = [
        run_node(NODE, config, payload, ports=ports).output_name
        for payload in ({}, {}, {"v": 1}, {})
    ]
    assert outputs == ["unchanged", "unchanged", "changed", "changed"]


def test_the_value_compared_against_is_written() -> None:
    ports = FakePorts()
    config = {"valuePath": "v", "prevValuePath": "before"}
    first = run_node(NODE, config, {"v": {"a": 1}, "before": "old"}, ports=ports)
    assert first.payload == {"v": {"a": 1}}
    second = run_node(NODE, config, {"v": 2}, ports=ports)
    milliseconds = int(NOW.timestamp() * 1000)
    assert second.payload["before"] == {"value": {"a": 1}, "time": milliseconds}


def test_values_are_compared_within_their_id() -> None:
    ports = FakePorts()
    config = {"valuePath": "v", "onChangeIdTemplate": "{{id}}"}
    outputs = [
        run_node(NODE, config, {"v": v, "id": id}, ports=ports).output_name
        for v, id in ((1, "a"), (2, "b"), (3, "a"), (2, "b"))
    ]
    assert outputs == ["unchanged", "unchanged", "changed", "unchanged"]


def test_the_threshold_must_be_a_number() -> None:
    config = {"valuePath": "v", "changeType": "value", "changeThreshold": "much"}
    with pytest.raises(NodeError, match="not a number"):
        run_node(NODE, config, {"v": 1})


def test_a_value_that_is_too_large_is_refused_before_it_is_compared() -> None:
    """Comparing holds up everybody who writes."""
    ports = FakePorts()
    config = {"valuePath": "v", "changeType": "any"}
    with pytest.raises(NodeError, match="at most 16384 bytes"):
        run_node(NODE, config, {"v": ["x" * 100] * 1000}, ports=ports)
    assert changes("any", None, [["x" * 100] * 100, 1]) == [False, True]
