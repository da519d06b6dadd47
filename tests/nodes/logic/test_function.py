"""Function: what goes into the script, what comes out, and its errors."""

import pytest

from tests.nodes.kit import NOW, RUN, FakePorts, FakeScript, environment, run_node
from webhooks.nodes.logic.function import NODE
from webhooks.workflows.errors import NodeError, ScriptFailed
from webhooks.workflows.field import compile_fields
from webhooks.workflows.node_call import Box, Messages, NodeCall
from webhooks.workflows.ports import ScriptOutcome


def ports_with(outcome: ScriptOutcome | NodeError) -> FakePorts:
    ports = FakePorts()
    ports.script = FakeScript(outcome)
    return ports


def test_the_script_gets_the_whole_payload_and_replaces_it() -> None:
    ports = ports_with(ScriptOutcome({"b": 2}))
    ran = run_node(NODE, {"script": "return {b: 2}"}, {"a": 1}, ports=ports)
    assert isinstance(ports.script, FakeScript)
    assert ports.script.ran == [("return {b: 2}", {"a": 1})]
    assert ran.payload == {"b": 2}


def test_a_scope_narrows_what_the_script_sees_and_changes() -> None:
    ports = ports_with(ScriptOutcome([3]))
    config = {"script": "payload.push(3)", "scopePath": "data.list"}
    ran = run_node(NODE, config, {"data": {"list": []}, "kept": 1}, ports=ports)
    assert isinstance(ports.script, FakeScript)
    assert ports.script.ran[0][1] == []
    assert ran.payload == {"data": {"list": [3]}, "kept": 1}


def test_what_the_script_logs_is_kept_with_its_level() -> None:
    logs = (("log", "a"), ("warn", "b"), ("error", "c"), ("debug", "d"), ("odd", "e"))
    ran = run_node(NODE, {"script": "x"}, {}, ports=ports_with(ScriptOutcome({}, logs)))
    assert [(level, text) for level, text, _ in ran.messages] == [
        ("info", "a"),
        ("warn", "b"),
        ("error", "c"),
        ("verbose", "d"),
        ("info", "e"),
    ]


@pytest.mark.parametrize("name", ["TypeError", "FunctionNodeTypeError"])
def test_an_error_carries_javascripts_name_and_stack(name: str) -> None:
    error = NodeError("x is not a function", name, ("at line 1",))
    with pytest.raises(NodeError) as caught:
        run_node(NODE, {"script": "x()"}, {}, ports=ports_with(error))
    assert caught.value.name == "FunctionNodeTypeError"
    assert caught.value.message == "x is not a function"
    assert caught.value.stack == ("at line 1",)


def test_what_was_logged_before_an_error_is_kept() -> None:
    settings, _ = compile_fields(NODE.fields, {"script": "x()"}, environment())
    ports = ports_with(ScriptFailed("oops", "Error", (), (("log", "before"),)))
    kept = Messages()
    call = NodeCall(settings, Box({}), "n", ports, RUN, lambda: NOW, kept)
    with pytest.raises(NodeError, match="oops"):
        NODE.run(call)
    assert [text for _, text, _ in kept.kept] == ["before"]


def test_a_payload_that_is_no_object_is_an_error() -> None:
    with pytest.raises(NodeError, match="must be an object"):
        run_node(NODE, {"script": "return 5"}, {}, ports=ports_with(ScriptOutcome(5)))


@pytest.mark.parametrize("config", [{}, {"script": ""}, {"script": " \n"}])
def test_no_script_does_nothing(config: dict[str, str]) -> None:
    ports = ports_with(ScriptOutcome({"changed": True}))
    assert run_node(NODE, config, {"a": 1}, ports=ports).payload == {"a": 1}
