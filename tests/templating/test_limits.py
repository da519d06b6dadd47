"""No template or expression can stall the process or fill its memory.

Each of these would run for minutes, or end it, if its limit were not there.
"""

from typing import Any

import pytest

from tests.templating.rendering import STANDARD, environment, helper
from webhooks.templating.errors import RenderError, TemplateError
from webhooks.templating.helper import HelperCall
from webhooks.templating.limits import Limits

SMALL = environment(limits=Limits(steps=100, depth=5, output_characters=1000))
THOUSAND = list(range(1000))
DEEP: list[Any] = []
for _ in range(20_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("x" * (256 * 1024 + 1), "longer than"),
        ("{{a}}" * 20_000, "too many tags"),
        (f"{{{{log {'a ' * 20_000}}}}}", "too many tags"),
        ("{{#if a}}" * 51 + "{{/if}}" * 51, "nest deeper than 50"),
        ("{{#if a}}" + "{{else if b}}" * 51 + "{{/if}}", "nest deeper than 50"),
        ("{{upper " + "(upper " * 51 + ")" * 51 + "}}", "nest too deeply"),
        ("{{" * 50_000, "unexpected"),
        ("{{{{a}}}}" * 20_000, "not closed"),
        ("{{" + "[" * 100_000, "unexpected"),
        ('{{a "' + '\\"' * 50_000, "not closed"),
        ("{{!--" * 20_000, "not closed"),
    ],
    ids=range(11),
)
def test_a_template_is_refused(template: str, why: str) -> None:
    with pytest.raises(TemplateError, match=why):
        STANDARD.template(template)


@pytest.mark.parametrize(
    "template",
    [
        "\n" * 200_000 + "{{#if a}}" + "\n" * 20_000 + "{{/if}}x",
        "{{a}}" + "\\" * 200_000,
        "\\{{a" * 40_000,
        "{{" + "a" * 200_000 + "}}",
        " " * 200_000 + "{{~a~}}" + " " * 20_000,
    ],
    ids=range(5),
)
def test_long_texts_take_linear_time(template: str) -> None:
    assert STANDARD.template(template).render({}) is not None


@pytest.mark.parametrize(
    "template",
    [
        "{{#each a}}{{#each @root.a}}{{/each}}{{/each}}",
        "{{#each a}}{{upper ../text}}{{/each}}",
        "{{#each a}}{{#if (pair ../a)}}{{/if}}{{/each}}",
    ],
)
def test_it_takes_too_many_steps(template: str) -> None:
    payload = {"a": THOUSAND, "text": "x" * 30_000}
    with pytest.raises(RenderError, match="too many steps"):
        STANDARD.template(template).render(payload)


@pytest.mark.parametrize(
    "template",
    [
        "{{template t}}",
        "{{template t}}{{template t}}",
        "{{evaluate e}}",
        "{{#*inline 'p'}}{{> p}}{{> p}}{{/inline}}{{> p}}",
    ],
)
def test_what_starts_itself_ends(template: str) -> None:
    payload = {"t": template, "e": "{{evaluate e}} + {{evaluate e}}"}
    with pytest.raises(RenderError, match="nests deeper than 50"):
        STANDARD.template(template).render(payload)


def test_a_nested_text_that_is_wrong_is_an_error_of_the_rendering() -> None:
    for template in ("{{template '{{'}}", "{{evaluate '1 +'}}"):
        with pytest.raises(RenderError, match=r"nested .* is wrong: .*line 1"):
            STANDARD.template(template).render({})


@pytest.mark.parametrize(
    "template",
    [
        "{{text}}{{text}}",
        "{{{text}}}{{#if text}}{{text}}{{/if}}",
        "{{#each a}}{{../text}}{{/each}}",
        "{{#each a}}{{#if ../text}}{{../text}}{{/if}}{{/each}}",
    ],
)
def test_the_output_has_a_limit(template: str) -> None:
    payload = {"a": [1, 2, 3], "text": "x" * 600}
    with pytest.raises(RenderError, match="longer than 1000 characters"):
        SMALL.template(template).render(payload)


