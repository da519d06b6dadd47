"""Array: every rule, where its result goes, and sizes."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.array import NODE
from webhooks.workflows.errors import NodeError


def array(source: Any, *rules: dict[str, Any], **payload: Any) -> Any:
    config = {"sourceArrayPath": "in", "destArrayPath": "out", "rules": list(rules)}
    return run_node(NODE, config, {"in": source} | payload).payload


def rule(kind: str, input_: Any = None, index: Any = None, **more: Any) -> Any:
    return {
        "type": kind,
        "inputTemplate": input_,
        "indexTemplate": index,
        "outputPath": "told",
        **more,
    }


@pytest.mark.parametrize(
    ("source", "one", "changed"),
    [
        ([0, 1, "", None, False, [], "a"], rule("compact"), [1, [], "a"]),
        ([1], rule("concat", "{{more}}"), [1, 2, 3]),
        ([1], rule("concat", "x"), [1, "x"]),
        ([1, 1, "1", True, 1.0], rule("deduplicate"), [1, "1", True]),
        ([1, [2, [3, []]]], rule("flatten"), [1, 2, 3]),
        ([1, 3], rule("insertAt", "{{n}}", "1"), [1, 2, 3]),
        ([1, 3], rule("insertAt", "{{n}}", "-1"), [1, 2, 3]),
        ([1, 3], rule("insertAt", "{{n}}", "9"), [1, 3, 2]),
        ([1], rule("push", "{{o}}"), [1, {"a": 1}]),
        ([1], rule("push", "{{n}}!"), [1, "2!"]),
        ([1], rule("unshift", "{{n}}"), [2, 1]),
        ([1, 2, 3], rule("reverse"), [3, 2, 1]),
        ([1, 2, 3, 4], rule("slice", "1", "3"), [2, 3]),
        ([1, 2, 3, 4], rule("slice", "-2"), [3, 4]),
        ([1, 2, 3, 4], rule("slice", "", "-1"), [1, 2, 3]),
        ("abc", rule("reverse"), "cba"),
        ("abc", rule("push", "{{n}}"), ["a", "b", "c", 2]),
        (None, rule("push", "{{n}}"), [2]),
    ],
)
def test_a_rule_changes_the_array(source: Any, one: Any, changed: Any) -> None:
    payload = array(source, one, more=[2, 3], n=2, o={"a": 1})
    assert payload["out"] == changed
    assert payload["in"] == source


@pytest.mark.parametrize(
    ("source", "one", "rest", "told"),
    [
        ([1, 2, 3], rule("pop"), [1, 2], 3),
        ([1, 2, 3], rule("shift"), [2, 3], 1),
        ([1, 2, 3], rule("removeAt", None, "1"), [1, 3], 2),
        ([1, 2, 3], rule("removeAt", None, "-1"), [1, 2], 3),
        ([1, 2, 3], rule("removeAt", None, "7"), [1, 2, 3], None),
        ([1, 2, 3], rule("replaceAt", "x", "0"), ["x", 2, 3], 1),
        ([], rule("pop"), [], None),
    ],
)
def test_a_rule_changes_the_array_and_tells_what_went(
    source: Any, one: Any, rest: Any, told: Any
) -> None:
    payload = array(source, one)
    assert payload["out"] == rest
    assert payload.get("told") == told


@pytest.mark.parametrize(
    ("source", "one", "told"),
    [
        ([1, 2, 2], rule("indexOf", "{{n}}"), 1),
        (["1", "2"], rule("indexOf", "{{n}}"), -1),
        ([{"a": 1}], rule("indexOf", "{{in.[0]}}"), 0),
        ([1, 2], rule("length"), 2),
        ([1, 2.5, "3", True], rule("sum"), 3.5),
        ([1, 2], rule("lookupAt", None, "-1"), 2),
        ([3, 1, 2], rule("sort"), [1, 2, 3]),
        ([3, 10, 2], rule("sort", order="descending"), [10, 3, 2]),
        (["b", "B", "a"], rule("sort"), ["B", "a", "b"]),
        (["10", "9", None], rule("sort"), ["10", "9", None]),
        ([10, "9", "x", None], rule("sort"), ["9", 10, "x", None]),
        ([{"n": 2}, {"n": 1}, {}], rule("sortBy", "n"), [{"n": 1}, {"n": 2}, {}]),
        ([{"n": {"m": 2}}, {"n": {"m": 1}}], rule("keyBy", "n.m"), None),
        ([{"n": 1}, {"n": 1}], rule("deduplicateBy", "n"), [{"n": 1}]),
        ([1, 2, 3], rule("filter", "{{index}} > 0 && {{value}} < 3"), [2]),
        ([1, 2], rule("filter", "length({{array}}) === {{payload.n}}"), [1, 2]),
    ],
)
def test_a_rule_finds_something_out(source: Any, one: Any, told: Any) -> None:
    payload = array(source, one, n=2)
    if told is None:
        told = {"1": {"n": {"m": 1}}, "2": {"n": {"m": 2}}}
    assert payload["told"] == told
    assert "out" not in payload


def test_rules_see_what_earlier_rules_did() -> None:
    payload = array([1], rule("push", "{{n}}"), rule("length"), n=2)
    assert payload["told"] == 2


def test_without_a_destination_the_source_changes() -> None:
    config = {"sourceArrayPath": "in", "rules": [rule("reverse")]}
    assert run_node(NODE, config, {"in": [1, 2]}).payload["in"] == [2, 1]


@pytest.mark.parametrize("kind", ["insertAt", "lookupAt", "removeAt", "replaceAt"])
def test_an_index_that_is_no_number_stops_the_run(kind: str) -> None:
    with pytest.raises(NodeError) as caught:
        array([1], rule(kind, "x", "first"))
    assert caught.value.name == "InvalidIndex"


def test_an_array_cannot_grow_without_bounds() -> None:
    with pytest.raises(NodeError) as caught:
        array([0] * 200_000, rule("concat", "{{in}}"))
    assert caught.value.name == "TooLarge"
