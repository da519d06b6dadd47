"""Parallel loops: no iteration sees another, and errors come at the end."""

import pytest

from tests.workflows.stage import (
    Json,
    Stage,
    call,
    cap,
    error_of,
    fail,
    loop_over,
    node,
    put,
    see,
    start,
    wait,
)


def pick(id: str, *outputs: str) -> Json:
    """Return a node that goes on at the output that the item's value says."""
    return node(id, "Pick", {"output": "{{item.value}}"}, *([each] for each in outputs))


def test_no_iteration_sees_what_another_wrote() -> None:
    stage = Stage()
    stage.run(
        "l",
        loop_over("l", "n", ["p"], "z", parallel=True),
        put("p", "list[0]", "{{list.[0]}} + 1", "s"),
        see("s", "c"),
        cap("c"),
        see("z"),
        payload={"n": 3, "list": [5]},
    )
    assert [each["list"] for each in stage.shown("s")] == [[6], [6], [6]]
    assert stage.shown("z") == [{"n": 3, "list": [5]}]


def test_iterations_that_overlap_have_a_payload_each() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["p"], "z", parallel=True),
        put("p", "list[0]", "{{item.value}}", "w"),
        wait("w", 1, "s"),
        see("s"),
        see("z"),
        payload={"n": 4, "list": [9]},
    )
    stage.resume_all(result)
    assert [each["list"] for each in stage.shown("s")] == [[0], [1], [2], [3]]
    assert stage.shown("z") == [{"n": 4, "list": [9]}]


def test_results_are_in_the_order_of_the_items_whichever_ends_first() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "list", ["w"], "z", parallel=True, mapResultPath="out"),
        wait("w", "{{item.value}}", "c"),
        cap("c", mapValuePath="item.value"),
        see("z"),
        payload={"list": [3, 1, 2]},
    )
    stage.resume_all(result)
    assert stage.shown("z")[0]["out"] == [3, 1, 2]


def test_an_iteration_without_a_cap_gives_the_value_it_ended_with() -> None:
    stage = Stage()
    stage.run(
        "l",
        loop_over(
            "l", "n", ["p"], "z", parallel=True, mapResultPath="out", mapValuePath="x"
        ),
        put("p", "x", "{{item.value}} * 10"),
        see("z"),
        payload={"n": 3},
    )
    assert stage.shown("z")[0]["out"] == [0, 10, 20]


def test_a_break_is_ignored() -> None:
    stage = Stage()
    loop = loop_over("l", "n", ["c"], "z", parallel=True)
    stage.run("l", loop, cap("c", shouldBreak=True), see("z"), payload={"n": 3})
    assert stage.order == ["l", "c", "c", "c", "z"]


def test_an_error_comes_when_all_iterations_have_ended() -> None:
    stage = Stage()
    result = stage.run(
        "l a",
        loop_over("l", "n", ["pick"], "z", parallel=True),
        pick("pick", "f", "s"),
        fail("f", "No {{item.value}}"),
        see("s"),
        see("z"),
        see("a"),
        payload={"n": 2},
    )
    assert error_of(result) == ("f", "Broken", "No 0")
    assert stage.order == ["l", "pick", "f", "pick", "s"]
    assert result.error is not None
    assert result.error.stack == ("at line 3", "at line 1")
    assert result.error.payload["item"]["index"] == 0


def test_the_first_of_several_errors_is_raised() -> None:
    loop = loop_over("l", "n", ["f"], parallel=True)
    result = Stage().run("l", loop, fail("f", "No {{item.value}}"), payload={"n": 3})
    assert error_of(result)[2] == "No 0"


def test_an_error_halts_the_other_paths_of_its_iteration_only() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["w", "pick"], parallel=True),
        wait("w", 1, "s"),
        pick("pick", "f", "a"),
        fail("f"),
        see("s"),
        see("a"),
        payload={"n": 2},
    )
    assert error_of(stage.resume_all(result))[0] == "f"
    assert [each["item"]["index"] for each in stage.shown("s")] == [1]


def test_an_error_survives_the_waits_of_the_other_iterations() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["pick"], "z", parallel=True),
        pick("pick", "f", "w"),
        fail("f", "No {{item.value}}"),
        wait("w", 3, "s"),
        see("s"),
        see("z"),
        payload={"n": 2},
    )
    assert result.status == "waiting"
    result = stage.resume(result)
    assert error_of(result) == ("f", "Broken", "No 0")
    assert result.error is not None
    assert result.error.stack == ("at line 3", "at line 1")
    assert [id for id, _ in stage.seen] == ["s"]


def test_an_error_passes_through_every_parallel_loop_around_it() -> None:
    stage = Stage()
    result = stage.run(
        "out",
        loop_over("out", "two", ["in"], "z", parallel=True, currentItemPath="outer"),
        loop_over("in", "two", ["pick"], "s", parallel=True),
        pick("pick", "f", "a"),
        fail("f", "No {{outer.value}} {{item.value}}"),
        see("a"),
        see("s"),
        see("z"),
        payload={"two": 2},
    )
    assert error_of(result) == ("f", "Broken", "No 0 0")
    assert stage.order.count("a") == 2
    assert "s" not in stage.order
    assert "z" not in stage.order


def test_an_error_in_a_serial_loop_ends_the_iteration_around_it() -> None:
    stage = Stage()
    result = stage.run(
        "out",
        loop_over("out", "two", ["in"], parallel=True, currentItemPath="outer"),
        loop_over("in", "two", ["a"]),
        see("a", "f"),
        fail("f"),
        payload={"two": 2},
    )
    assert error_of(result)[0] == "f"
    assert stage.order.count("a") == 2


def test_an_error_inside_a_custom_node_ends_the_iteration_around_it() -> None:
    stage = Stage()
    stage.custom("broken", start("f"), fail("f"))
    loop = loop_over("l", "n", ["c"], "z", parallel=True)
    result = stage.run("l", loop, call("c", "broken"), see("z"), payload={"n": 3})
    assert error_of(result)[0] == "f"
    assert stage.order == ["l"] + ["c", "f"] * 3


@pytest.mark.parametrize("around", [False, True])
def test_a_result_that_cannot_be_placed_is_an_error_of_the_loop(around: bool) -> None:
    stage = Stage()
    inner = loop_over("l", "n", ["s"], "a", parallel=True, mapResultPath="list.name")
    nodes = [inner, see("s"), see("a")]
    if around:
        outer = loop_over("o", "n", ["l"], "z", parallel=True, currentItemPath="outer")
        nodes += [outer, see("z")]
    first = "o" if around else "l"
    result = stage.run(first, *nodes, payload={"n": 2, "list": []})
    assert error_of(result)[:2] == ("l", "InvalidPath")
    assert stage.order.count("s") == (4 if around else 2)
