"""String: every method, and what bad arguments get."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.string import NODE
from webhooks.workflows.errors import NodeError


def string(text: str, method: str, *arguments: Any) -> Any:
    config = {
        "sourceData": "{{{text}}}",
        "method": method,
        "methodArgs": list(arguments),
        "resultPath": "out",
    }
    return run_node(NODE, config, {"text": text}).payload["out"]


@pytest.mark.parametrize(
    ("method", "text", "arguments", "result"),
    [
        ("split", "a-b-c", ["-"], ["a", "b", "c"]),
        ("split", "abc", [""], ["a", "b", "c"]),
        ("split", "abc", [], ["a", "b", "c"]),
        ("replaceFirst", "a.a", ["a", "b"], "b.a"),
        ("replaceAll", "a.a", [".", ""], "aa"),
        ("indexOf", "abcabc", ["c"], 2),
        ("indexOf", "abcabc", ["c", "3"], 5),
        ("indexOf", "abc", ["z"], -1),
        ("toUpper", "abc", [], "ABC"),
        ("toLower", "ABC", [], "abc"),
        ("trim", "\u00a0 a \n", [], "a"),
        ("trimStart", " a ", [], "a "),
        ("trimEnd", " a ", [], " a"),
        ("toNumber", " 2.50 ", [], 2.5),
        ("toNumber", "0x10", [], 16),
        ("toNumber", "two", [], None),
        ("concat", "a", ["b", 3], "ab3"),
        ("pad", "ab", ["5", "*"], "*ab**"),
        ("padStart", "7", [3, "0"], "007"),
        ("padEnd", "ab", ["5", "xyz"], "abxyz"),
        ("padEnd", "abc", ["2"], "abc"),
        ("truncate", "abcdefgh", ["6", "..."], "abc..."),
        ("truncate", "abcdefgh", ["6", ""], "abcdef"),
        ("truncate", "abc", ["6"], "abc"),
        ("truncate", "x" * 40, ["0"], "x" * 27 + "..."),
    ],
)
def test_a_method_gives_its_result(
    method: str, text: str, arguments: list[Any], result: Any
) -> None:
    assert string(text, method, *arguments) == result


@pytest.mark.parametrize("length", ["", "wide", "1001", "NaN"])
def test_a_length_that_is_none_stops_the_run(length: str) -> None:
    with pytest.raises(NodeError):
        string("a", "padEnd", length)


def test_replacing_cannot_make_a_text_without_bounds() -> None:
    with pytest.raises(NodeError) as caught:
        string("a" * 10_000, "replaceAll", "a", "b" * 1_000)
    assert caught.value.name == "TooLarge"


def test_splitting_cannot_make_a_list_without_bounds() -> None:
    with pytest.raises(NodeError) as caught:
        string("," * 300_000, "split", ",")
    assert caught.value.name == "TooLarge"
