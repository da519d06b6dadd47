"""Serial loops: one iteration after the other, and what carries over."""

from typing import Any

import pytest

from tests.workflows.stage import (
    Json,
    Stage,
    cap,
    error_of,
    fail,
    loop_over,
    node,
    put,
    see,
)


def add(id: str, *targets: str) -> Json:
    """Return a node that adds the item's value to ``sum``."""
    return put(id, "sum", "{{sum}} + {{item.value}}", *targets)


@pytest.mark.parametrize(
    ("source", "items"),
    [
        (
            ["a", "b"],
            [
                {"value": "a", "index": 0, "first": True},
                {"value": "b", "index": 1, "last": True},
            ],
        ),
        (
            {"k": 1, "l": 2},
            [
                {"value": 1, "index": 0, "key": "k", "first": True},
                {"value": 2, "index": 1, "key": "l", "last": True},
            ],
        ),
        ("x", [{"value": "x", "index": 0, "first": True, "last": True}]),
        (
            1.5,
            [
                {"value": 0, "index": 0, "first": True},
                {"value": 1, "index": 1, "last": True},
            ],
        ),
        (-1, [{"value": 0, "index": 0, "first": True, "last": True}]),
        ([], []),
        ({}, []),
        ("", []),
        (0, []),
        (None, []),
        (True, []),
    ],
)
def test_each_kind_of_source_gives_its_items(source: Any, items: list[Json]) -> None:
    stage = Stage()
    loop = loop_over("l", "source", ["a"], "z")
    stage.run("l", loop, see("a"), see("z"), payload={"source": source})
    assert [payload["item"] for payload in stage.shown("a")] == items
    assert stage.shown("z") == [{"source": source}]


def test_a_source_that_is_not_there_skips_the_body() -> None:
    stage = Stage()
    stage.run("l", loop_over("l", "nothing", ["a"], "z"), see("a"), see("z"))
    assert stage.order == ["l", "z"]


def test_a_loop_without_a_body_goes_on_with_an_empty_result() -> None:
    stage = Stage()
    nodes = [loop_over("l", "n", [], "z", mapResultPath="out"), see("z")]
    stage.run("l", *nodes, payload={"n": 3})
    assert stage.shown("z") == [{"n": 3, "out": []}]


def test_the_payload_carries_on_only_through_a_cap() -> None:
    body = [add("p", "c"), cap("c")]
    stage = Stage()
    nodes = [loop_over("l", "n", ["p"], "z"), see("z")]
    stage.run("l", *nodes, *body, payload={"n": 4, "sum": 0})
    assert stage.shown("z")[0]["sum"] == 6
    stage = Stage()
    stage.run("l", *nodes, add("p"), payload={"n": 4, "sum": 0})
    assert stage.shown("z") == [{"n": 4, "sum": 0}]


def test_without_a_cap_every_iteration_begins_with_the_loops_payload() -> None:
    stage = Stage()
    payload = {"n": 3, "list": [1]}
    nodes = [see("s", "p"), put("p", "list[0]", "{{item.value}} + 10")]
    stage.run("l", loop_over("l", "n", ["s"], "z"), *nodes, see("z"), payload=payload)
    assert [each["list"] for each in stage.shown("s")] == [[1], [1], [1]]
    assert stage.shown("z") == [payload]


def test_the_first_cap_of_an_iteration_counts() -> None:
    stage = Stage()
    stage.run(
        "l",
        loop_over("l", "n", ["p", "q"], "z", mapResultPath="out"),
        put("p", "from", "'p'", "c"),
        put("q", "from", "'q'", "d"),
        cap("c", mapValuePath="from"),
        cap("d", mapValuePath="from", shouldBreak=True),
        see("z"),
        payload={"n": 2},
    )
    assert stage.shown("z")[0]["out"] == ["p", "p"]
    assert stage.shown("z")[0]["from"] == "p"


def test_the_next_iteration_begins_when_all_branches_have_ended() -> None:
    stage = Stage()
    loop = loop_over("l", "n", ["a", "b"], "z")
    stage.run("l", loop, cap("a"), see("b"), see("z"), payload={"n": 2})
    assert stage.order == ["l", "a", "b", "a", "b", "z"]


def test_a_break_ends_the_loop_after_the_current_iteration() -> None:
    stage = Stage()
    stage.run(
        "l",
        loop_over("l", "n", ["pick", "b"], "z", mapResultPath="out"),
        node("pick", "Pick", {"output": "{{item.value}}"}, ["next"], ["leave"]),
        cap("next", mapValuePath="item.value"),
        cap("leave", shouldBreak=True, mapValuePath="item.value"),
        see("b"),
        see("z"),
        payload={"n": 5},
    )
    assert stage.order == ["l", "pick", "next", "b", "pick", "leave", "b", "z"]
    assert stage.shown("z")[0]["out"] == [0, 1]


