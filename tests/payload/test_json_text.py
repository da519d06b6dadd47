"""JSON text in both directions."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from webhooks.payload.json_output import MAX_OUTPUT_DEPTH
from webhooks.payload.json_text import (
    MAX_DEPTH,
    JsonProblem,
    encode_json,
    parse_json,
    to_plain,
)
from webhooks.payload.values import UNDEFINED

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 6_000, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "nope", "{'a':1}", "NaN", "1e999", '"\n"', "1 2"])
def test_only_strict_json_is_read(text: str) -> None:
    with pytest.raises(JsonProblem):
        parse_json(text)


def test_half_a_character_is_repaired_unless_wanted() -> None:
    assert parse_json(r'["\ud83d\ude00","\udc00"]') == ["\U0001f600", "\ufffd"]
    assert parse_json(r'"\udc00"', keep_surrogates=True) == "\udc00"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, "x", None, True], "b": {}}, '{"a":[1,"x",null,true],"b":{}}'),
        ([1.0, 1e21, 1e-7, 0.5, -0.0], "[1,1e+21,1e-7,0.5,0]"),
        ("1.0 e-07 e+1", '"1.0 e-07 e+1"'),
        ([math.nan, math.inf, -math.inf], "[null,null,null]"),
        ({"at": MOMENT}, '{"at":"2026-01-02T03:04:05.006Z"}'),
        ({"a": UNDEFINED, "b": [UNDEFINED]}, '{"b":[null]}'),
        (UNDEFINED, "null"),
        ('ü\u2028"\\\n', '"ü\u2028\\"\\\\\\n"'),
        ([], "[]"),
        ((1, 2), "[1,2]"),
    ],
)
def test_it_writes_what_javascript_would(value: Any, text: str) -> None:
    assert encode_json(value) == text


def test_ascii_text_escapes_everything_else() -> None:
    assert encode_json(["ü", UNDEFINED], ascii=True) == '["\\u00fc",null]'
    assert encode_json({"ü": 1}, ascii=True) == '{"\\u00fc":1}'


def test_it_indents_as_javascript_does() -> None:
    value = {"a": [1, {}], "b": []}
    expected = '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}'
    assert encode_json(value, 2) == expected
    assert encode_json(value, "  ") == expected
    assert encode_json([1], 99) == f"[\n{' ' * 10}1\n]"
    assert encode_json([1], "-" * 99) == f"[\n{'-' * 10}1\n]"
    assert encode_json([1], 0) == "[1]"


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_what_nests_too_deeply_is_refused_in_every_way() -> None:
    deepest = nested(MAX_OUTPUT_DEPTH)
    assert encode_json(deepest) == encode_json(deepest, "").strip()
    assert encode_json(deepest, 1).count("[") == MAX_OUTPUT_DEPTH
    assert to_plain(deepest) == deepest
    loop: dict[str, Any] = {}
    loop["loop"] = loop
    for value in ([deepest], nested(5000), loop):
        for write in (encode_json, to_plain, lambda it: encode_json(it, 2)):
            with pytest.raises(JsonProblem, match="nests deeper than 200"):
                write(value)
    with pytest.raises(JsonProblem):
        parse_json(encode_json(nested(MAX_DEPTH + 1)))


def test_what_has_no_form_in_json_is_refused() -> None:
    for write in (encode_json, to_plain):
        with pytest.raises(JsonProblem, match="set has no form"):
            write({"a": {1}})


def test_a_plain_copy_is_what_the_text_would_give_back() -> None:
    value = {"a": (1, math.nan, UNDEFINED), "b": UNDEFINED, "at": MOMENT, "t": True}
    plain = to_plain(value)
    assert plain == {"a": [1, None, None], "at": "2026-01-02T03:04:05.006Z", "t": True}
    assert plain == parse_json(encode_json(value))
