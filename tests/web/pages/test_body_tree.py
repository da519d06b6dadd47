"""Bodies as trees: every item with its path, and always bounded."""

from typing import Any

import pytest

from webhooks.payload.path import Path
from webhooks.web.pages.body_tree import TreeItem, tree_of


def items_of(item: TreeItem) -> list[TreeItem]:
    return [item, *(inner for child in item.items for inner in items_of(child))]


def test_each_item_has_the_path_that_leads_to_it() -> None:
    body = {"items": [{"id": 1, "a key": None}], "k.d": True, "": "x"}
    found = items_of(tree_of(body, "data.body"))
    assert "data.body.items[0].id" in {item.path for item in found}
    for item in found:
        value = Path.parse(item.path).get({"data": {"body": body}})
        assert item.size == len(value) if isinstance(value, dict | list) else item.text


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("x", "text", '"x"'),
        (1.5, "number", "1.5"),
        (7, "number", "7"),
        (True, "word", "true"),
        (None, "word", "null"),
        ("a\nb", "text", '"a\\nb"'),
    ],
)
def test_values_are_shown_as_json(value: Any, kind: str, text: str) -> None:
    [item] = tree_of([value], "data.body").items
    assert (item.name, item.kind, item.text) == ("0", kind, text)


def test_long_branches_and_texts_are_cut_and_counted() -> None:
    tree = tree_of({"many": list(range(250)), "long": "x" * 1000}, "data.body")
    many, long = tree.items
    assert (len(many.items), many.left_out) == (100, 150)
    assert (len(long.text), long.left_out) == (302, 700)


def test_a_large_tree_is_cut_as_a_whole() -> None:
    wide = [[0] * 90 for _ in range(90)]
    tree = tree_of(wide, "data.body")
    assert len(items_of(tree)) <= 1001
    left_out = sum(item.left_out for item in items_of(tree))
    assert left_out > 0


def test_a_deep_tree_is_cut() -> None:
    value: Any = 0
    for _ in range(90):
        value = [value]
    tree = tree_of(value, "data.body")
    assert len(items_of(tree)) == 21
    assert items_of(tree)[-1].left_out == 1


def test_where_the_path_is_too_long_the_value_is_still_shown() -> None:
    [item] = tree_of({"k" * 2000: {"inner": 1}}, "data.body").items
    assert (item.path, item.items[0].path, item.items[0].text) == ("", "", "1")
