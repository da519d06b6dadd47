"""What is wrong with an expression, and where."""

import pytest

from tests.templating.rendering import STANDARD, evaluate
from webhooks.templating.errors import RenderError, TemplateError


@pytest.mark.parametrize(
    ("expression", "line", "column", "why"),
    [
        ("", 1, 1, "empty"),
        (" \n ", 2, 2, "empty"),
        ("1 +", 1, 4, "unexpected the end"),
        ("1 2", 1, 3, "unexpected 2"),
        ("(1", 1, 3, r"expected '\)', not the end"),
        ("1)", 1, 2, r"unexpected \)"),
        ("1 ? 2", 1, 6, "expected ':'"),
        ("foo == 1", 1, 1, "foo is unknown here; write a value as {{path}}"),
        ("1 ==\n  data.x", 2, 7, "write a value as {{path}}"),
        ("{{a}} {{b}}", 1, 7, "unexpected a template"),
        ("{{a}} = 1", 1, 7, "nothing can be assigned"),
        ("{{a}}.length", 1, 6, "unexpected '.'"),
        ("{{a}}[0]", 1, 6, r"unexpected '\['"),
        ("'abc", 1, 1, "no closing quote"),
        ("{{#if a}}1{{/if}}", 1, 1, "have no value"),
        ("{{> a}}", 1, 1, "have no value"),
        ("{{! a}}", 1, 1, "have no value"),
        ("{{a", 1, 4, "not closed"),
        ("{{}}", 1, 3, "unexpected the end of the tag"),
        ("abs", 1, 4, r"expected '\('"),
        ("abs()", 1, 1, "takes 1 arguments, not 0"),
        ("abs(1, 2)", 1, 1, "takes 1 arguments, not 2"),
        ("pow(1)", 1, 1, "takes 2 arguments, not 1"),
        ("abs(1 2)", 1, 7, r"expected '\)'"),
        ("1 & 2", 1, 3, "unexpected '&'"),
        ("constructor", 1, 1, "unknown"),
        ("while(true)", 1, 1, "unknown"),
    ],
)
def test_the_error_says_where(
    expression: str, line: int, column: int, why: str
) -> None:
    with pytest.raises(TemplateError, match=why) as caught:
        STANDARD.expression(expression)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_missing_helper_shows_when_it_is_evaluated() -> None:
    with pytest.raises(RenderError, match="no helper nope"):
        evaluate("{{nope 1}}")
    assert evaluate("true || {{nope 1}}") is True


def test_what_is_not_wanted_is_not_evaluated() -> None:
    assert evaluate("0 && {{nope 1}}") == 0
    assert evaluate("1 ?? {{nope 1}}") == 1
    assert evaluate("1 ? 2 : {{nope 1}}") == 2
