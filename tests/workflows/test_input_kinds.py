"""A custom node's inputs arrive as its fields say."""

from typing import Any

import pytest

from webhooks.workflows.errors import NodeError
from webhooks.workflows.input_kinds import read_kinds, shaped

PAYLOAD = {"data": {"n": 7}}


def one(kind: str, value: Any) -> Any:
    return shaped({"x": value}, {"x": kind}, PAYLOAD).get("x", "left out")


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("numberTemplate", "21.5", 21.5),
        ("numberTemplate", 3, 3),
        ("numberTemplate", " ", "left out"),
        ("jsonTemplate", '{"a": [1]}', {"a": [1]}),
        ("jsonTemplate", {"a": 1}, {"a": 1}),
        ("checkbox", "false", False),
        ("checkbox", True, True),
        ("payloadPath", "data.n", 7),
        ("payloadPath", "data.m", "left out"),
        ("stringTemplate", "12", "12"),
        ("select", "a", "a"),
        ("", "12", "12"),
    ],
)
def test_each_kind_makes_of_a_value_what_it_takes(
    kind: str, value: Any, wanted: Any
) -> None:
    assert one(kind, value) == wanted


@pytest.mark.parametrize(
    ("kind", "value"),
    [("numberTemplate", "many"), ("jsonTemplate", "{"), ("payloadPath", "a..b")],
)
def test_what_a_field_does_not_take_is_an_error_that_names_it(
    kind: str, value: str
) -> None:
    with pytest.raises(NodeError, match="The input x is not"):
        one(kind, value)


def test_kinds_are_read_from_a_configuration_whatever_it_holds() -> None:
    fields = [{"id": "a", "type": "checkbox"}, {"id": 3}, "b", {"id": "c"}]
    assert read_kinds({"fields": fields}) == {"a": "checkbox", "c": ""}
    assert read_kinds(None) == {}
    assert read_kinds({"fields": 5}) == {}
