"""Custom nodes: what they get, what they give back, and where the path goes on."""

from dataclasses import replace

import pytest

from tests.nodes.kit import NOW, RUN
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
)
from webhooks.workflows.limits import Limits

INPUTS = [{"id": "n", "value": "{{x}}"}, {"id": "fixed", "value": "a {{x}}"}]


def test_a_result_goes_to_its_path_and_nothing_else_changes() -> None:
    stage = Stage()
    double = put("p", "working.r", "{{data.n}} * 2", "e")
    stage.custom("double", start("p"), double, end("e", "working.r"))
    config = {"fields": INPUTS, "resultPath": "out.r"}
    stage.run("c", call("c", "double", ["z"], **config), see("z"), payload={"x": 4})
    assert stage.shown("z") == [{"x": 4, "out": {"r": 8}}]


def test_inside_there_are_the_inputs_the_globals_and_what_every_payload_has() -> None:
    stage = Stage()
    stage.custom("look", start("s"), see("s"), limit=5)
    payload = {
        "time": NOW,
        "applicationId": "a1",
        "applicationName": "Shop",
        "relayId": "r1",
        "relayType": "flow",
        "data": {"mine": 1},
        "working": {"mine": 1},
        "x": 4,
    }
    stage.run("c", call("c", "look", fields=INPUTS), payload=payload)
    assert stage.shown("s") == [
        {
            "time": NOW,
            "applicationId": "a1",
            "applicationName": "Shop",
            "relayId": "r1",
            "relayType": "flow",
            "data": {"n": 4, "fixed": "a 4"},
            "triggerId": "customNodeStart",
            "triggerType": "customNodeStart",
            "flowId": RUN.workflow_id,
            "flowName": RUN.workflow_name,
            "globals": {"limit": 5},
        }
    ]


def test_its_own_globals_win_over_those_of_the_application() -> None:
    stage = Stage(info=replace(RUN, application_globals={"a": 1, "b": 1}))
    stage.custom("look", start("s"), see("s"), b=2)
    stage.run("c", call("c", "look"))
    assert stage.shown("s")[0]["globals"] == {"a": 1, "b": 2}


@pytest.mark.parametrize(("branch", "then"), [("0", "left"), ("1", "right")])
def test_the_end_chooses_the_output_of_the_caller(branch: str, then: str) -> None:
    stage = Stage()
    stage.custom("choose", start("e"), end("e", "", branch))
    caller = call("c", "choose", ["left"], ["right"])
    stage.run("c", caller, see("left"), see("right"))
    assert stage.order == ["c", "e", then]


def test_without_a_result_path_the_result_is_dropped() -> None:
    stage = Stage()
    stage.custom("one", start("e"), end("e", "data"))
    stage.run("c", call("c", "one", ["z"]), see("z"), payload={"x": 1})
    assert stage.shown("z") == [{"x": 1}]


def test_a_custom_node_that_never_comes_to_an_end_ends_the_path() -> None:
    stage = Stage()
    stage.custom("lost", start("s"), see("s"))
    result = stage.run("c a", call("c", "lost", ["z"]), see("z"), see("a"))
    assert (result.status, result.paths_completed) == ("succeeded", 2)
    assert stage.order == ["c", "s", "a"]


def test_a_start_that_leads_nowhere_ends_the_path() -> None:
    stage = Stage()
    stage.custom("empty", start())
    result = stage.run("c", call("c", "empty", ["z"]), see("z"))
    assert (result.status, result.paths_completed) == ("succeeded", 1)
    assert stage.order == ["c"]


def test_the_first_end_counts_and_the_caller_goes_on_when_all_paths_have_ended() -> (
    None
):
    stage = Stage()
    ends = [put("p", "r", "1", "e"), end("e", "r"), put("q", "r", "2", "f")]
    stage.custom("two", start("p", "q"), *ends, end("f", "r", "1"), see("f2"))
    caller = call("c", "two", ["left"], ["right"], resultPath="out")
    stage.run("c", caller, see("left"), see("right"))
    assert stage.order == ["c", "p", "e", "q", "f", "left"]
    assert stage.shown("left") == [{"out": 1}]


def test_an_unknown_custom_node_is_an_error_of_the_caller() -> None:
    result = Stage().run("c", call("c", "nobody"))
    assert error_of(result) == ("c", "NotFound", "There is no such custom node.")


