"""Waiting: a run is set aside, written down as JSON, and goes on where it stood."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.workflows.stage import (
    Stage,
    call,
    cap,
    end,
    error_of,
    fail,
    loop_over,
    put,
    see,
    start,
    wait,
)
from webhooks.workflows.engine_state import from_json, to_json
from webhooks.workflows.ports import RunInfo


def test_a_wait_suspends_the_run_and_other_branches_go_on_first() -> None:
    stage = Stage()
    result = stage.run("w a", wait("w", 5, "b"), see("a"), see("b"))
    assert (result.status, result.wait_seconds) == ("waiting", 5)
    assert (stage.order, result.paths_completed) == (["w", "a"], 1)
    result = stage.resume(result)
    assert (result.status, result.paths_completed) == ("succeeded", 2)
    assert stage.order == ["w", "a", "b"]


def test_a_wait_goes_on_at_every_wire_with_the_payload_as_it_was() -> None:
    stage = Stage()
    result = stage.run(
        "p", put("p", "n", "1", "w"), wait("w", 5, "a", "b"), *_seen("ab")
    )
    assert stage.resume(result).paths_completed == 2
    assert stage.seen == [("a", {"n": 1}), ("b", {"n": 1})]


def _seen(ids: str) -> list[dict[str, Any]]:
    return [see(id) for id in ids]


def test_every_value_survives_the_wait() -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, 890000, tzinfo=UTC)
    payload = {
        "time": moment,
        "list": [1, 2.5, True, None, "x\u0000", {"deep": [moment]}],
        "infinite": [math.inf, -math.inf],
    }
    stage = Stage()
    result = stage.run("w", wait("w", 1, "a"), see("a"), payload=payload)
    stage.resume(result)
    assert stage.shown("a") == [payload]


@pytest.mark.parametrize(
    "value",
    [
        {"\u0000value": 5},
        {"\u0000value": "nonsense"},
        {"\u0000value": {"\u0000value": 5}},
        {"\u0000value": {}},
        {"\u0000value": 5, "more": 1},
    ],
)
def test_somebodys_own_object_is_never_taken_for_a_date(value: Any) -> None:
    assert from_json(to_json(value)) == value


def test_not_a_number_survives_the_wait() -> None:
    assert math.isnan(from_json(to_json(math.nan)))


def test_the_wait_that_ends_first_goes_on_first() -> None:
    stage = Stage()
    result = stage.run("v w", wait("v", 9, "a"), wait("w", 4, "b"), *_seen("ab"))
    assert result.wait_seconds == 4
    stage.seconds += 4
    result = stage.resume(result)
    assert (result.status, result.wait_seconds) == ("waiting", 5)
    assert [id for id, _ in stage.seen] == ["b"]
    stage.seconds += 5
    assert stage.resume(result).status == "succeeded"
    assert [id for id, _ in stage.seen] == ["b", "a"]


def test_waits_that_end_together_go_on_together_in_order() -> None:
    stage = Stage()
    nodes = [wait("u", 3, "a"), wait("v", 3, "b"), wait("w", 5, "c"), *_seen("abc")]
    result = stage.resume(stage.run("u v w", *nodes))
    assert [id for id, _ in stage.seen] == ["a", "b"]
    assert stage.resume(result).paths_completed == 3
    assert [id for id, _ in stage.seen] == ["a", "b", "c"]


def test_time_that_the_branches_take_is_taken_off_the_wait() -> None:
    stage = Stage()
    tick = {"id": "t", "type": "Tick", "config": {"seconds": "2"}}
    assert stage.run("w t", wait("w", 5), tick).wait_seconds == 3
    tick = {"id": "t", "type": "Tick", "config": {"seconds": "7"}}
    assert stage.run("w t", wait("w", 5), tick).wait_seconds == 0


def test_a_serial_loop_waits_in_each_iteration() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["w"], "z", mapResultPath="out", mapValuePath="item.value"),
        wait("w", 2, "p"),
        put("p", "sum", "{{sum}} + {{item.value}}", "c"),
        cap("c"),
        see("z"),
        payload={"n": 3, "sum": 10},
    )
    waits = 0
    while result.status == "waiting":
        assert result.wait_seconds == 2
        stage.seconds += 2
        waits += 1
        result = stage.resume(result)
    assert waits == 3
    assert stage.shown("z")[0]["sum"] == 13
    assert stage.shown("z")[0]["out"] == [0, 1, 2]


def test_a_parallel_loop_waits_in_five_iterations_at_once() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["w"], "z", parallel=True, mapResultPath="out"),
        wait("w", 2, "a"),
        see("a"),
        see("z"),
        payload={"n": 7},
    )
    assert stage.order == ["l"] + ["w"] * 5
    stage.seconds += 2
    result = stage.resume(result)
    assert (result.status, result.wait_seconds) == ("waiting", 2)
    assert len(stage.seen) == 5
    stage.seconds += 2
    assert stage.resume(result).status == "succeeded"
    assert [each["index"] for each in stage.shown("z")[0]["out"]] == list(range(7))


def test_an_iteration_with_two_waits_counts_once() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["v", "w"], "z", parallel=True),
        wait("v", 1),
        wait("w", 2),
        see("z"),
        payload={"n": 8},
    )
    assert stage.order.count("v") == 5
    assert stage.resume_all(result).paths_completed == 1
    assert (stage.order.count("v"), stage.order.count("z")) == (8, 1)


def test_a_custom_node_waits_inside() -> None:
    stage = Stage()
    stage.custom(
        "slow", start("w"), wait("w", 3, "p"), put("p", "r", "8", "e"), end("e", "r")
    )
    result = stage.run(
        "c", call("c", "slow", ["z"], resultPath="out"), see("z"), payload={"x": 1}
    )
    assert (result.status, result.wait_seconds) == ("waiting", 3)
    assert stage.resume(result).status == "succeeded"
    assert stage.shown("z") == [{"x": 1, "out": 8}]


def test_a_result_that_was_settled_before_a_wait_is_kept() -> None:
    stage = Stage()
    stage.custom("slow", start("e", "w"), end("e", "nothing"), wait("w", 3))
    nodes = [call("c", "slow", ["z"], resultPath="out"), see("z")]
    result = stage.run("c", *nodes, payload={"out": 1})
    assert stage.resume(result).status == "succeeded"
    assert stage.shown("z") == [{}]


def test_an_error_after_a_wait_ends_the_run_and_drops_the_other_waits() -> None:
    stage = Stage()
    result = stage.run("v w", wait("v", 1, "f"), fail("f"), wait("w", 9, "a"), see("a"))
    result = stage.resume(result)
    assert error_of(result)[0] == "f"
    assert result.state is None
    assert stage.seen == []


def test_an_iteration_that_ends_with_its_wait_still_raises_the_loops_error() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["pick"], "z", parallel=True),
        {
            "id": "pick",
            "type": "Pick",
            "config": {"output": "{{item.value}}"},
            "outputIds": [["f"], ["w"]],
        },
        fail("f"),
        wait("w", 1),
        see("z"),
        payload={"n": 2},
    )
    assert result.status == "waiting"
    assert error_of(stage.resume(result))[0] == "f"


def test_a_result_that_cannot_be_placed_after_a_wait_is_the_loops_error() -> None:
    stage = Stage()
    result = stage.run(
        "l",
        loop_over("l", "n", ["w"], mapResultPath="list.name"),
        wait("w", 1),
        payload={"n": 1, "list": []},
    )
    assert error_of(stage.resume(result))[:2] == ("l", "InvalidPath")


def test_the_trace_goes_on_over_a_wait() -> None:
    stage = Stage()
    result = stage.run("w", wait("w", 5, "p"), put("p", "a", "1"), payload={"b": 2})
    stage.seconds += 5
    result = stage.resume(result)
    first, second = result.trace.steps
    assert (first.node_id, first.before, first.output) == ("w", '{"b":2}', 0)
    assert (second.node_id, second.parent, second.before) == ("p", 0, None)
    assert (second.at_ms, second.after) == (5000, '{"b":2,"a":1}')


def test_what_a_node_learns_of_its_run_is_not_part_of_the_state() -> None:
    stage = Stage()
    state = stage.run("w", wait("w", 5)).state
    assert state is not None
    assert not set(RunInfo.__slots__) & set(state)
