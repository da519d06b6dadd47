"""Limits: what stops a run that would not stop by itself, or fill the memory."""

from dataclasses import replace
from typing import Any

import pytest

from tests.workflows.stage import (
    PUT,
    Json,
    Stage,
    call,
    end,
    error_of,
    fail,
    loop_over,
    node,
    put,
    see,
    start,
    wait,
)
from webhooks.nodes.logic import mutate
from webhooks.payload.values import copy_value
from webhooks.workflows.engine import Execution
from webhooks.workflows.limits import Limits
from webhooks.workflows.node_call import NodeCall


def test_a_run_that_goes_round_in_circles_ends_at_the_steps_limit() -> None:
    stage = Stage(Limits(steps=50))
    result = stage.run("a", see("a", "b"), see("b", "a"))
    assert error_of(result)[1:] == ("LimitReached", "The run took more than 50 steps.")
    assert len(stage.seen) == 50


def test_the_last_step_is_still_run() -> None:
    nodes = [see(f"n{i}", f"n{i + 1}") for i in range(49)] + [see("n49")]
    assert Stage(Limits(steps=50)).run("n0", *nodes).status == "succeeded"


def test_more_queued_nodes_than_steps_left_end_the_run_before_they_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    longest = 0
    follow = Execution.follow

    def measured(run: Execution, *args: Any, **more: Any) -> None:
        nonlocal longest
        follow(run, *args, **more)
        longest = max(longest, len(run.stack))

    monkeypatch.setattr(Execution, "follow", measured)
    result = Stage(Limits(steps=1000)).run(
        "a", see("a", *(["b"] * 90)), see("b", *(["a"] * 90))
    )
    assert error_of(result)[1] == "LimitReached"
    assert longest <= 1090


def test_a_run_that_takes_too_long_is_stopped_at_its_next_step() -> None:
    tick = node("t", "Tick", {"seconds": "61"}, ["a"])
    result = Stage().run("t", tick, see("a"))
    assert error_of(result) == (
        "a",
        "TimeLimit",
        "The run took longer than 60 seconds.",
    )


def test_a_wait_that_would_end_too_late_is_refused_at_once() -> None:
    stage = Stage()
    tick = node("t", "Tick", {"seconds": "2"}, ["w"])
    assert error_of(stage.run("t", tick, wait("w", 59))) == (
        "w",
        "TimeLimit",
        "The run took longer than 60 seconds.",
    )


def test_waits_count_as_time_together() -> None:
    stage = Stage()
    result = stage.run("v", wait("v", 40, "w"), wait("w", 40))
    assert error_of(stage.resume(result))[:2] == ("w", "TimeLimit")


def test_time_that_nobody_ran_the_workflow_is_not_counted() -> None:
    stage = Stage()
    result = stage.run("v", wait("v", 20, "w"), wait("w", 20, "a"), see("a"))
    stage.seconds += 10_000
    result = stage.resume(result)
    assert result.wait_seconds == 20
    stage.seconds += 10_000
    assert stage.resume(result).status == "succeeded"


def test_others_get_a_turn_while_a_run_is_busy() -> None:
    stage = Stage()
    ticks = [
        node(f"t{i}", "Tick", {"seconds": "0.01"}, [f"t{i + 1}"]) for i in range(3)
    ]
    stage.run("t0", *ticks, see("t3"))
    assert stage.breaths == 3


def test_a_run_that_gave_others_a_turn_has_its_own_again() -> None:
    stage = Stage()
    tick = node("t", "Tick", {"seconds": "1"}, ["a"])
    stage.run("t", tick, see("a", "b"), see("b", "c"), see("c"))
    assert stage.breaths == 1


def test_a_quick_run_is_not_interrupted() -> None:
    stage = Stage()
    stage.run("a", *[see(c, chr(ord(c) + 1)) for c in "abcd"], see("e"))
    assert stage.breaths == 0


@pytest.mark.parametrize("value", ["{{obj a=w b=w}}", "{{array w w}}"])
def test_a_value_that_doubles_itself_is_stopped(value: str) -> None:
    stage = Stage()
    result = stage.run(
        "a", put("a", "w", value, "b"), see("b", "a"), payload={"w": "0123456789"}
    )
    assert error_of(result)[:2] == ("a", "PayloadTooLarge")
    assert len(stage.seen) < 25


def test_one_node_that_doubles_a_value_in_each_rule_is_stopped_between_them() -> None:
    rules = [{"type": "copy", "source": "w", "destination": f"w.{n}"} for n in "ab"]
    doubling = node("m", "MutateNode", {"rules": rules * 50})
    result = Stage(more=(mutate.NODE,)).run(
        "m", doubling, payload={"w": {"text": "x" * 100}}
    )
    assert error_of(result)[:2] == ("m", "PayloadTooLarge")


