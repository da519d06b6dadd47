"""Fields made of fields: rows, lists, groups, and values of a told kind."""

from typing import Any

import pytest

from tests.nodes.kit import environment
from webhooks.workflows.composite_fields import ByKind, Group, Items, Rows
from webhooks.workflows.errors import FieldProblem
from webhooks.workflows.field import Field, Setting, compile_fields
from webhooks.workflows.fields import (
    Choice,
    Expression,
    Flag,
    JsonTemplate,
    PayloadPath,
    Template,
    Text,
)

WORDS = {"name": "f", "label": "Things", "help": "For tests."}
KEY = Text(name="key", label="Key", help="For tests.", required=True)
SUM = Expression(name="sum", label="Sum", help="For tests.")
TYPES = Choice(
    name="type", label="Type", help="H", choices={"text": "T", "json": "J", "none": "N"}
)
ROWS = Rows(**WORDS, fields=(KEY, SUM), most=3)
ITEMS = Items(**WORDS, item=SUM, most=3)
GROUP = Group(**WORDS, fields=(KEY, SUM))
BY_KIND = ByKind(
    **WORDS,
    selector="type",
    fallback="text",
    kinds={
        "text": Template(name="f", label="Text", help="For tests."),
        "json": JsonTemplate(name="f", label="JSON", help="For tests."),
    },
)
PAYLOAD = {"n": 5}


def problems(field: Field, held: Any, **config: Any) -> list[tuple[str, str, bool]]:
    """Return what is wrong: pointers, messages, and whether it is merely missing."""
    found = compile_fields((field, TYPES), {"f": held, **config}, environment())[1]
    return [(each.pointer, each.message, each.required) for each in found]


def setting(field: Field, held: Any, **config: Any) -> Setting:
    """Return the setting of a field."""
    config = {"f": held, **config}
    settings, found = compile_fields((field, TYPES), config, environment())
    assert found == []
    return settings["f"]


def test_rows_give_an_object_each() -> None:
    rows = setting(ROWS, [{"key": "a", "sum": "{{n}} + 1"}, {"key": "b"}])
    first, second = rows.resolve(PAYLOAD)
    assert first == {"key": "a", "sum": 6}
    assert second["key"] == "b"
    assert not rows.is_blank


def test_items_give_a_value_each() -> None:
    items = setting(ITEMS, ["1", "{{n}}", 3])
    assert items.resolve(PAYLOAD) == [1, 5, 3]
    assert not items.is_blank


@pytest.mark.parametrize("field", [ROWS, ITEMS])
@pytest.mark.parametrize("nothing", [None, "", [], ()])
def test_a_list_may_be_empty(field: Field, nothing: Any) -> None:
    empty = setting(field, nothing)
    assert empty.is_blank
    assert empty.resolve(PAYLOAD) == []


def test_a_group_gives_its_one_object() -> None:
    group = setting(GROUP, {"key": "a", "sum": "{{n}} * 2"})
    assert group.resolve(PAYLOAD) == [{"key": "a", "sum": 10}]


