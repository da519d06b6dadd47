"""Fields: what each kind takes, what it gives to a run, and what a form learns."""

import math
from typing import Any

import pytest

from tests.nodes.kit import environment
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.errors import FieldProblem, NodeError
from webhooks.workflows.field import Field, Setting, compile_fields
from webhooks.workflows.fields import (
    Choice,
    Code,
    Expression,
    Flag,
    JsonTemplate,
    NumberTemplate,
    PayloadPath,
    Template,
    Text,
    ValueTemplate,
)
from webhooks.workflows.number_field import Number

WORDS = {"name": "f", "label": "Thing", "help": "For tests."}
CHOICES = {"a": "First", "b": "Second"}
PAYLOAD = {"n": 5, "s": "<x>", "list": [1, 2], "none": None, "empty": ""}


def setting(field: Field, value: Any, **config: Any) -> Setting:
    """Return the setting of a field, or raise its problem."""
    held = {"f": value, **config}
    settings, problems = compile_fields((field,), held, environment())
    if problems:
        raise problems[0]
    return settings["f"]


def value(field: Field, held: Any) -> Any:
    """Return what a field gives to a run."""
    return setting(field, held).resolve(PAYLOAD)


@pytest.mark.parametrize(
    ("field", "held", "expected"),
    [
        (Template(**WORDS), "n {{n}} {{s}} {{{s}}}", "n 5 &lt;x&gt; <x>"),
        (Template(**WORDS), None, ""),
        (Template(**WORDS), 7, "7"),
        (Template(**WORDS), True, "true"),
        (ValueTemplate(**WORDS), "{{list}}", [1, 2]),
        (ValueTemplate(**WORDS), "{{n}}", 5),
        (ValueTemplate(**WORDS), "{{gone}}", UNDEFINED),
        (ValueTemplate(**WORDS), "n{{n}}", "n5"),
        (NumberTemplate(**WORDS), 2.5, "2.5"),
        (NumberTemplate(**WORDS), "{{n}}", "5"),
        (JsonTemplate(**WORDS), '{"a": {{n}}, "b": [true]}', {"a": 5, "b": [True]}),
        (JsonTemplate(**WORDS), "{{jsonEncode list}}", [1, 2]),
        (JsonTemplate(**WORDS), " {{gone}} ", UNDEFINED),
        (JsonTemplate(**WORDS), "", UNDEFINED),
        (PayloadPath(**WORDS), "list.[1]", 2),
        (PayloadPath(**WORDS), "gone.too", UNDEFINED),
        (PayloadPath(**WORDS), "none", None),
        (PayloadPath(**WORDS), "", UNDEFINED),
        (PayloadPath(**WORDS), ".", PAYLOAD),
        (Expression(**WORDS), "{{n}} + 1", 6),
        (Expression(**WORDS), "{{s}} === '<x>'", True),
        (Expression(**WORDS), "  ", UNDEFINED),
        (Expression(**WORDS), 5, 5),
        (Text(**WORDS), "{{n}}", "{{n}}"),
        (Text(**WORDS), None, ""),
        (Code(**WORDS), "return 1", "return 1"),
        (Flag(**WORDS), True, True),
        (Flag(**WORDS), "true", True),
        (Flag(**WORDS), "false", False),
        (Flag(**WORDS), "", False),
        (Flag(**WORDS), None, False),
        (Flag(**WORDS, default=True), None, True),
        (Choice(**WORDS, choices=CHOICES), "b", "b"),
        (Choice(**WORDS, choices=CHOICES, default="a"), "", "a"),
        (Choice(**WORDS, choices=CHOICES, default="a"), None, "a"),
        (Choice(**WORDS, choices=CHOICES), None, None),
        (Number(**WORDS, least=1, most=9), "2.5", 2.5),
        (Number(**WORDS, least=1, most=9), 9, 9),
        (Number(**WORDS, least=1, most=9), "", None),
    ],
)
def test_a_field_gives_its_value_to_a_run(
    field: Field, held: Any, expected: Any
) -> None:
    found = value(field, held)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("field", "held", "message"),
    [
        (Template(**WORDS), {"a": 1}, "f must be a text."),
        (Template(**WORDS), "{{#if}}", "line 1"),
        (ValueTemplate(**WORDS), "{{", "line 1"),
        (PayloadPath(**WORDS), "a..b", "Thing is not a payload path: "),
        (PayloadPath(**WORDS), "{{n}}", "Thing is not a payload path: "),
        (Expression(**WORDS), "1 +", "Thing: "),
        (Expression(**WORDS), [1], "f must be a text."),
        (Text(**WORDS), [], "f must be a text."),
        (Flag(**WORDS), "yes", "Thing must be true or false."),
        (Flag(**WORDS), [], "Thing must be true or false."),
        (Choice(**WORDS, choices=CHOICES), "c", "Thing must be one of: a, b."),
        (
            Number(**WORDS, least=1, most=9),
            10,
            "Thing must be a number from 1 to 9.",
        ),
        (
            Number(**WORDS, least=1, most=9),
            True,
            "Thing must be a number from 1 to 9.",
        ),
        (
            Number(**WORDS, least=1, most=9),
            "x",
            "Thing must be a number from 1 to 9.",
        ),
        (
            Number(**WORDS, least=1, most=9),
            math.nan,
            "Thing must be a number from 1 to 9.",
        ),
    ],
)
def test_what_a_field_does_not_take_is_a_problem_of_its_own(
    field: Field, held: Any, message: str
) -> None:
    with pytest.raises(FieldProblem) as caught:
        setting(field, held)
    assert message in caught.value.message
    assert caught.value.pointer == "/f"
    assert not caught.value.required


