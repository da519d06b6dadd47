"""Partials: named, inline, and those that are given a block."""

from tests.templating.rendering import environment, render


def test_an_inline_partial_is_there_for_its_program() -> None:
    template = "{{#*inline 'p'}}<{{n}}>{{/inline}}{{> p}}{{> p x}}{{> p n=3}}"
    assert render(template, n=1, x={"n": 2}) == "<1><2><3>"


def test_an_inline_partial_ends_with_its_program() -> None:
    template = (
        "{{#*inline 'p'}}out{{/inline}}"
        "{{#if yes}}{{#*inline 'p'}}in{{/inline}}{{> p}}{{/if}}{{> p}}"
    )
    assert render(template, yes=True) == "inout"


def test_the_name_of_a_partial_may_be_computed() -> None:
    template = "{{#*inline 'X'}}found{{/inline}}{{> (upper n)}}"
    assert render(template, n="x") == "found"


def test_a_named_partial_sees_its_own_context_only() -> None:
    partials = {"p": "{{n}}{{../n}}{{@root.n}}"}
    with_it = environment(partials=partials)
    template = with_it.template("{{#with x}}{{> p}}{{/with}}")
    assert template.render({"n": 1, "x": {"n": 2}}) == "21"


def test_a_partial_given_a_block_renders_it() -> None:
    partials = {"page": "<{{#if @partial-block}}{{> @partial-block}}{{/if}}>"}
    with_it = environment(partials=partials)
    assert with_it.template("{{#> page}}{{n}}{{/page}}").render({"n": 1}) == "<1>"
    assert with_it.template("{{> page}}").render({}) == "<>"
    assert with_it.template("{{#> nope}}spare{{/nope}}").render({}) == "spare"


def test_a_block_brings_inline_partials_along() -> None:
    with_it = environment(partials={"page": "{{> title}}:{{> @partial-block}}"})
    template = "{{#> page}}{{#*inline 'title'}}T{{/inline}}body{{/page}}"
    assert with_it.template(template).render({}) == "T:body"


def test_a_partial_on_its_own_line_is_indented() -> None:
    with_it = environment(partials={"p": "a\nb\n"})
    assert with_it.template("x\n  {{> p}}\ny").render({}) == "x\n  a\n  b\ny"
