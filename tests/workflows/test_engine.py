"""The engine: which nodes run, in what order, and with whose payload."""

import pytest

from tests.workflows.stage import (
    Stage,
    error_of,
    fail,
    frozen,
    node,
    put,
    see,
)


def test_nodes_run_one_after_the_other_along_the_wires() -> None:
    stage = Stage()
    result = stage.run("a", see("c"), put("a", "x", "1", "b"), put("b", "y", "2", "c"))
    assert result.status == "succeeded"
    assert stage.order == ["a", "b", "c"]
    assert stage.shown("c") == [{"x": 1, "y": 2}]


def test_the_first_branch_runs_to_its_end_before_the_second_begins() -> None:
    stage = Stage()
    stage.run("a", see("a", "b", "d"), see("b", "c"), see("c"), see("d", "e"), see("e"))
    assert stage.order == ["a", "b", "c", "d", "e"]


def test_a_trigger_may_start_several_nodes_in_order() -> None:
    stage = Stage()
    result = stage.run("b a", see("a"), see("b"))
    assert stage.order == ["b", "a"]
    assert result.paths_completed == 2


def test_a_branch_does_not_see_what_its_sibling_writes() -> None:
    stage = Stage()
    stage.run(
        "a",
        see("a", "b", "c"),
        put("b", "list[0].n", "2", "seen-b"),
        put("c", "list[0].m", "3", "seen-c"),
        see("seen-b"),
        see("seen-c"),
        payload={"list": [{"n": 1}]},
    )
    assert stage.shown("seen-b") == [{"list": [{"n": 2}]}]
    assert stage.shown("seen-c") == [{"list": [{"n": 1, "m": 3}]}]


def test_the_payload_that_a_run_begins_with_is_never_changed() -> None:
    payload = {"a": {"list": [1, {"b": 2}]}}
    before = frozen(payload)
    Stage().run(
        "x",
        put("x", "a.list[1].b", "3", "y"),
        put("y", "a.list[0]", "undefined", "z"),
        put("z", "a.more", "1"),
        payload=payload,
    )
    assert frozen(payload) == before


def test_a_node_that_two_paths_reach_runs_twice() -> None:
    stage = Stage()
    result = stage.run("a b", see("a", "c"), see("b", "c"), see("c"))
    assert stage.order == ["a", "c", "b", "c"]
    assert result.paths_completed == 2


@pytest.mark.parametrize(
    ("output", "then"),
    [("no", "left"), ("yes", "right"), ("0", "left"), ("1", "right")],
)
def test_a_node_chooses_its_output_by_name_or_index(output: str, then: str) -> None:
    stage = Stage()
    pick = node("pick", "Pick", {"output": output}, ["left"], ["right"])
    stage.run("pick", pick, see("left"), see("right"))
    assert stage.order == ["pick", then]
    assert stage.trace.steps[0].output == int(then == "right")


def test_an_output_that_the_document_leaves_out_ends_the_path() -> None:
    stage = Stage()
    pick = node("pick", "Pick", {"output": "yes"}, ["left"])
    result = stage.run("pick", pick, see("left"))
    assert (result.status, result.paths_completed) == ("succeeded", 1)
    assert stage.order == ["pick"]


@pytest.mark.parametrize("outputs", [[], [[]], [None], None])
def test_every_way_to_write_no_wires_ends_the_path(
    outputs: list[list[str] | None] | None,
) -> None:
    stage = Stage()
    result = stage.run("a", {"id": "a", "type": "See", "outputIds": outputs})
    assert (result.status, result.paths_completed) == ("succeeded", 1)


def test_a_run_without_any_nodes_has_one_path() -> None:
    result = Stage().run(())
    assert (result.status, result.paths_completed) == ("succeeded", 1)


def test_a_node_may_end_its_path_without_ending_others() -> None:
    stage = Stage()
    result = stage.run("s a", node("s", "Stop", {}, ["b"]), see("a"), see("b"))
    assert stage.order == ["s", "a"]
    assert result.paths_completed == 2


def test_an_error_halts_every_path() -> None:
    stage = Stage()
    result = stage.run("a f b", see("a"), fail("f"), see("b"))
    assert result.status == "failed"
    assert stage.order == ["a", "f"]
    assert result.paths_completed == 1


def test_an_error_tells_its_node_type_message_stack_and_payload() -> None:
    result = Stage().run(
        "a", put("a", "x", "1", "f"), fail("f", "No {{x}}"), payload={"y": 2}
    )
    error = result.error
    assert error is not None
    assert (error.node_id, error.node_type) == ("f", "Fail")
    assert (error.name, error.message) == ("Broken", "No 1")
    assert error.stack == ("at line 3", "at line 1")
    assert error.payload == {"x": 1, "y": 2}


def test_a_node_with_a_wrong_configuration_fails_only_when_it_is_reached() -> None:
    wrong = put("wrong", "a..b", "1")
    stage = Stage()
    assert stage.run("a", see("a"), wrong).status == "succeeded"
    node_id, name, message = error_of(stage.run("a", see("a", "wrong"), wrong))
    assert (node_id, name) == ("wrong", "InvalidConfiguration")
    assert "Path is not a payload path" in message


def test_a_required_template_that_comes_out_empty_is_an_error() -> None:
    result = Stage().run("f", fail("f", "{{nothing}}"))
    assert error_of(result) == ("f", "EmptyTemplate", "Message came out empty.")


def test_a_node_that_nobody_knows_fails_only_when_it_is_reached() -> None:
    stranger = node("s", "TeleportNode", {"to": "Mars"}, ["a"])
    assert Stage().run("a", see("a"), stranger).status == "succeeded"
    assert error_of(Stage().run("s", see("a"), stranger)) == (
        "s",
        "NotSupportedHere",
        "There is no node of the type TeleportNode here.",
    )


def test_a_place_that_cannot_be_written_is_named() -> None:
    result = Stage().run("a", put("a", "list.name", "1"), payload={"list": []})
    node_id, name, message = error_of(result)
    assert (node_id, name) == ("a", "InvalidPath")
    assert message.startswith("Nothing can be written to list.name: ")


def test_the_whole_payload_can_only_be_replaced_by_an_object() -> None:
    stage = Stage()
    stage.run("a", put("a", ".", "{{data}}", "b"), see("b"), payload={"data": {"n": 1}})
    assert stage.shown("b") == [{"n": 1}]
    assert error_of(stage.run("a", put("a", ".", "1")))[1] == "InvalidPayload"