def test_a_loop_whose_results_double_a_value_is_stopped() -> None:
    nodes = [
        loop_over("l", "two", ["s"], "l", mapResultPath="w", mapValuePath="w"),
        node("s", "LoopCapNode"),
    ]
    nodes[0]["outputIds"][0] = ["again"]
    stage = Stage()
    result = stage.run(
        "l", *nodes, see("again", "l"), payload={"two": 2, "w": "0123456789"}
    )
    assert error_of(result)[:2] == ("l", "PayloadTooLarge")


def test_a_custom_node_whose_result_doubles_a_value_is_stopped() -> None:
    stage = Stage()
    stage.custom("twice", start("e"), end("e", "data"))
    fields = [{"id": name, "value": "{{w}}"} for name in ("a", "b")]
    again = call("c", "twice", ["again"], fields=fields, resultPath="w")
    result = stage.run("c", again, see("again", "c"), payload={"w": "0123456789"})
    assert error_of(result)[:2] == ("c", "PayloadTooLarge")


def test_the_results_of_custom_nodes_count_as_written() -> None:
    stage = Stage(Limits(bytes=2500))
    stage.custom("long", start("e"), end("e", "globals.long"), long="x" * 900)
    calls = [call(f"c{i}", "long", [f"c{i + 1}"], resultPath=f"r{i}") for i in range(3)]
    result = stage.run("c0", *calls, see("c3"))
    assert error_of(result)[:2] == ("c2", "PayloadTooLarge")


def test_the_inputs_of_custom_nodes_count_as_written() -> None:
    stage = Stage(Limits(bytes=2500))
    stage.custom("deaf", start("e"), end("e"))
    fields = [{"id": "a", "value": "{{text}}"}]
    calls = [call(f"c{i}", "deaf", [f"c{i + 1}"], fields=fields) for i in range(3)]
    result = stage.run("c0", *calls, see("c3"), payload={"text": "x" * 900})
    assert error_of(result)[:2] == ("c2", "PayloadTooLarge")


def test_all_writes_together_are_bounded() -> None:
    stage = Stage(Limits(value_bytes=1000, bytes=2500))
    payload: Json = {"text": "x" * 900}
    nodes = [put(f"p{i}", f"copy{i}", "{{text}}", f"p{i + 1}") for i in range(3)]
    result = stage.run("p0", *nodes, see("p3"), payload=payload)
    assert error_of(result)[:2] == ("p2", "PayloadTooLarge")


def test_what_waiting_paths_hold_together_is_bounded() -> None:
    stage = Stage(Limits(bytes=2500))
    payload: Json = {"text": "x" * 900}
    assert stage.run("a b", *map(_wait, "ab"), payload=payload).status == "waiting"
    result = stage.run("a b c", *map(_wait, "abc"), payload=payload)
    assert error_of(result)[:2] == ("a", "PayloadTooLarge")


def _wait(id: str) -> Json:
    return wait(id, 1)


def test_a_payload_that_nests_too_deeply_cannot_wait() -> None:
    stage = Stage(Limits(steps=400))
    deeper = put("p", "w", "{{obj a=w}}", "l")
    nodes = [loop_over("l", "n", ["p", "c"], "w"), deeper, node("c", "LoopCapNode")]
    nodes[0]["outputIds"] = [["w"], ["p"]]
    nodes[1]["outputIds"] = [["c"]]
    result = stage.run("l", *nodes, wait("w", 1), payload={"n": 160, "w": 1})
    assert error_of(result)[:2] == ("w", "PayloadTooDeep")


def test_a_payload_that_nests_too_deeply_for_a_node_ends_the_run() -> None:
    def run(node: NodeCall) -> None:
        copy_value(node.payload)

    deep: Json = {}
    for _ in range(5000):
        deep = {"in": deep}
    copying = replace(PUT, type="Copy", run=run, fields=())
    result = Stage(more=(copying,)).run("c", node("c", "Copy"), payload=deep)
    assert error_of(result)[:2] == ("c", "PayloadTooDeep")


def test_a_limit_is_not_kept_until_a_parallel_loop_has_ended() -> None:
    stage = Stage(Limits(bytes=1000))
    result = stage.run(
        "l",
        loop_over("l", "n", ["pick"], parallel=True),
        node("pick", "Pick", {"output": "{{item.value}}"}, ["p"], ["a"]),
        put("p", "copy", "'" + "x" * 2000 + "'"),
        see("a"),
        payload={"n": 2},
    )
    assert error_of(result)[:2] == ("p", "PayloadTooLarge")
    assert stage.seen == []


def test_steps_and_bytes_are_remembered_while_a_run_waits() -> None:
    stage = Stage(Limits(steps=4, bytes=100))
    nodes = [wait("w", 1, "a"), see("a", "b"), see("b", "c"), see("c", "d"), fail("d")]
    result = stage.resume(stage.run("w", *nodes))
    assert error_of(result)[:2] == ("d", "LimitReached")
    writing = [
        put("p", "a", "'" + "x" * 60 + "'", "w"),
        wait("w", 1, "q"),
        put("q", "b", "{{a}}"),
    ]
    stage = Stage(Limits(bytes=100))
    result = stage.resume(stage.run("p", *writing))
    assert error_of(result)[:2] == ("q", "PayloadTooLarge")
