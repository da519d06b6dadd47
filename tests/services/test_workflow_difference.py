"""What two states of a workflow differ in, item by item and field by field."""

from typing import Any

from webhooks.services.workflow_difference import FieldChange, difference
from webhooks.services.workflow_parts import Parts


def parts(
    *nodes: dict[str, Any],
    triggers: list[dict[str, Any]] | None = None,
    globals: list[dict[str, Any]] | None = None,
) -> Parts:
    return Parts(triggers or [], list(nodes), globals or [])


def node(id_: str = "a", **fields: Any) -> dict[str, Any]:
    return {"id": id_, "type": "DebugNode", **fields}


def test_nothing_differs_from_itself() -> None:
    same = parts(node(), globals=[{"key": "k", "json": "1"}])
    assert difference(same, same, masked=False).changes == ()


def test_items_are_added_removed_and_changed() -> None:
    before = parts(node("a"), node("b", config={"message": "x", "n": 1}))
    after = parts(node("b", config={"message": "y", "n": 1}), node("c"))
    found = difference(before, after, masked=False).changes
    assert [(each.how, each.id) for each in found] == [
        ("added", "c"),
        ("removed", "a"),
        ("changed", "b"),
    ]
    assert found[2].fields == (FieldChange("config.message", "x", "y"),)


def test_the_order_of_nodes_means_nothing() -> None:
    assert (
        difference(
            parts(node("a"), node("b")), parts(node("b"), node("a")), masked=False
        ).changes
        == ()
    )


def test_a_node_that_was_only_moved_is_counted_and_not_listed() -> None:
    found = difference(
        parts(node(meta={"x": 1, "y": 2, "label": "A"})),
        parts(node(meta={"x": 9, "y": 2, "label": "A"})),
        masked=False,
    )
    assert (found.changes, found.moved) == ((), 1)


def test_true_is_not_one_and_what_is_gone_is_empty() -> None:
    before = node(config={"n": 1, "gone": "x"})
    after = node(config={"n": True, "new": None})
    [change] = difference(parts(before), parts(after), masked=False).changes
    assert change.fields == (
        FieldChange("config.n", "1", "true"),
        FieldChange("config.gone", "x", ""),
        FieldChange("config.new", "", "null"),
    )


def test_wires_are_compared() -> None:
    [change] = difference(
        parts(node(outputIds=[["b"]])), parts(node(outputIds=[["c"]])), masked=False
    ).changes
    assert change.fields[0].place == "outputIds"


def test_triggers_with_one_key_are_told_apart() -> None:
    one = {"type": "flowError", "key": "k", "config": {"scope": "local"}}
    two = {**one, "config": {"scope": "global"}}
    before, after = parts(triggers=[one, two]), parts(triggers=[one])
    [change] = difference(before, after, masked=False).changes
    assert (change.kind, change.how) == ("trigger", "removed")


def test_values_of_globals_are_left_out_for_viewers() -> None:
    before = parts(globals=[{"key": "k", "json": '"old"'}])
    after = parts(globals=[{"key": "k", "json": '"new"'}, {"key": "m", "json": "1"}])
    found = difference(before, after, masked=True).changes
    assert [(each.how, each.id, each.fields) for each in found] == [
        ("changed", "k", ()),
        ("added", "m", ()),
    ]
    shown = difference(before, after, masked=False).changes
    assert shown[0].fields == (FieldChange("value", '"old"', '"new"'),)
