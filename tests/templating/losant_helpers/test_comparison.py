"""The comparing blocks decide as JavaScript does, and have an else part."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.templating.losant_helpers.rendering import render

EARLY = datetime(2026, 1, 5, tzinfo=UTC)
LATE = datetime(2026, 1, 6, tzinfo=UTC)


def holds(name: str, a: Any, b: Any) -> bool:
    text = f"{{{{#{name} a b}}}}yes{{{{else}}}}no{{{{/{name}}}}}"
    return render(text, a=a, b=b) == "yes"


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (5, 5, True),
        (5, 5.0, True),
        (5, "5", False),
        (None, None, True),
        (0, False, False),
        ("", None, False),
        ([1], [1], False),
        (float("nan"), float("nan"), False),
    ],
)
def test_equality_is_strict(a: Any, b: Any, equal: bool) -> None:
    assert holds("eq", a, b) is equal
    assert holds("ne", a, b) is not equal


def test_a_missing_value_is_undefined() -> None:
    assert render("{{#eq a undefined}}yes{{/eq}}") == "yes"


@pytest.mark.parametrize(
    ("a", "b", "below", "above"),
    [
        (1, 2, True, False),
        (2, 2, False, False),
        ("10", 9, False, True),
        ("10", "9", True, False),
        ("b", "a", False, True),
        (None, 1, True, False),
        (True, 0, False, True),
        ("abc", 1, False, False),
        ([3], 2, False, True),
        ({}, 1, False, False),
        (EARLY, LATE, True, False),
        (LATE, 1, False, True),
    ],
)
def test_order_is_javascripts(a: Any, b: Any, below: bool, above: bool) -> None:
    assert holds("lt", a, b) is below
    assert holds("gt", a, b) is above


def test_or_equal_includes_the_value_itself_but_nothing_incomparable() -> None:
    assert holds("gte", 2, 2)
    assert holds("lte", "2", 2)
    assert not holds("gte", "abc", 1)
    assert not holds("lte", "abc", 1)
    assert holds("lte", "a", "b")


@pytest.mark.parametrize(
    ("collection", "value", "found"),
    [
        ([1, "a"], "a", True),
        ([1, "a"], "1", False),
        ({"x": 7}, 7, True),
        ({"x": 7}, "x", False),
        ("hello", "ell", True),
        ("a1", 1, True),
        (None, 1, False),
        (5, 5, False),
    ],
)
def test_includes_looks_into_what_holds_something(
    collection: Any, value: Any, found: bool
) -> None:
    assert holds("includes", collection, value) is found


def test_the_block_keeps_its_context() -> None:
    text = "{{#each items}}{{#eq this @root.a}}[{{this}}]{{else}}-{{/eq}}{{/each}}"
    assert render(text, items=[1, 2, 3], a=2) == "-[2]-"
