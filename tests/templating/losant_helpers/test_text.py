"""Helpers for text, encodings and URLs, at their edges."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.templating.losant_helpers.rendering import render, value
from webhooks.payload.values import UNDEFINED
from webhooks.templating.errors import RenderError


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("upper missing", ""),
        ("upper 'straße'", "STRASSE"),
        ("lower 5", "5"),
        ("titleCase 'the QUICK brown-fox  it\\'s'", "The Quick Brown-fox  It's"),
        ("trim '\u00a0 x \n'", "x"),
        ("substring 'abcdef' 2", "cdef"),
        ("substring 'abcdef' 4 2", "cd"),
        ("substring 'abcdef' -3 2", "ab"),
        ("substring 'abcdef' 'x' 99", "abcdef"),
        ("substring 12345 1 3", "23"),
        ("join missing", ""),
        ("join 'text'", "text"),
        ("join list '-'", "1--a"),
        ("join list ''", "1a"),
        ("join list", "1,,a"),
        ("defaultTo missing 'x'", "x"),
        ("defaultTo null 'x'", "x"),
        ("defaultTo 0 'x'", 0),
        ("defaultTo false 'x'", False),
        ("length 'grün'", 4),
        ("length list", 3),
        ("length (obj a=1 b=2)", 2),
        ("length 5", UNDEFINED),
        ("last 'abc'", "c"),
        ("last (array)", UNDEFINED),
    ],
)
def test_results(text: str, result: Any) -> None:
    assert value(text, list=[1, None, "a"]) == result


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("x", "string"),
        (1.5, "number"),
        (True, "boolean"),
        ({}, "object"),
        ([], "array"),
        (datetime(2026, 1, 5, tzinfo=UTC), "date"),
        (None, "null"),
    ],
)
def test_typeof_knows_arrays_dates_and_null(given: Any, name: str) -> None:
    assert value("typeof a", a=given) == name
    assert value("typeof b") == "undefined"


KEPT_BY_ALL = "AZaz09-_.!~*'()"
RESERVED = ";/?:@&=+$,#"


def test_the_encoders_keep_javascripts_characters() -> None:
    assert value("encodeURIComponent a", a=KEPT_BY_ALL) == KEPT_BY_ALL
    assert value("encodeURI a", a=KEPT_BY_ALL + RESERVED) == KEPT_BY_ALL + RESERVED
    assert value("encodeURIComponent a", a="/?&=+ ü€\U0001f600[]%") == (
        "%2F%3F%26%3D%2B%20%C3%BC%E2%82%AC%F0%9F%98%80%5B%5D%25"
    )
    assert value("encodeURI a", a="ü [%]") == "%C3%BC%20%5B%25%5D"


def test_the_decoders_undo_that_and_keep_what_separates() -> None:
    assert value("decodeURIComponent a", a="%2F%C3%BC+%20") == "/ü+ "
    assert value("decodeURI a", a="%2F%23%c3%bc%20%41") == "%2F%23ü A"


@pytest.mark.parametrize("text", ["%", "%4", "%zz", "%C3", "%FF%FE", "100%"])
def test_a_broken_escape_is_an_error(text: str) -> None:
    for name in ("decodeURI", "decodeURIComponent"):
        with pytest.raises(RenderError, match="URI malformed"):
            value(f"{name} a", a=text)


def test_half_a_character_cannot_be_encoded() -> None:
    with pytest.raises(RenderError, match="URI malformed"):
        value("encodeURI a", a="\ud800")


def test_query_strings_are_those_of_node() -> None:
    query = {"a": 1, "b": ["x y", True], "c": None, "d": {"e": 1}, "ü": "&"}
    assert value("queryStringEncode a", a=query) == (
        "a=1&b=x%20y&b=true&c=&d=&%C3%BC=%26"
    )
    assert value("queryStringEncode 'text'") == ""


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ("Z3LDvG4=", "grün"),
        ("Z3LDvG4", "grün"),
        (" Z3LD\nvG4= trailing", "grün"),
        ("8J-YgA", "\U0001f600"),
        ("8J+YgA==", "\U0001f600"),
        ("/w==", "\ufffd"),
        ("A", ""),
        ("", ""),
        ("!!!", ""),
    ],
)
def test_base64_is_decoded_as_forgivingly_as_node_does(given: str, result: str) -> None:
    assert value("decodeBase64 a", a=given) == result


def test_base64_of_half_a_character_is_that_of_its_replacement() -> None:
    assert value("encodeBase64 a", a="\ud800") == "77+9"


def test_double_braces_escape_what_a_helper_returns() -> None:
    assert render("{{upper '<a>'}} {{{upper '<a>'}}}") == "&lt;A&gt; <A>"
