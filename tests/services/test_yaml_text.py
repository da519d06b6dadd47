"""YAML within bounds: words and numbers, aliases, bombs, and the way back."""

from typing import Any

import pytest

from webhooks.services.yaml_text import (
    MOST_VALUES,
    YamlProblem,
    parse_yaml,
    write_yaml,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("'y': yes", {"y": "yes"}),
        ("y: on", {"y": "on"}),
        ("at: 12:30:00", {"at": "12:30:00"}),
        ("day: 2026-01-05", {"day": "2026-01-05"}),
        ("0o17", 15),
        ("0x1F", 31),
        ("-0.5e3", -500.0),
        ("'1'", "1"),
        ("[~, null, true, FALSE, '']", [None, None, True, False, ""]),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: |-\n  one\n  two\n", {"a": "one\ntwo"}),
        ("1: x\ntrue: z", {"1": "x", "true": "z"}),
        ("<<: x", {"<<": "x"}),
        ("key: ~placeholder~-x", {"key": "~placeholder~-x"}),
    ],
)
def test_plain_words_are_those_of_the_core_schema(text: str, value: Any) -> None:
    assert parse_yaml(text) == value


def test_an_alias_becomes_a_copy_of_its_own() -> None:
    value = parse_yaml("a: &x {n: [1]}\nb: *x\n")
    value["a"]["n"].append(2)
    assert value["b"] == {"n": [1]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 100_000, "nested"),
        ("a: " + "{a: " * 50_000, "nested"),
        ("- " * 100_000, "nested"),
        ("a: &x [*x]", "not known"),
        ("a: *nobody", "not known"),
        ("a: !!python/object:os.system x", "tag"),
        ("a: !secret [1]", "tag"),
        ("a: 1\n---\na: 2", "2 documents"),
        ("", "0 documents"),
        ("{a: 1, a: 2}", "twice"),
        ("{[1]: 2}", "not a text"),
        ("a: 1e999", "too large"),
        ("a: -.inf", "not a JSON value"),
        ("a: .NaN", "not a JSON value"),
        ("a: 'open", "line 1"),
        ("a: \x00", "not allowed"),
    ],
)
def test_what_json_cannot_hold_is_refused(text: str, reason: str) -> None:
    with pytest.raises(YamlProblem, match=reason):
        parse_yaml(text)


def test_a_billion_laughs_are_counted_before_they_are_made() -> None:
    lines = ["a0: &a0 [" + "x, " * 9 + "x]"]
    for number in range(1, 12):
        refs = ", ".join([f"*a{number - 1}"] * 10)
        lines.append(f"a{number}: &a{number} [{refs}]")
    with pytest.raises(YamlProblem, match=str(MOST_VALUES)):
        parse_yaml("\n".join(lines))


def test_nesting_by_alias_is_nesting_too() -> None:
    lines = ["a0: &a0 [x]"]
    for number in range(1, 200):
        lines.append(f"a{number}: &a{number} [*a{number - 1}]")
    with pytest.raises(YamlProblem, match="nested"):
        parse_yaml("\n".join(lines))


def test_what_is_written_is_read_again() -> None:
    shared = {"y": "yes", "no": "no", "null": "null", "n": None}
    value = {
        "b": shared,
        "a": [shared, "12:30", "1", 1, 1.5, "2026-01-05", "", "- x", "#", "é\t\n"],
        "text": "line one\n  line two\n\n",
        "~": "~placeholder~",
        "0x1F": "0x1F",
        "big": "1e5",
        "dots": ".5",
        "octal": "0o7",
        "nan": ".nan",
    }
    assert parse_yaml(write_yaml(value)) == value
    assert list(parse_yaml(write_yaml(value))) == list(value)