def test_a_custom_node_without_a_start_is_an_error_of_the_caller() -> None:
    stage = Stage()
    error = {"type": "flowError", "outputIds": [["s"]]}
    stage.custom("headless", error, see("s"))
    result = stage.run("c", call("c", "headless"))
    assert error_of(result)[:2] == ("c", "InvalidConfiguration")


def test_custom_nodes_may_nest_but_not_without_end() -> None:
    stage = Stage(Limits(nesting=3))
    stage.custom("again", start("c"), call("c", "again"))
    result = stage.run("c", call("c", "again"))
    assert error_of(result)[1:] == (
        "LimitReached",
        "Custom nodes are nested deeper than 3 levels.",
    )
    assert stage.order == ["c"] * 4


def test_a_custom_node_may_use_another() -> None:
    stage = Stage()
    stage.custom(
        "inner", start("p"), put("p", "r", "{{data.n}} + 1", "e"), end("e", "r")
    )
    fields = [{"id": "n", "value": "{{data.n}}"}]
    uses = call("c", "inner", ["e"], fields=fields, resultPath="r")
    stage.custom("outer", start("c"), uses, end("e", "r"))
    config = {"fields": INPUTS, "resultPath": "out"}
    stage.run("c", call("c", "outer", ["z"], **config), see("z"), payload={"x": 4})
    assert stage.shown("z")[0]["out"] == 5


def test_a_loop_inside_a_custom_node_runs_that_workflows_nodes() -> None:
    stage = Stage()
    body = [put("p", "sum", "{{sum}} + {{item.value}}", "k"), cap("k")]
    loop = loop_over("l", "data.n", ["p"], "e")
    stage.custom(
        "sum", start("z"), put("z", "sum", "0", "l"), loop, *body, end("e", "sum")
    )
    config = {"fields": INPUTS, "resultPath": "out"}
    stage.run("c", call("c", "sum", ["z"], **config), see("z"), payload={"x": 5})
    assert stage.shown("z")[0]["out"] == 10


def test_a_custom_node_inside_a_loop_goes_on_in_its_iteration() -> None:
    stage = Stage()
    stage.custom("echo", start("e"), end("e", "data.n"))
    fields = [{"id": "n", "value": "{{item.value}}"}]
    stage.run(
        "l",
        loop_over("l", "n", ["c"], "z", mapResultPath="out", mapValuePath="r"),
        call("c", "echo", ["k"], fields=fields, resultPath="r"),
        cap("k"),
        see("z"),
        payload={"n": 3},
    )
    assert stage.shown("z")[0]["out"] == [0, 1, 2]


def test_a_cap_inside_a_custom_node_does_not_end_the_loop_around_it() -> None:
    stage = Stage()
    stage.custom("rude", start("k"), cap("k"))
    loop = loop_over("l", "n", ["c"])
    result = stage.run("l", loop, call("c", "rude"), payload={"n": 2})
    assert error_of(result)[:2] == ("k", "NotInLoop")


def test_an_error_inside_names_the_node_inside() -> None:
    stage = Stage()
    stage.custom("broken", start("f"), fail("f", "Inside"))
    error = stage.run("c", call("c", "broken")).error
    assert error is not None
    assert (error.node_id, error.node_type, error.message) == ("f", "Fail", "Inside")
    assert error.payload["triggerType"] == "customNodeStart"


def test_a_result_that_cannot_be_placed_is_an_error_of_the_caller() -> None:
    stage = Stage()
    stage.custom("one", start("e"), end("e", "data"))
    caller = call("c", "one", resultPath="list.name")
    result = stage.run("c", caller, payload={"list": []})
    assert error_of(result)[:2] == ("c", "InvalidPath")
    assert stage.trace.steps[0].error.startswith("Nothing can be written")


def test_what_a_custom_node_changes_in_its_inputs_stays_inside() -> None:
    stage = Stage()
    stage.custom("change", start("p"), put("p", "data.n.a", "2", "e"), end("e"))
    config = {"fields": [{"id": "n", "value": "{{x}}"}]}
    stage.run(
        "c", call("c", "change", ["z"], **config), see("z"), payload={"x": {"a": 1}}
    )
    assert stage.shown("z") == [{"x": {"a": 1}}]
