"""The trace: what is kept of a run, how much of it, and what is hidden."""

import json

import pytest

from tests.workflows.stage import (
    Stage,
    call,
    end,
    fail,
    loop_over,
    put,
    see,
    start,
)
from webhooks.nodes.debug import debug
from webhooks.payload.values import UNDEFINED
from webhooks.workflows import trace as module
from webhooks.workflows.trace import Step, Trace

STEP = Step("n", "Put", "Put", 0.0)


def masked(text: str) -> str:
    """Hide the word that a test takes for a secret."""
    return text.replace("hunter2", "***")


def test_each_step_says_what_ran_when_and_after_what() -> None:
    stage = Stage()
    tick = {"id": "t", "type": "Tick", "config": {"seconds": "2"}, "outputIds": [["a"]]}
    tick["meta"] = {"label": "Tock"}
    stage.run("t", tick, see("a"))
    first, second = stage.trace.steps
    assert (first.node_id, first.type, first.label) == ("t", "Tick", "Tock")
    assert (first.at_ms, first.duration_ms, first.parent) == (0, 2000, None)
    assert (second.label, second.at_ms, second.parent) == ("See", 2000, 0)


def test_a_payload_is_kept_where_it_changed_and_where_the_run_began() -> None:
    stage = Stage()
    nodes = [put("a", "x", "1", "b", "c"), see("b"), put("c", "y", "2")]
    stage.run("a", *nodes, payload={"w": 0})
    a, b, c = stage.trace.steps
    assert (a.before, a.after) == ('{"w":0}', '{"w":0,"x":1}')
    assert (b.before, b.after, b.parent) == (None, None, 0)
    assert (c.before, c.after, c.parent) == (None, '{"w":0,"x":1,"y":2}', 0)


def test_a_payload_that_is_not_the_last_steps_is_kept_before_the_step() -> None:
    stage = Stage()
    stage.custom("one", start("e"), end("e", "data"))
    nodes = [
        loop_over("l", "n", ["s"], "c", mapResultPath="out"),
        see("s"),
        call("c", "one", ["z"], resultPath="r"),
        see("z"),
    ]
    stage.run("l", *nodes, payload={"n": 1})
    body, after, inside, last = stage.trace.steps[1:]
    assert body.before is not None
    assert "item" in json.loads(body.before)
    assert after.before == '{"n":1,"out":[null]}'
    assert inside.before is not None
    assert json.loads(inside.before)["triggerType"] == "customNodeStart"
    assert last.before == '{"n":1,"out":[null],"r":{}}'


def test_an_empty_result_of_a_loop_is_kept_too() -> None:
    stage = Stage()
    stage.run("l", loop_over("l", "n", [], "z", mapResultPath="out"), see("z"))
    assert stage.trace.steps[1].before == '{"out":[]}'
    stage = Stage()
    stage.run("l", loop_over("l", "n", [], "z"), see("z"))
    assert stage.trace.steps[1].before is None


def test_a_failed_step_has_its_error_and_what_it_wrote() -> None:
    stage = Stage()
    stage.run("a", see("a", "f"), fail("f", "No way"))
    assert [step.error for step in stage.trace.steps] == ["", "No way"]


def test_secrets_are_hidden_in_payloads_messages_and_errors() -> None:
    stage = Stage(trace=Trace(masked), more=(debug.NODE,))
    note = {"id": "d", "type": "DebugNode", "config": {"message": "m hunter2"}}
    note["outputIds"] = [["p"]]
    result = stage.run(
        "d",
        note,
        put("p", "copy", "{{s}}", "f"),
        fail("f", "hunter2 failed"),
        payload={"s": "hunter2"},
    )
    assert "hunter2" not in json.dumps(result.trace.to_json())
    assert result.error is not None
    assert result.error.message == "*** failed"
    assert stage.trace.messages[0].text == "m ***"
    assert stage.trace.messages[0].value == '{"s":"***"}'


def test_a_long_text_is_hidden_before_it_is_cut() -> None:
    trace = Trace(masked)
    trace.message(None, "info", "x" * 1996 + "hunter2", UNDEFINED, 0.0)
    trace.step(Step("n", "Put", "Put", 0.0))
    trace.fail(0, "x" * 1996 + "hunter2" + "y" * 5000)
    assert trace.messages[0].text == "x" * 1996 + "***"
    assert trace.steps[0].error == "x" * 1996 + "***y"