@pytest.mark.parametrize(
    ("field", "held", "pointer", "message", "required"),
    [
        (ROWS, {}, "/f", "Things must be a list.", False),
        (ROWS, "a", "/f", "Things must be a list.", False),
        (ROWS, [{}] * 4, "/f", "Things must not have more than 3 entries.", False),
        (ROWS, [{"key": "a"}, 5], "/f/1", "Things must hold objects.", False),
        (ROWS, [{"key": "a"}, {}], "/f/1/key", "Key is required.", True),
        (ITEMS, 5, "/f", "Things must be a list.", False),
        (ITEMS, [1] * 4, "/f", "Things must not have more than 3 entries.", False),
        (GROUP, [], "/f", "Things must be an object.", False),
        (GROUP, None, "/f/key", "Key is required.", True),
        (GROUP, {"key": []}, "/f/key", "key must be a text.", False),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    field: Field, held: Any, pointer: str, message: str, required: bool
) -> None:
    assert problems(field, held) == [(pointer, message, required)]


def test_a_wrong_item_has_its_own_place() -> None:
    ((pointer, message, required),) = problems(ITEMS, ["1", "1 +"])
    assert (pointer, required) == ("/f/1", False)
    assert message.startswith("Sum: ")


@pytest.mark.parametrize(
    ("field", "held", "pointer"),
    [
        (ROWS, [{"sum": "1"}, {"key": "b", "sum": "1 +"}], "/f/1/sum"),
        (GROUP, {"sum": "1 +"}, "/f/sum"),
    ],
)
def test_what_is_wrong_counts_before_what_is_missing(
    field: Field, held: Any, pointer: str
) -> None:
    ((found, _, required),) = problems(field, held)
    assert (found, required) == (pointer, False)


def test_rows_nest() -> None:
    inner = Rows(name="rows", label="Rows", help="H", fields=(KEY,))
    outer = Rows(**WORDS, fields=(inner,))
    held = [{"rows": [{"key": "a"}]}, {"rows": [{"key": "b"}, {}]}]
    assert problems(outer, held) == [("/f/1/rows/1/key", "Key is required.", True)]
    assert setting(outer, held[:1]).resolve(PAYLOAD) == [{"rows": [{"key": "a"}]}]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("text", '{"n": 5 }'), ("json", {"n": 5}), (None, '{"n": 5 }')],
)
def test_another_field_tells_the_kind(kind: str | None, expected: Any) -> None:
    assert setting(BY_KIND, '{"n": {{n}} }', type=kind).resolve(PAYLOAD) == expected


@pytest.mark.parametrize("held", ["{{#if}}", None, [1]])
def test_a_kind_without_a_field_needs_nothing(held: Any) -> None:
    assert problems(BY_KIND, held, type="none") == []
    assert setting(BY_KIND, held, type="none").is_blank


def test_a_value_of_the_wrong_kind_is_a_problem() -> None:
    ((pointer, _, required),) = problems(BY_KIND, "{{#if}}", type="json")
    assert (pointer, required) == ("/f", False)


def test_a_kind_is_found_in_its_own_row() -> None:
    rows = Rows(**WORDS, fields=(TYPES, BY_KIND))
    held = [{"type": "json", "f": "[1]"}, {"type": "text", "f": "[1]"}]
    found = setting(rows, held).resolve(PAYLOAD)
    assert [row["f"] for row in found] == [[1], "[1]"]


@pytest.mark.parametrize("selected", [5, ["text"], {}])
def test_a_kind_that_is_no_word_is_a_problem_of_the_other_field(selected: Any) -> None:
    for pointer, *_ in problems(BY_KIND, "x", type=selected):
        assert pointer == "/type"


def test_a_field_shown_for_a_flag_is_left_out_with_it() -> None:
    flag = Flag(name="on", label="On", help="H")
    field = PayloadPath(**WORDS, required=True, shown_when=("on", (True,)))
    for config, count in (({}, 0), ({"on": False}, 0), ({"on": True}, 1)):
        assert len(compile_fields((flag, field), config, environment())[1]) == count


def test_a_problem_can_be_raised_by_hand() -> None:
    problem = FieldProblem("Wrong.", "/a", required=True)
    assert (str(problem), problem.pointer, problem.required) == ("Wrong.", "/a", True)


@pytest.mark.parametrize(
    ("field", "more"),
    [
        (
            ROWS,
            {
                "kind": "rows",
                "fields": [KEY.describe(), SUM.describe()],
                "most": 3,
                "default": [],
            },
        ),
        (
            ITEMS,
            {"kind": "items", "item": SUM.describe(), "most": 3, "default": []},
        ),
        (GROUP, {"kind": "group", "fields": [KEY.describe(), SUM.describe()]}),
        (
            BY_KIND,
            {
                "kind": "byKind",
                "selector": "type",
                "fallback": "text",
                "kinds": {
                    word: field.describe() for word, field in BY_KIND.kinds.items()
                },
            },
        ),
    ],
)
def test_a_field_says_what_a_form_needs(field: Field, more: dict[str, Any]) -> None:
    assert field.describe() == {**WORDS, "required": False, **more}
