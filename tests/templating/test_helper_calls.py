"""How helpers are called."""

from typing import Any

from tests.templating.rendering import NOW, environment, helper, render
from webhooks.payload.values import UNDEFINED
from webhooks.templating.helper import HelperCall


def test_arguments_left_out_are_undefined_and_too_many_are_dropped() -> None:
    seen: list[Any] = []

    def taking_two(call: HelperCall, one: Any, two: Any) -> None:
        seen.append((one, two))

    template = "{{two}}{{two 1}}{{two 1 2 3}}"
    environment(helper("two", taking_two)).template(template).render({})
    assert seen == [(UNDEFINED, UNDEFINED), (1, UNDEFINED), (1, 2)]


def test_named_arguments_arrive_in_the_hash() -> None:
    environment_ = environment()
    template = environment_.template("{{named a=1 b=(pair x 'y') [a key]=@root.x}}")
    assert template.value({"x": 5}) == {"a": 1, "b": [5, "y"], "a key": 5}


def test_a_helper_sees_where_it_is() -> None:
    seen: list[Any] = []

    def look(call: HelperCall) -> None:
        seen.append((call.name, call.context, call.root, call.data["index"]))

    payload = {"x": ["a"]}
    environment(helper("look", look)).template("{{#each x}}{{look}}{{/each}}").render(
        payload
    )
    assert seen == [("look", "a", payload, 0)]


def test_a_block_helper_renders_its_halves_with_what_it_likes() -> None:
    def block(call: HelperCall) -> str:
        data = call.inner_data(level=2)
        return call.fn({"n": 1}, data, ("p",)) + call.inverse() + call.fn()

    template = "{{#block as |x|}}{{n}}{{@level}}{{x}};{{else}}{{n}}|{{/block}}"
    rendered = environment(helper("block", block)).template(template).render({"n": 9})
    assert rendered == "12p;9|9;"


def test_outside_a_block_both_halves_are_empty() -> None:
    assert render("[{{twice}}]") == "[]"


def test_what_a_block_helper_returns_is_not_escaped() -> None:
    assert render("{{#twice}}<b>{{x}}{{/twice}}", x="<") == "<b>&lt;<b>&lt;"


def test_a_helper_has_the_clock() -> None:
    assert render("{{now}}") == NOW.isoformat()


def test_a_helper_renders_and_evaluates_other_texts() -> None:
    assert render("{{template t}}", t="{{upper u}}", u="x") == "X"
    assert render("{{evaluate t}}", t="{{u}} * 2", u=4) == "8"


def test_a_stand_in_for_missing_helpers_may_be_declared() -> None:
    def missing(call: HelperCall, *values: Any) -> str:
        return f"<{call.name}{len(values)}>"

    with_it = environment(helper("helperMissing", missing))
    template = with_it.template("{{{nope}}}{{{nope 1}}}{{{there}}}{{{a.b}}}")
    assert template.render({"there": "x"}) == "<nope0><nope1>x"
