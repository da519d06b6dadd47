"""Payload paths."""

from typing import Any

import pytest

from webhooks.payload.path import MAX_INDEX, Path, PathError
from webhooks.payload.values import UNDEFINED, copy_value


def payload() -> dict[str, Any]:
    return {
        "data": {
            "items": [{"name": "a"}, {"name": "b", "x.y": 3}],
            "a key": 4,
            "k.d": 5,
            "quote'": 6,
            "null": None,
            "text": "hey",
            "7": "seven",
        }
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("data.items[0].name", "a"),
        ("data.items.[1].name", "b"),
        (" data.items.[1].name\n", "b"),
        ("data.items.1.name", "b"),
        ("data['items'][1]['x.y']", 3),
        ('data.items[1]["x.y"]', 3),
        ("data.[a key]", 4),
        ("data[a key]", 4),
        ("data.a key", 4),
        ("data['k.d']", 5),
        (r"data['quote\'']", 6),
        ("data.null", None),
        ("data.text[1]", "e"),
        ("data.text.length", 3),
        ("data.items.length", 2),
        ("data.[7]", "seven"),
        ("[data].text", "hey"),
    ],
)
def test_it_finds(path: str, value: Any) -> None:
    assert Path.parse(path).get(payload()) == value
    assert Path.parse(path).has(payload())


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nothing",
        "data.nothing.at.all",
        "data.items[2]",
        "data.items[2].name",
        "data.items[01]",
        "data.items.name",
        "data.null.x",
        "data.text.upper",
        "data.text[9]",
        "data.items[-1]",
    ],
)
def test_what_is_missing_is_undefined(path: str) -> None:
    assert Path.parse(path).get(payload()) is UNDEFINED
    assert not Path.parse(path).has(payload())


def test_the_dot_is_the_whole_payload() -> None:
    whole = payload()
    assert Path.parse(" . ").get(whole) is whole
    assert Path.parse(".").is_whole
    assert not Path.parse(".").is_blank
    assert Path.parse(" ").is_blank


def test_equal_texts_give_the_same_path() -> None:
    assert Path.parse("data.x") is Path.parse("data.x")
    assert Path.parse(" data.x ").text == "data.x"


@pytest.mark.parametrize(
    ("path", "column", "why"),
    [
        ("a..b", 3, "missing"),
        (".a", 1, "missing"),
        ("a.", 3, "ends with a dot"),
        ("a[0", 2, "not closed"),
        ("a[]", 2, "empty"),
        ("a['x]", 2, "not closed"),
        ("a]b", 2, "not opened"),
        ("a[0]b", 5, "dot is missing"),
        ("a.{{b}}", 3, "no templates"),
        ("x" * 1001, 0, "1000 characters"),
        (".".join("a" * 101), 0, "100 steps"),
    ],
)
def test_a_malformed_path_says_where(path: str, column: int, why: str) -> None:
    with pytest.raises(PathError, match=why) as caught:
        Path.parse(path)
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ({}, "a", {"a": 1}),
        ({}, "a.b.c", {"a": {"b": {"c": 1}}}),
        ({}, "a[0].b", {"a": [{"b": 1}]}),
        ({}, "a.[1]", {"a": [None, 1]}),
        ({}, "a.2024", {"a": {"2024": 1}}),
        ({}, "a['0']", {"a": {"0": 1}}),
        ({"a": {}}, "a[3]", {"a": {"3": 1}}),
        ({"a": [0]}, "a[0]", {"a": [1]}),
        ({"a": [0]}, "a[2].b", {"a": [0, None, {"b": 1}]}),
        ({"a": "text"}, "a.b", {"a": {"b": 1}}),
        ({"a": None}, "a[0]", {"a": [1]}),
        ({"a": {"b": 0, "c": 2}}, "a.b", {"a": {"b": 1, "c": 2}}),
    ],
)
def test_it_writes(before: Any, path: str, after: Any) -> None:
    Path.parse(path).set(before, 1)
    assert before == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ({"a": 1, "b": 2}, "a", {"b": 2}),
        ({"a": {"b": 1}}, "a.b", {"a": {}}),
        ({"a": [1, 2, 3]}, "a[1]", {"a": [1, 3]}),
        ({"a": [1]}, "a[5]", {"a": [1]}),
        ({"a": [1]}, "a.b", {"a": [1]}),
        ({"a": "text"}, "a.b.c", {"a": "text"}),
        ({}, "a.b.c", {}),
    ],
)
def test_it_deletes(before: Any, path: str, after: Any) -> None:
    copied = copy_value(before)
    Path.parse(path).delete(copied)
    assert copied == after
    Path.parse(path).set(before, UNDEFINED)
    assert before == after


@pytest.mark.parametrize(
    ("target", "path", "why"),
    [
        ({}, "", "blank"),
        ({}, ".", "whole"),
        ({}, "__proto__.x", "no name"),
        ({}, "a.constructor", "no name"),
        ({}, "a.[prototype]", "no name"),
        ({}, f"a[{MAX_INDEX + 1}]", "at most"),
        ({}, "a[999999999999]", "at most"),
        ({"a": []}, "a.b", "no place named b"),
        ({"a": []}, "a.b.c", "no place named b"),
        ("text", "a", "neither"),
        (None, "a.b", "neither"),
    ],
)
def test_it_refuses_to_write(target: Any, path: str, why: str) -> None:
    with pytest.raises(PathError, match=why):
        Path.parse(path).set(target, 1)


def test_a_long_list_may_be_changed_where_it_is() -> None:
    long = {"a": [0] * (MAX_INDEX + 10)}
    Path.parse(f"a[{MAX_INDEX + 5}]").set(long, 1)
    assert long["a"][MAX_INDEX + 5] == 1