def test_a_stack_is_hidden_too() -> None:
    stage = Stage(trace=Trace(lambda text: text.replace("line 3", "***")))
    error = stage.run("f", fail("f")).error
    assert error is not None
    assert error.stack == ("at ***", "at line 1")


def test_a_payload_that_is_too_large_is_left_out_and_said_to_be() -> None:
    stage = Stage()
    nodes = [see("a", "b"), put("b", "x", "1")]
    stage.run("a", *nodes, payload={"text": "x" * 40_000})
    first, second = stage.trace.steps
    assert (first.before, second.after) == (None, None)
    assert first.omitted > 32_768
    assert second.omitted > 32_768


@pytest.mark.parametrize("value", [[10**300] * 1000, "\u0001" * 30_000])
def test_what_is_longer_as_json_than_it_seemed_is_left_out_too(value: object) -> None:
    text, omitted = Trace().snapshot({"v": value})
    assert text is None
    assert omitted > 32_768


def test_all_payloads_together_are_bounded() -> None:
    trace = Trace()
    kept = [trace.snapshot({"text": "x" * 30_000})[0] for _ in range(40)]
    total = sum(len(text) for text in kept if text is not None)
    assert 400_000 < total <= module.LARGEST_TRACE
    assert kept[-1] is None


def test_a_payload_that_cannot_be_json_is_left_out() -> None:
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    assert Trace().snapshot(deep)[0] is None


def test_steps_beyond_the_bound_are_counted_only() -> None:
    trace = Trace()
    numbers = [trace.step(STEP) for _ in range(module.MOST_STEPS + 2)]
    assert numbers[-3:] == [module.MOST_STEPS - 1, None, None]
    assert len(trace.steps) == module.MOST_STEPS
    assert trace.left_out_steps == 2


def test_an_error_in_a_step_that_was_left_out_still_ends_the_run() -> None:
    stage = Stage(trace=Trace(steps=[STEP] * module.MOST_STEPS))
    result = stage.run("f", fail("f"))
    assert result.status == "failed"
    assert (stage.trace.left_out_steps, STEP.error) == (1, "")


def test_messages_beyond_the_bound_are_counted_only() -> None:
    trace = Trace()
    for _ in range(module.MOST_MESSAGES + 3):
        trace.message(None, "info", "hello", {"n": 1}, 0.0)
    assert len(trace.messages) == module.MOST_MESSAGES
    assert trace.left_out_messages == 3


def test_a_message_knows_its_step_level_and_value() -> None:
    stage = Stage(more=(debug.NODE,))
    config = {"message": "Got {{n}}", "property": "n", "level": "warn"}
    note = {"id": "d", "type": "DebugNode", "config": config}
    stage.run("s", see("s", "d"), note, payload={"n": 4})
    message = stage.trace.messages[0]
    assert (message.step, message.level) == (1, "warn")
    assert (message.text, message.value) == ("Got 4", "4")


def test_without_snapshots_no_payload_is_kept() -> None:
    stage = Stage(trace=Trace(snapshots=False))
    stage.run("a", put("a", "x", "1"))
    assert (stage.trace.steps[0].before, stage.trace.steps[0].after) == (None, None)


def test_a_start_that_can_be_found_out_again_is_not_kept() -> None:
    stage = Stage(trace=Trace(knows_start=True))
    nodes = [loop_over("l", "n", ["p"]), put("p", "x", "1")]
    stage.run("l", *nodes, payload={"n": 1})
    first, second = stage.trace.steps
    assert first.before is None
    assert second.before is not None
    assert second.after is not None


def test_a_trace_goes_on_from_its_json() -> None:
    trace = Trace(masked)
    trace.step(Step("n", "Put", "Put", 1.5, 0, 2.5, 1, "{}", "{}", 7, "broke"))
    trace.snapshot({"text": "x"})
    trace.message(0, "info", "hello", {"n": 1}, 3.5)
    trace.left_out_steps, trace.left_out_messages = 4, 5
    again = Trace.from_json(json.loads(json.dumps(trace.to_json())), masked)
    assert again == trace
    assert again.snapshot("hunter2")[0] == '"***"'


def test_a_trace_may_begin_from_nothing() -> None:
    assert Trace.from_json({}, masked) == Trace(masked)


def test_an_empty_message_comes_back_too() -> None:
    trace = Trace()
    trace.message(None, "info", "", UNDEFINED, 0.0)
    [message] = Trace.from_json(trace.to_json(), str).messages
    assert message.text == ""
