"""What is wrong with a template, and where."""

import pytest

from tests.templating.rendering import STANDARD, render
from webhooks.templating.errors import RenderError, TemplateError


@pytest.mark.parametrize(
    ("template", "line", "column", "why"),
    [
        ("{{", 1, 3, "not closed"),
        ("a\nb {{x", 2, 6, "not closed"),
        ("{{a}}}", 1, 4, "one brace too many"),
        ("{{{a}}", 1, 5, "braces"),
        ("{{a}", 1, 4, "braces"),
        ("{{a b!}}", 1, 5, "unexpected 'b'"),
        ("{{}}", 1, 3, "unexpected the end of the tag"),
        ("{{a.}}", 1, 4, "ends with a dot"),
        ("{{items.2}}", 1, 9, r"write items.\[2\]"),
        ("{{a/../b}}", 1, 5, "no path"),
        ("{{a (b}}", 1, 7, "unexpected the end"),
        ("{{a b=}}", 1, 7, "unexpected the end"),
        ("{{a b=1 c}}", 1, 9, "unexpected 'c'"),
        ("{{(a)}}", 1, 3, r"unexpected '\('"),
        ("\n{{#if a}}x", 2, 1, "not closed"),
        ("{{#if a}}x{{/unless}}", 1, 11, "if is open here, but unless"),
        ("x{{/if}}", 1, 2, "nothing is open"),
        ("x{{else}}", 1, 2, "nothing is open"),
        ("{{#if a}}{{else}}{{else}}{{/if}}", 1, 18, "plain {{else}} already"),
        ("{{^a}}{{else if b}}{{/a}}", 1, 7, "plain {{else}} only"),
        ("{{#each a as |}}{{/each}}", 1, 15, "unexpected"),
        ("{{#each a as |x}}{{/each}}", 1, 16, "unexpected"),
        ("{{!-- a }}", 1, 1, "not closed by --}}"),
        ("{{! a", 1, 1, "comment is not closed"),
        ("{{{{raw}}}} a", 1, 1, "raw block is not closed"),
        ("{{{{a}}}}{{{{/b}}}}", 1, 1, "a is open here, but b"),
        ("{{* x}}", 1, 1, "decorator"),
        ("{{#*other 'x'}}{{/other}}", 1, 1, "decorator is inline"),
        ("{{#*inline}}{{/inline}}", 1, 1, "name of the partial"),
        ("{{#> p}}{{else}}{{/p}}", 1, 9, "no else part"),
        ("{{> p a b}}", 1, 10, "at most one argument"),
    ],
)
def test_the_error_says_where(template: str, line: int, column: int, why: str) -> None:
    with pytest.raises(TemplateError, match=why) as caught:
        STANDARD.template(template)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).endswith(f" (line {line}, column {column})")


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{{nope 1}}", "no helper nope"),
        ("{{upper (nope)}}", "no helper nope"),
        ("{{#nope a}}{{/nope}}", "no helper nope"),
        ("{{a.b c}}", "no helper a.b"),
        ("{{helperMissing}}", "no helper helperMissing"),
        ("{{#blockHelperMissing .}}{{/blockHelperMissing}}", "no helper blockHelper"),
        ("{{> nope}}", "no partial nope"),
        ("{{#if}}{{/if}}", "exactly one argument"),
        ("{{#if a b}}{{/if}}", "exactly one argument"),
        ("{{#with}}{{/with}}", "exactly one argument"),
        ("{{#each}}{{/each}}", "what to go through"),
    ],
)
def test_some_mistakes_show_only_when_it_is_rendered(template: str, why: str) -> None:
    with pytest.raises(RenderError, match=why):
        render(template)


def test_a_mistake_in_a_block_that_is_not_rendered_does_no_harm() -> None:
    assert render("{{#if a}}{{nope 1}}{{/if}}x") == "x"