@pytest.mark.parametrize(
    ("field", "held", "name"),
    [
        (Template(**WORDS), "{{nobody 1}}", "TemplateError"),
        (JsonTemplate(**WORDS), "{{n}} {{n}}", "InvalidJsonTemplate"),
        (JsonTemplate(**WORDS), "{{s}}", "InvalidJsonTemplate"),
        (Expression(**WORDS), "{{nobody 1}} + 1", "ExpressionError"),
    ],
)
def test_what_fails_in_a_run_is_an_error_of_the_node(
    field: Field, held: Any, name: str
) -> None:
    compiled = setting(field, held)
    with pytest.raises(NodeError) as caught:
        compiled.resolve(PAYLOAD)
    assert caught.value.name == name


@pytest.mark.parametrize(
    "kind", [Template, ValueTemplate, NumberTemplate, JsonTemplate]
)
def test_a_required_template_must_not_come_out_empty(kind: type[Template]) -> None:
    compiled = setting(kind(**WORDS, required=True), "{{empty}}")
    with pytest.raises(NodeError) as caught:
        compiled.resolve(PAYLOAD)
    assert caught.value.message == "Thing came out empty."
    assert caught.value.name == "EmptyTemplate"


@pytest.mark.parametrize(
    ("field", "blank"),
    [
        (Template(**WORDS, required=True), ""),
        (JsonTemplate(**WORDS, required=True), " \n"),
        (PayloadPath(**WORDS, required=True), " "),
        (Expression(**WORDS, required=True), " "),
        (Text(**WORDS, required=True), None),
        (Choice(**WORDS, required=True, choices=CHOICES), None),
        (Number(**WORDS, required=True, least=1, most=2), None),
    ],
)
def test_a_required_field_that_is_blank_is_merely_missing(
    field: Field, blank: Any
) -> None:
    with pytest.raises(FieldProblem) as caught:
        setting(field, blank)
    assert caught.value.required
    assert (caught.value.message, caught.value.pointer) == ("Thing is required.", "/f")


def test_a_field_is_found_under_its_other_names() -> None:
    field = Text(**WORDS, aliases=("g", "h"), default="d")
    assert setting(field, None, h="2").resolve({}) == "2"
    assert setting(field, None, g="1", h="2").resolve({}) == "1"
    assert setting(field, "0", g="1").resolve({}) == "0"
    assert setting(field, None).resolve({}) == "d"


def test_a_field_that_is_not_shown_is_not_checked() -> None:
    mode = Choice(name="mode", label="M", help="H", choices=CHOICES, default="a")
    field = PayloadPath(**WORDS, required=True, shown_when=("mode", ("b",)))
    fields = (field, mode)
    for config in ({"f": "a..b"}, {"f": "a..b", "mode": "a"}, {}):
        settings, problems = compile_fields(fields, config, environment())
        assert problems == []
        assert settings["f"].is_blank
    for config in ({"f": "a..b", "mode": "b"}, {"mode": "b"}):
        assert len(compile_fields(fields, config, environment())[1]) == 1


def test_all_problems_of_a_configuration_are_found() -> None:
    fields = (Text(name="a", label="A", help="H"), Flag(name="b", label="B", help="H"))
    problems = compile_fields(fields, {"a": [], "b": 9}, environment())[1]
    assert [problem.pointer for problem in problems] == ["/a", "/b"]


@pytest.mark.parametrize(
    ("field", "more"),
    [
        (Template(**WORDS), {"kind": "template"}),
        (
            Template(**WORDS, multiline=True, language="html"),
            {"kind": "template", "multiline": True, "language": "html"},
        ),
        (ValueTemplate(**WORDS), {"kind": "valueTemplate"}),
        (NumberTemplate(**WORDS, default=3), {"kind": "numberTemplate", "default": 3}),
        (
            JsonTemplate(**WORDS),
            {"kind": "jsonTemplate", "multiline": True, "language": "json"},
        ),
        (PayloadPath(**WORDS), {"kind": "path"}),
        (Expression(**WORDS), {"kind": "expression"}),
        (Text(**WORDS), {"kind": "text"}),
        (Text(**WORDS, multiline=True), {"kind": "text", "multiline": True}),
        (
            Code(**WORDS),
            {"kind": "code", "multiline": True, "language": "javascript"},
        ),
        (Flag(**WORDS), {"kind": "flag", "default": False}),
        (
            Choice(**WORDS, choices={"a": "First"}),
            {"kind": "choice", "choices": [{"value": "a", "label": "First"}]},
        ),
        (
            Number(**WORDS, least=1, most=9),
            {"kind": "number", "least": 1, "most": 9},
        ),
        (
            Text(**WORDS, shown_when=("mode", ("a", True))),
            {"kind": "text", "shownWhen": {"field": "mode", "values": ["a", True]}},
        ),
        (
            Text(**WORDS, aliases=("old",), refers_to="loop"),
            {"kind": "text", "aliases": ["old"], "refersTo": "loop"},
        ),
    ],
)
def test_a_field_says_what_a_form_needs(field: Field, more: dict[str, Any]) -> None:
    assert field.describe() == {**WORDS, "required": False, **more}
