"""JavaScript's conversions and comparisons."""

import copy
import math
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from webhooks.payload.values import (
    UNDEFINED,
    TooDeep,
    Undefined,
    copy_value,
    is_truthy,
    loosely_equal,
    strictly_equal,
    to_number,
    to_text,
    type_name,
)

MOMENT = datetime(2026, 2, 3, 4, 5, 6, 789_123, tzinfo=timezone(timedelta(hours=2)))
AN_OBJECT: dict[str, Any] = {}
A_LIST: list[Any] = []


def test_undefined_is_one_falsy_thing() -> None:
    assert Undefined() is UNDEFINED
    assert copy.deepcopy(UNDEFINED) is UNDEFINED
    assert pickle.loads(pickle.dumps(UNDEFINED)) is UNDEFINED  # noqa: S301 - our own
    assert not UNDEFINED
    assert repr(UNDEFINED) == "undefined"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("", "string"),
        (1, "number"),
        (1.5, "number"),
        (True, "boolean"),
        ({}, "object"),
        ([], "array"),
        (MOMENT, "date"),
        (None, "null"),
        (UNDEFINED, "undefined"),
    ],
)
def test_every_value_has_a_type(value: Any, name: str) -> None:
    assert type_name(value) == name


@pytest.mark.parametrize(
    "value", [[], {}, "0", " ", 1, -1, 0.1, math.inf, MOMENT, True]
)
def test_it_is_truthy(value: Any) -> None:
    assert is_truthy(value)


@pytest.mark.parametrize("value", ["", 0, 0.0, -0.0, math.nan, None, UNDEFINED, False])
def test_it_is_falsy(value: Any) -> None:
    assert not is_truthy(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (UNDEFINED, "undefined"),
        (1.0, "1"),
        ({"a": 1}, "[object Object]"),
        ([1, None, UNDEFINED, [2, [3]], "x", {}], "1,,,2,3,x,[object Object]"),
        (MOMENT, "2026-02-03T02:05:06.789Z"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "Invalid Date"),
    ],
)
def test_it_converts_to_text(value: Any, text: str) -> None:
    assert to_text(value) == text


def test_the_text_of_an_array_in_itself_ends() -> None:
    loop: list[Any] = [1]
    loop.append(loop)
    assert to_text(loop).startswith("1,1,1")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (True, 1),
        (False, 0),
        (None, 0),
        ("12", 12),
        ([], 0),
        (["7"], 7),
        (datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC), 1500),
    ],
)
def test_it_converts_to_a_number(value: Any, number: float) -> None:
    assert to_number(value) == number


@pytest.mark.parametrize("value", [UNDEFINED, {}, [1, 2], "x", math.nan])
def test_it_is_not_a_number(value: Any) -> None:
    assert math.isnan(to_number(value))


@pytest.mark.parametrize(
    ("left", "right", "strict", "loose"),
    [
        (1, 1.0, True, True),
        (1, "1", False, True),
        (1, True, False, True),
        ("", 0, False, True),
        ("a", "a", True, True),
        (None, None, True, True),
        (None, UNDEFINED, False, True),
        (None, 0, False, False),
        (None, False, False, False),
        (UNDEFINED, UNDEFINED, True, True),
        (math.nan, math.nan, False, False),
        (AN_OBJECT, AN_OBJECT, True, True),
        (AN_OBJECT, {}, False, False),
        (A_LIST, [], False, False),
        ([1], 1, False, True),
        ([1, 2], "1,2", False, True),
        ({}, "[object Object]", False, True),
        ("x", 1, False, False),
        (True, "1", False, True),
    ],
)
def test_equality(left: Any, right: Any, strict: bool, loose: bool) -> None:
    assert strictly_equal(left, right) is strict
    assert strictly_equal(right, left) is strict
    assert loosely_equal(left, right) is loose
    assert loosely_equal(right, left) is loose


def test_a_copy_shares_no_container() -> None:
    value = {"a": [1, {"b": MOMENT}], "c": "x"}
    copied = copy_value(value)
    assert copied == value
    copied["a"][1]["b"] = 2
    copied["a"].append(3)
    assert value == {"a": [1, {"b": MOMENT}], "c": "x"}


def test_what_contains_itself_cannot_be_copied() -> None:
    value: dict[str, Any] = {}
    value["again"] = value
    with pytest.raises(TooDeep):
        copy_value(value)
