"""Mutate: types are kept where the author cannot have meant text."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.mutate import NODE
from webhooks.workflows.errors import NodeError


def mutate(payload: dict[str, Any], *rules: dict[str, Any]) -> Any:
    return run_node(NODE, {"rules": list(rules)}, payload).payload


def setting(value: Any, destination: str = "out", **more: Any) -> dict[str, Any]:
    return {
        "type": "set",
        "valueTemplate": value,
        "destination": destination,
        **more,
    }


def test_a_reference_with_text_around_it_is_text() -> None:
    assert mutate({"n": 5}, setting("{{n}}!"))["out"] == "5!"
    assert mutate({"n": 5}, setting("{{n}}{{n}}"))["out"] == "55"


def test_a_lone_helper_keeps_its_type() -> None:
    assert mutate({"n": 5}, setting("{{add n 1}}"))["out"] == 6


def test_json_is_parsed_after_rendering() -> None:
    rule = setting('{"n": {{n}} }', valueTemplateType="json")
    assert mutate({"n": 5}, rule)["out"] == {"n": 5}


def test_a_copied_value_does_not_change_with_its_source() -> None:
    result = mutate(
        {"a": {"n": 1}},
        {"type": "copy", "source": "a", "destination": "b"},
        setting("{{a.n}}", "a.more"),
    )
    assert result == {"a": {"n": 1, "more": 1}, "b": {"n": 1}}


def test_a_value_can_move_into_the_place_it_came_from() -> None:
    rule = {"type": "move", "source": "a", "destination": "a.b"}
    assert mutate({"a": 1}, rule) == {"a": {"b": 1}}


def test_removing_what_is_not_there_does_nothing() -> None:
    assert mutate({"a": 1}, {"type": "remove", "source": "b.c"}) == {"a": 1}


def test_the_whole_payload_cannot_be_removed() -> None:
    with pytest.raises(NodeError):
        mutate({"a": 1}, {"type": "remove", "source": "."})


def test_copying_what_is_missing_leaves_nothing_behind() -> None:
    rule = {"type": "copy", "source": "nope", "destination": "a"}
    assert mutate({"a": 1}, rule) == {}


def test_only_an_object_can_take_the_place_of_the_payload() -> None:
    rule = {"type": "copy", "source": "a", "destination": "."}
    assert mutate({"a": {"b": 1}}, rule) == {"b": 1}
    with pytest.raises(NodeError, match="must be an object"):
        mutate({"a": 1}, rule)
