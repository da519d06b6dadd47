"""The helpers that Handlebars itself has."""

from typing import Any

import pytest

from tests.templating.rendering import STANDARD, render
from webhooks.templating.block_helpers import BLOCK_HELPERS, MISSING_HELPERS
from webhooks.templating.helper import Helper


@pytest.mark.parametrize(
    "helper", [*BLOCK_HELPERS, *MISSING_HELPERS], ids=lambda helper: helper.name
)
def test_the_example_of_each_holds(helper: Helper) -> None:
    template = STANDARD.template(helper.example)
    assert template.render(dict(helper.example_payload)) == helper.example_result
    assert helper.summary.endswith(".")


@pytest.mark.parametrize("value", [False, None, 0, "", [], float("nan")])
def test_if_and_unless_take_it_as_empty(value: Any) -> None:
    template = "{{#if x}}yes{{else}}no{{/if}} {{#unless x}}yes{{else}}no{{/unless}}"
    assert render(template, x=value) == "no yes"


@pytest.mark.parametrize("value", [True, 1, "0", [0], {}])
def test_if_and_unless_take_it_as_full(value: Any) -> None:
    template = "{{#if x}}yes{{else}}no{{/if}} {{#unless x}}yes{{else}}no{{/unless}}"
    assert render(template, x=value) == "yes no"


def test_zero_counts_where_the_template_says_so() -> None:
    assert render("{{#if x includeZero=true}}yes{{/if}}", x=0) == "yes"
    assert render("{{#unless x includeZero=true}}no{{/unless}}", x=0) == ""


def test_each_knows_where_it_is() -> None:
    template = "{{#each x}}{{@index}}{{@key}}{{@first}}{{@last}}{{this}};{{/each}}"
    assert render(template, x=["a", "b"]) == "00truefalsea;11falsetrueb;"
    assert render(template, x={"k": "a", "l": "b"}) == "0ktruefalsea;1lfalsetrueb;"


def test_each_inside_each_reaches_outwards() -> None:
    template = (
        "{{#each x}}{{#each this}}{{@../key}}{{@key}}{{../../y}} {{/each}}{{/each}}"
    )
    assert render(template, x={"a": {"b": 1, "c": 2}}, y=7) == "ab7 ac7 "


def test_the_variables_of_each_are_there_inside_other_blocks() -> None:
    assert render("{{#each x}}{{#if this}}{{@index}}{{/if}}{{/each}}", x=[1, 0, 1]) == (
        "02"
    )


def test_block_parameters_name_items_and_keys() -> None:
    template = (
        "{{#each x as |item key|}}{{#with @root.y as |item2|}}"
        "{{key}}={{item.n}}{{item2}} {{/with}}{{/each}}"
    )
    assert render(template, x={"a": {"n": 1}}, y="z") == "a=1z "
    # A parameter hides a helper of the same name, and what the payload has.
    assert render("{{#with x as |upper|}}{{upper}}{{/with}}", x=5) == "5"
    assert render("{{#with x as |p|}}{{./p}}{{/with}}", x={"p": 6}) == "6"


@pytest.mark.parametrize("value", [None, [], {}, "text", 5, True])
def test_each_has_nothing_to_go_through(value: Any) -> None:
    assert render("{{#each x}}item{{else}}none{{/each}}", x=value) == "none"


def test_with_takes_zero_but_nothing_empty() -> None:
    assert render("{{#with x}}{{this}}{{else}}none{{/with}}", x=0) == "0"
    assert render("{{#with x}}{{this}}{{else}}none{{/with}}", x="") == "none"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{lookup list 1}}", "b"),
        ("{{lookup list '1'}}", "b"),
        ("{{lookup list 'length'}}", "2"),
        ("{{lookup (lookup this 'object') 'k'}}", "v"),
        ("{{lookup object 'constructor'}}", ""),
        ("{{lookup missing 'k'}}", ""),
        ("{{lookup zero 'k'}}", "0"),
        ("{{lookup list 7}}", ""),
    ],
)
def test_lookup_finds_by_a_computed_name(template: str, text: str) -> None:
    assert render(template, list=["a", "b"], object={"k": "v"}, zero=0) == text


def test_a_block_named_after_a_value_follows_the_value() -> None:
    template = "{{#x}}[{{this.n}}]{{else}}none{{/x}}"
    assert render(template, x={"n": 1}) == "[1]"
    assert render(template, x=[{"n": 1}, {"n": 2}]) == "[1][2]"
    assert render(template, x=True, n=3) == "[3]"
    for empty in (False, None, []):
        assert render(template, x=empty) == "none"