def test_the_map_result_has_one_value_for_each_iteration() -> None:
    stage = Stage()
    stage.run(
        "l",
        loop_over("l", "list", ["p"], "z", mapResultPath="out.list", mapValuePath="n"),
        put("p", "n", "{{item.value}} * 2", "c"),
        cap("c"),
        see("z"),
        payload={"list": [1, 2, 3]},
    )
    assert stage.shown("z")[0]["out"] == {"list": [2, 4, 6]}


def test_the_current_item_is_what_a_map_collects_by_itself() -> None:
    stage = Stage()
    loop = loop_over("l", "list", ["c"], "z", mapResultPath="out")
    stage.run("l", loop, cap("c"), see("z"), payload={"list": ["a"]})
    item = {"value": "a", "index": 0, "first": True, "last": True}
    assert stage.shown("z")[0]["out"] == [item]


def test_a_caps_value_overrides_the_loops() -> None:
    stage = Stage()
    loop = loop_over("l", "list", ["c"], "z", mapResultPath="out", mapValuePath="n")
    nodes = [cap("c", mapValuePath="item.index"), see("z")]
    stage.run("l", loop, *nodes, payload={"list": ["a", "b"], "n": 9})
    assert stage.shown("z")[0]["out"] == [0, 1]


def test_an_iteration_without_a_cap_leaves_its_place_empty() -> None:
    stage = Stage()
    nodes = [
        loop_over("l", "n", ["pick"], "z", mapResultPath="out", mapValuePath="n"),
        node("pick", "Pick", {"output": "{{item.value}}"}, [], ["c"]),
        cap("c"),
        see("z"),
    ]
    stage.run("l", *nodes, payload={"n": 2})
    assert stage.shown("z")[0]["out"] == [None, 2]


def test_a_value_that_is_not_there_leaves_its_place_empty() -> None:
    stage = Stage()
    loop = loop_over("l", "n", ["c"], "z", mapResultPath="out", mapValuePath="gone")
    stage.run("l", loop, cap("c"), see("z"), payload={"n": 2})
    assert stage.shown("z")[0]["out"] == [None, None]


def test_a_change_of_the_source_inside_the_loop_changes_no_iteration() -> None:
    stage = Stage()
    body = [put("p", "list", "undefined", "c"), cap("c")]
    loop = loop_over("l", "list", ["p"], "z")
    stage.run("l", loop, *body, see("z"), payload={"list": [1, 2, 3]})
    assert stage.order.count("p") == 3


def test_loops_nest_and_each_cap_ends_the_innermost() -> None:
    stage = Stage()
    stage.run(
        "out",
        loop_over("out", "n", ["in"], "z", currentItemPath="outer"),
        loop_over("in", "outer.index", ["p"], "c", currentItemPath="item"),
        put("p", "sum", "{{sum}} + 1", "d"),
        cap("d"),
        cap("c"),
        see("z"),
        payload={"n": 4, "sum": 0},
    )
    assert stage.shown("z")[0]["sum"] == 6


def test_an_error_in_the_body_ends_the_run_at_once() -> None:
    stage = Stage()
    loop = loop_over("l", "n", ["f", "a"], "z")
    result = stage.run("l", loop, fail("f"), see("a"), see("z"), payload={"n": 3})
    assert error_of(result)[0] == "f"
    assert stage.order == ["l", "f"]


def test_a_cap_outside_of_a_loop_is_an_error() -> None:
    result = Stage().run("c", cap("c"))
    assert error_of(result)[:2] == ("c", "NotInLoop")


@pytest.mark.parametrize("body", [cap("b"), see("b")])
def test_a_result_that_cannot_be_placed_is_an_error_of_the_loop(body: Json) -> None:
    loop = loop_over("l", "n", ["b"], mapResultPath="list.name")
    result = Stage().run("l", loop, body, payload={"n": 1, "list": []})
    assert error_of(result)[:2] == ("l", "InvalidPath")


def test_an_item_that_cannot_be_placed_is_an_error_of_the_loop() -> None:
    stage = Stage()
    loop = loop_over("l", "n", ["p"], currentItemPath="here.item")
    body = [put("p", "here", "{{array 1}}", "c"), cap("c")]
    result = stage.run("l", loop, *body, payload={"n": 2})
    assert error_of(result)[:2] == ("l", "InvalidPath")
    assert stage.trace.steps[0].error.startswith("Nothing can be written to here.item")
    first = stage.run("l", loop, *body, payload={"n": 2, "here": [1]})
    assert error_of(first)[:2] == ("l", "InvalidPath")


def test_a_loop_is_one_path_of_the_run() -> None:
    result = Stage().run(
        "l", loop_over("l", "n", ["a", "b"]), see("a"), see("b"), payload={"n": 3}
    )
    assert result.paths_completed == 1
