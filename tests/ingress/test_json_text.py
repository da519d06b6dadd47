"""JSON from strangers."""

import pytest

from webhooks.ingress.json_text import MAX_DEPTH, JsonProblem, load_json


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"null", None),
        (b"1", 1),
        (b'"x"', "x"),
        (b"1.5", 1.5),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'\xef\xbb\xbf{"bom":true}', {"bom": True}),
        ('"grüß"'.encode(), "grüß"),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'{"\udc00":["a\ud800b"]}', {"\ufffd": ["a\ufffdb"]}),
        (rb'"\u0000"', "\0"),
    ],
)
def test_it_reads(data: bytes, expected: object) -> None:
    assert load_json(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{'a':1}",
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e999",
        b'{"a":-1e999}',
        b"9" * 4301,
        b'"\xff"',
        '{"a":1}'.encode("utf-16"),
        b"1 2",
        b'"\n"',
        b"[" * 1000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'"' + b'\\"' * 100_000,
    ],
)
def test_it_refuses(data: bytes) -> None:
    with pytest.raises(JsonProblem):
        load_json(data)


def test_a_named_charset_is_used() -> None:
    assert load_json('"é"'.encode("latin-1"), "ISO-8859-1") == "é"
    assert load_json('"é"'.encode("utf-16"), "utf-16") == "é"
    assert load_json('"é"'.encode(), "no-such-charset") == "é"


def test_depth_is_limited_before_parsing() -> None:
    assert load_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    with pytest.raises(JsonProblem, match="nests deeper than 100"):
        load_json(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


def test_brackets_side_by_side_or_in_strings_are_no_depth() -> None:
    wide = b"[" + b"[],{}," * 500 + b"0]"
    assert len(load_json(wide)) == 1001
    quoted = b'["' + b"[{" * 500 + b'\\"' + b"[" * 500 + b'"]'
    assert load_json(quoted) == ["[{" * 500 + '"' + "[" * 500]
    inside = b'{"k":"]","v":' + b"[" * 100 + b"]" * 100 + b"}"
    with pytest.raises(JsonProblem):
        load_json(inside)


@pytest.mark.parametrize(
    "text",
    [
        b"[}" * 5000,
        b"][" * 5000,
        b"]" * 5000 + b"[" * 200,
        b"[" * 60 + b"[" * 60 + b"]" * 60,
        b"[" * 100_000 + b"]",
        b'{"a":[' * 50 + b"]}" * 51,
    ],
)
def test_brackets_that_do_not_match_are_refused_without_recursion(text: bytes) -> None:
    with pytest.raises(JsonProblem):
        load_json(text)


def test_the_problem_says_where() -> None:
    with pytest.raises(JsonProblem, match="line 2, column 3"):
        load_json(b'{"a":\n1 b}')
