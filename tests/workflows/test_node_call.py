"""A node at work: how it asks for its values, and how it writes."""

from typing import Any

import pytest

from tests.nodes.kit import NOW, RUN, FakePorts, environment
from tests.workflows.stage import frozen
from webhooks.payload.path import Path
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.composite_fields import ByKind, Group, Items, Rows
from webhooks.workflows.errors import LimitReached, NodeError
from webhooks.workflows.field import Field, compile_fields
from webhooks.workflows.fields import (
    Expression,
    Flag,
    NumberTemplate,
    PayloadPath,
    ValueTemplate,
)
from webhooks.workflows.node_call import Box, Messages, NodeCall

HELP = {"label": "L", "help": "H"}
VALUE = ValueTemplate(name="value", **HELP)
PATH = PayloadPath(name="path", **HELP)
FIELDS: tuple[Field, ...] = (
    VALUE,
    PATH,
    Expression(name="rule", **HELP),
    NumberTemplate(name="number", **HELP),
    Flag(name="flag", **HELP),
    Rows(name="rows", fields=(PATH, VALUE), **HELP),
    Group(name="group", fields=(VALUE,), **HELP),
    Items(name="items", item=VALUE, **HELP),
    ByKind(name="kind", selector="flag", kinds={}, **HELP),
)


def call(payload: Any, box: Box | None = None, **config: Any) -> NodeCall:
    """Return a node at work over a payload."""
    settings, problems = compile_fields(FIELDS, config, environment())
    assert problems == []
    box = box or Box(payload)
    return NodeCall(settings, box, "n1", FakePorts(), RUN, lambda: NOW, Messages())


def test_values_are_worked_out_over_the_payload_as_it_is_now() -> None:
    node = call({"a": 1}, value="{{a}}", path="a")
    assert node.value("value") == 1
    node.put("path", 2)
    assert node.value("value") == 2
    assert node.value_over("value", {"a": 3}) == 3


@pytest.mark.parametrize(
    ("value", "text"), [("{{a}}", "1.5"), ("{{gone}}", ""), ("{{none}}", ""), ("", "")]
)
def test_a_value_can_be_had_as_text(value: str, text: str) -> None:
    assert call({"a": 1.5, "none": None}, value=value).text("value") == text


@pytest.mark.parametrize(
    ("held", "number"), [("5", 5), ("{{n}}", 2.5), (7, 7), ("-1e3", -1000)]
)
def test_a_value_can_be_had_as_a_number(held: Any, number: float) -> None:
    assert call({"n": 2.5}, number=held).number("number") == number


@pytest.mark.parametrize("held", ["x", "", " ", "{{gone}}"])
def test_what_is_no_number_is_an_error(held: str) -> None:
    with pytest.raises(NodeError) as caught:
        call({}, number=held).number("number")
    assert caught.value.name == "InvalidNumber"


def test_a_number_that_is_not_there_may_have_a_default() -> None:
    assert call({}).number("number", 9) == 9
    with pytest.raises(NodeError):
        call({}, number="x").number("number", 9)


def test_a_node_knows_what_was_configured() -> None:
    node = call({}, value="x", flag=True, path="")
    assert node.has("value")
    assert node.flag("flag")
    assert not node.has("path")
    assert not node.has("rows")
    assert node.path("path") is None
    assert node.path("value") is None


def test_rows_share_the_payload_with_their_node() -> None:
    rows = [{"path": "a", "value": "1"}, {"path": "b", "value": "{{a}}"}]
    node = call({}, rows=rows)
    for row in node.rows("rows"):
        row.put("path", row.value("value"))
    assert node.payload == {"a": "1", "b": "1"}


def test_groups_and_items_are_asked_for_by_name() -> None:
    node = call({"a": 1}, group={"value": "{{a}}"}, items=["{{a}}", "x"])
    group = node.group("group")
    assert group is not None
    assert group.value("value") == 1
    assert node.items("items") == [1, "x"]
    assert (node.group("kind"), node.rows("kind"), node.items("kind")) == (None, [], [])


def test_writing_makes_another_payload() -> None:
    payload = {"a": {"b": [1]}, "c": {}}
    before = frozen(payload)
    node = call(payload)
    node.put_at(Path.parse("a.b[0]"), 2)
    assert frozen(payload) == before
    assert node.payload == {"a": {"b": [2]}, "c": {}}
    assert node.payload["c"] is payload["c"]
    node.remove_at(Path.parse("a"))
    assert frozen(payload) == before
    assert node.payload == {"c": {}}


def test_a_blank_path_drops_the_value() -> None:
    box = Box({"a": 1})
    call(None, box, path="").put("path", 2)
    assert (box.payload, box.changed) == ({"a": 1}, False)


def test_nothing_written_removes_what_was_there() -> None:
    node = call({"a": 1}, path="a")
    node.put("path", UNDEFINED)
    assert node.payload == {}


def test_the_single_dot_replaces_the_payload() -> None:
    node = call({"a": 1}, path=".")
    node.put("path", {"b": 2})
    assert node.payload == {"b": 2}
    for wrong in ([], None, "x", UNDEFINED):
        with pytest.raises(NodeError, match="must be an object"):
            node.put("path", wrong)


def test_a_place_that_cannot_be_removed_is_an_error() -> None:
    with pytest.raises(NodeError, match=r"Nothing can be removed at \.:"):
        call({}).remove_at(Path.parse("."))


def test_what_is_written_is_counted_until_there_is_no_room() -> None:
    box = Box({}, room=100)
    node = call(None, box, path="a")
    node.put("path", "x" * 40)
    assert 40 <= box.written <= 60
    with pytest.raises(LimitReached) as caught:
        node.put("path", "x" * 60)
    assert caught.value.name == "PayloadTooLarge"


def test_a_node_knows_the_time_its_run_and_its_place() -> None:
    node = call({})
    assert (node.now, node.run, node.node_id) == (NOW, RUN, "n1")


def test_messages_are_kept_with_their_level_and_value() -> None:
    kept = Messages()
    node = NodeCall({}, Box({}), "n1", FakePorts(), RUN, lambda: NOW, kept)
    node.debug("info", "Hello", 5)
    node.warn("Careful")
    assert kept.kept == [("info", "Hello", 5), ("warn", "Careful", UNDEFINED)]