def test_the_output_stops_growing_where_its_limit_is() -> None:
    calls: list[int] = []

    def chunk(call: HelperCall) -> str:
        calls.append(1)
        return "x" * 600

    small = environment(helper("chunk", chunk), limits=SMALL.limits)
    with pytest.raises(RenderError, match="longer than 1000"):
        small.template("{{chunk}}" * 50).render({})
    assert len(calls) == 2


def test_a_helper_that_exhausts_the_stack_is_an_error_of_the_rendering() -> None:
    def endless(call: HelperCall) -> str:
        return endless(call)

    template = environment(helper("endless", endless)).template("{{endless}}")
    with pytest.raises(RenderError, match="nests too deeply"):
        template.render({})
    with pytest.raises(RenderError, match="nests too deeply"):
        template.value({})


def test_blocks_may_not_build_without_end_what_is_thrown_away() -> None:
    many = environment(limits=Limits(built_characters=5000))
    template = many.template("{{#each a}}{{upper (template '{{text}}')}}{{/each}}")
    with pytest.raises(RenderError, match="longer"):
        template.render({"a": THOUSAND, "text": "x" * 100})


def test_a_run_begins_with_everything_it_may_do() -> None:
    template = SMALL.template("{{#each a}}{{this}}{{/each}}")
    for _ in range(5):
        assert template.render({"a": [1] * 90}) == "1" * 90


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("1+" * 20_000 + "1", "longer than"),
        ("(" * 51 + "1" + ")" * 51, "nests too deeply"),
        ("!" * 51 + "1", "nests too deeply"),
        ("2" + "^2" * 51, "nests too deeply"),
        ("1?" * 51 + "1" + ":1" * 51, "nests too deeply"),
        ("1?1:" * 51 + "1", "nests too deeply"),
        ("abs(" * 51 + "1" + ")" * 51, "nests too deeply"),
        ("'" + "\\" * 20_001, "no closing quote"),
    ],
    ids=range(8),
)
def test_an_expression_is_refused(expression: str, why: str) -> None:
    with pytest.raises(TemplateError, match=why):
        STANDARD.expression(expression)


def test_a_long_expression_nests_no_deeper_than_a_short_one() -> None:
    assert STANDARD.expression("+".join(["1"] * 10_000)).evaluate({}) == 10_000
    assert STANDARD.expression("||".join(["0"] * 10_000)).evaluate({}) == 0


def test_what_takes_no_longer_for_long_lists_costs_nothing_more() -> None:
    payload = {"a": THOUSAND, "b": list(range(100_000))}
    template = "{{#each a}}{{#if ../b}}{{lookup ../b @index}}{{/if}}{{/each}}"
    assert STANDARD.template(template).render(payload).startswith("0123")
    lengths = "+".join(["length({{b}})"] * 1000)
    assert STANDARD.expression(lengths).evaluate(payload) == 100_000_000


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("+".join(["{{text}}"] * 3000), "longer than"),
        ("||".join(["{{list}} == 1"] * 2000), "too many steps"),
        ("||".join(["includes({{list}}, 'x')"] * 1000), "too many steps"),
        ("||".join(["abs({{list}}) == 1"] * 1000), "too many steps"),
    ],
)
def test_an_expression_does_too_much(expression: str, why: str) -> None:
    payload = {"text": "x" * 10_000, "list": list(range(10_000))}
    with pytest.raises(RenderError, match=why):
        STANDARD.expression(expression).evaluate(payload)


def test_deep_values_do_not_exhaust_the_stack() -> None:
    assert STANDARD.template("{{a}}").render({"a": DEEP}) == ""
    assert STANDARD.expression("{{a}} == 1").evaluate({"a": DEEP}) is False
