"""Storage: what is stored, what is read, and what is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.nodes.kit import FakePorts, run_node
from webhooks.nodes.data.get_value import NODE as GET
from webhooks.nodes.data.store_value import NODE as STORE
from webhooks.workflows.errors import NodeError


def stored(
    config: dict[str, Any],
    payload: dict[str, Any] | None = None,
    before: Any = None,
) -> tuple[Any, Any]:
    """Return what is stored under ``k`` afterwards, and the result."""
    ports = FakePorts()
    if before is not None:
        ports.storage.set("k", before)
    config = {"keyName": "k", "resultPath": "out"} | config
    ran = run_node(STORE, config, payload or {}, ports=ports)
    return ports.storage.all().get("k"), ran.payload.get("out")


@pytest.mark.parametrize(
    ("config", "value"),
    [
        ({"valueType": "path", "value": "data.o"}, {"a": [1]}),
        ({"valueType": "path", "valuePath": "data.o"}, {"a": [1]}),
        ({"valueType": "path", "value": "", "valuePath": "data.n"}, 5),
        ({"value": "data.n"}, 5),
        ({"valueType": "template", "value": "n={{data.n}}"}, "n=5"),
        ({"valueType": "template", "value": "{{data.n}}"}, "5"),
        ({"valueType": "string", "value": "{{data.n}}"}, "5"),
        ({"valueType": "json", "value": '{"n": {{data.n}} }'}, {"n": 5}),
        ({"valueType": "number", "value": "{{data.text}}"}, 1.5),
        ({"valueType": "path", "value": "data.nothing"}, None),
        ({"valueType": "path", "value": "data.when"}, "2026-03-04T00:00:00.000Z"),
    ],
)
def test_every_type_stores_its_value_and_returns_it(
    config: dict[str, Any], value: object
) -> None:
    when = datetime(2026, 3, 4, tzinfo=UTC)
    data = {"o": {"a": [1]}, "n": 5, "text": " 1.5 ", "when": when}
    assert stored(config, {"data": data}, "before") == (value, value)


def test_numbers_are_added_to_and_subtracted_from() -> None:
    assert stored({"valueType": "incr", "value": "2.5"}) == (2.5, 2.5)
    assert stored({"valueType": "incr", "value": 2}, {}, 3) == (5, 5)
    assert stored({"valueType": "decr", "value": "{{n}}"}, {"n": 4}, 3) == (-1, -1)
    assert stored({"valueType": "incr", "value": "-2"}, {}, 3) == (1, 1)
    assert stored({"valueType": "incr"}, {}, 3) == (4, 4)


def test_clearing_returns_what_there_was() -> None:
    assert stored({"valueType": "clear", "value": "null"}, {}, [1]) == (None, [1])
    assert stored({"valueType": "clear"}, {}) == (None, None)


@pytest.mark.parametrize(
    ("config", "before", "problem"),
    [
        ({"valueType": "number", "value": "x"}, None, "not a number"),
        ({"valueType": "number", "value": ""}, None, "not a number"),
        ({"valueType": "incr", "value": "x"}, None, "not a number"),
        ({"valueType": "incr", "value": "1"}, "text", "not a number"),
        ({"valueType": "json", "value": "{oops"}, None, "valid JSON"),
        ({"keyName": "{{nothing}}", "value": "data"}, None, "came out empty"),
        ({"keyName": "x" * 256, "value": "data"}, None, "1 to 255 characters"),
        ({"valueType": "path", "value": "big"}, None, "16384 bytes"),
    ],
)
def test_what_cannot_be_stored_is_an_error(
    config: dict[str, Any], before: object, problem: str
) -> None:
    with pytest.raises(NodeError, match=problem):
        stored(config, {"big": "x" * 16_383}, before)


def test_the_largest_value_fits() -> None:
    text = "x" * 16_382
    config = {"keyName": "k" * 255, "value": "big"}
    ports = FakePorts()
    run_node(STORE, config, {"big": text}, ports=ports)
    assert ports.storage.all() == {"k" * 255: text}


def test_the_stored_value_is_a_copy() -> None:
    ports = FakePorts()
    config = {"keyName": "k", "value": "data", "resultPath": "out"}
    ran = run_node(STORE, config, {"data": {"a": []}}, ports=ports)
    assert ran.payload["out"] is not ran.payload["data"]
    ran.payload["data"]["a"].append(1)
    assert ran.payload["out"] == {"a": []}
    assert ports.storage.all() == {"k": {"a": []}}


def read(config: dict[str, Any], payload: dict[str, Any] | None = None) -> Any:
    ports = FakePorts()
    ports.storage.set("k", {"n": 1})
    ports.storage.set("other", None)
    config = {"valuePath": "out"} | config
    return run_node(GET, config, payload or {"d": [1]}, ports=ports).payload


@pytest.mark.parametrize(
    ("config", "value"),
    [
        ({"keyName": "{{key}}", "defaultValue": "5"}, {"n": 1}),
        ({"keyName": "other", "defaultValue": "5"}, None),
        ({"keyName": "x", "defaultValue": '{"a": 1}'}, {"a": 1}),
        ({"keyName": "x", "defaultValueType": "json", "defaultValue": "[]"}, []),
        (
            {"keyName": "x", "defaultValueType": "template", "defaultValue": "{{d}}"},
            "1",
        ),
        ({"keyName": "x", "defaultValueType": "path", "defaultValue": "d"}, [1]),
        ({"getAll": True}, {"k": {"n": 1}, "other": None}),
    ],
)
def test_a_value_its_default_or_all_of_them_are_read(
    config: dict[str, Any], value: object
) -> None:
    assert read(config, {"d": [1], "key": "k"})["out"] == value


def test_a_missing_value_without_a_default_is_not_there() -> None:
    payload = {"out": "from before", "d": 1}
    assert read({"keyName": "x"}, payload) == {"d": 1}
    assert read({"keyName": "x", "defaultValue": ""}, payload) == {"d": 1}


def test_a_default_is_a_copy() -> None:
    config = {"keyName": "x", "defaultValueType": "path", "defaultValue": "d"}
    payload = read(config)
    assert payload["out"] is not payload["d"]
