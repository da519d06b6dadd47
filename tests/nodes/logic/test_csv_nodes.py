"""CSV nodes: quoting both ways, other characters, and text that is no CSV."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.csv_decode import NODE as DECODE
from webhooks.nodes.logic.csv_encode import NODE as ENCODE
from webhooks.workflows.errors import NodeError

PATHS = {"source": "in", "destination": "out"}
SINGLE = {"quoteCharTemplate": "'", "escapeCharTemplate": "\\"}


def decode(text: Any, **config: Any) -> Any:
    return run_node(DECODE, PATHS | config, {"in": text}).payload["out"]


def encode(rows: Any, **config: Any) -> Any:
    return run_node(ENCODE, PATHS | config, {"in": rows}).payload["out"]


@pytest.mark.parametrize(
    ("text", "config", "rows"),
    [
        ("", {}, []),
        ("a,b", {}, []),
        ("a,b\n1,2", {}, [{"a": "1", "b": "2"}]),
        ("a,b\r\n1,2\r\n\r\n", {}, [{"a": "1", "b": "2"}]),
        ('a\n"x, ""y""\nz"', {}, [{"a": 'x, "y"\nz'}]),
        ('a,b\n"",\n', {}, [{"a": "", "b": ""}]),
        ("a;b\n'x\\'y\\\\';2", {"delimiterTemplate": ";"} | SINGLE, None),
        ("a,b||1,2||", {"recordDelimiterTemplate": "||"}, [{"a": "1", "b": "2"}]),
        ("\ufeffa\n1", {"stripBom": True}, [{"a": "1"}]),
        ("\ufeffa\n1", {}, [{"\ufeffa": "1"}]),
        ("a]b\n^x^]2", {"delimiterTemplate": "]", "quoteCharTemplate": "^"}, None),
    ],
)
def test_text_becomes_objects(
    text: str, config: dict[str, Any], rows: list[dict[str, str]] | None
) -> None:
    if rows is None:
        rows = [{"a": "x'y\\" if "'" in text else "x", "b": "2"}]
    assert decode(text, **config) == rows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a\n"x', "not closed (line 2)"),
        ('a\n"x"y', "behind a closing quote (line 2)"),
        ("a,b\n1", "Row 2 has 1 columns"),
        ("a\n" * 300_000, "more than"),
        ("," * 600_000, "more than"),
        ("x" * 3_000_000, "larger than"),
        (None, "no text"),
        (5, "no text"),
    ],
)
def test_what_is_no_csv_makes_an_error_in_the_payload(text: Any, message: str) -> None:
    assert message in decode(text)["error"]["message"]


def test_long_column_names_cannot_multiply() -> None:
    text = "n" * 100_000 + "\n" + "1\n" * 1_000
    assert "larger" in decode(text)["error"]["message"]


@pytest.mark.parametrize("config", [{}, SINGLE, {"delimiterTemplate": "\t"}])
def test_what_is_encoded_decodes_again(config: dict[str, Any]) -> None:
    rows = [
        {"a": 'x"y', "b": "1,2"},
        {"a": "it's \\'", "b": "line\nbreak\r"},
        {"a": "\t", "b": ""},
    ]
    assert decode(encode(rows, **config), **config) == rows


def test_values_that_are_no_text_are_written_as_json_or_left_blank() -> None:
    rows = [{"a": {"b": 1}, "c": None, "d": [1], "e": 1.5, "f": False}]
    assert encode(rows) == 'a,c,d,e,f\n"{""b"":1}",,[1],1.5,false\n'


def test_later_objects_lose_keys_that_the_first_does_not_have() -> None:
    assert encode([{"a": 1}, {"b": 2}]) == "a\n1\n\n"


def test_columns_may_come_from_the_payload() -> None:
    config = PATHS | {"headerTemplateType": "payloadPath", "headerTemplate": "names"}
    payload = {"in": [{"a": 1, "b": 2}], "names": ["b"]}
    assert run_node(ENCODE, config, payload).payload["out"] == "b\n2\n"


@pytest.mark.parametrize("rows", [None, {"a": 1}, [1], [{"a": 1}, 2]])
def test_what_is_no_array_of_objects_makes_an_error_in_the_payload(rows: Any) -> None:
    assert encode(rows)["error"]["message"]


def test_a_delimiter_of_two_characters_stops_the_run() -> None:
    with pytest.raises(NodeError, match="single characters"):
        decode("a", delimiterTemplate="::")
