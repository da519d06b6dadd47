"""What templates print."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.templating.rendering import render

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain { text }", "plain { text }"),
        ("{{data.body.temp}}", "71.5"),
        ("{{html}}", "&lt;b&gt; &amp; &quot;&#x27;&#x60;&#x3D;"),
        ("{{{html}}}", "<b> & \"'`="),
        ("{{&html}}", "<b> & \"'`="),
        ("{{~{html}~}}", "<b> & \"'`="),
        ("[{{missing}}|{{data.no.where}}|{{nothing}}]", "[||]"),
        ("{{list}} {{list.length}} {{list.[1]}}", "1,b, 3 b"),
        ("{{object}}", "[object Object]"),
        ("{{yes}} {{no}} {{zero}}", "true false 0"),
        ("{{moment}}", "2026-01-02T03:04:05.000Z"),
        ("{{object.[a key]}} {{[object]/x}} {{object.y.[z]}}", "4 1 deep"),
        ("{{this.zero}} {{./zero}} {{@root.zero}}", "0 0 0"),
        (r"\{{zero}} \\{{zero}} {{zero}}", r"{{zero}} \0 0"),
        ("a {{! comment }}b{{!-- {{x}} --}} c", "a b c"),
        ("a {{~zero~}} b", "a0b"),
        ("a\n{{#if yes}}\nb\n{{else}}\nc\n{{/if}}\nd", "a\nb\nd"),
        ("{{#if no}}a{{else if zero}}b{{else if yes}}c{{else}}d{{/if}}", "c"),
        ("{{^no}}empty{{/no}}{{#no}}x{{^}}y{{/no}}", "emptyy"),
        ("{{#list}}<{{.}}>{{/list}}", "<1><b><>"),
        ("{{#object}}{{x}}{{../zero}}{{/object}}", "10"),
        ("{{{{raw}}}} {{x}} {{{{/raw}}}}{{zero}}", "0"),
        ("{{{{twice}}}}{{x}}{{{{/twice}}}}", "{{x}}{{x}}"),
        ("{{upper 'x'}} {{bold 'x'}} {{upper (upper \"x\")}}", "X <b>x</b> X"),
        ("{{pair 1 true}} {{pair null undefined}} {{pair -1.5 'a=b'}}", None),
        ("{{12}} {{'a key'}}", "twelve spaced"),
        ('{"a": {{data.body.temp}} }', '{"a": 71.5 }'),
    ],
)
def test_it_prints(template: str, text: str | None) -> None:
    payload: dict[str, Any] = {
        "data": {"body": {"temp": 71.5}},
        "html": "<b> & \"'`=",
        "nothing": None,
        "list": [1, "b", None],
        "object": {"a key": 4, "x": 1, "y": {"z": "deep"}},
        "yes": True,
        "no": False,
        "zero": 0,
        "moment": MOMENT,
        "12": "twelve",
        "a key": "spaced",
    }
    expected = "1,true , -1.5,a&#x3D;b" if text is None else text
    assert render(template, payload) == expected


def test_a_text_stays_as_it_is_where_nothing_is_said_about_it() -> None:
    text = "{ } {% %} ${x} }} \\ \\n é \U0001f600 {a: {b: 1}}"
    assert render(text) == text


def test_a_helper_goes_before_the_payload_unless_the_path_says_otherwise() -> None:
    payload = {"whoami": "mine"}
    assert render(
        "{{whoami}} {{this.whoami}} {{./whoami}} {{@root.whoami}}", payload
    ) == ("whoami mine mine mine")


def test_a_line_of_its_own_is_taken_with_its_end() -> None:
    template = "<ul>\r\n  {{#each list}}\r\n  <li>{{this}}</li>\r\n  {{/each}}\r\n</ul>"
    rendered = "<ul>\r\n  <li>1</li>\r\n  <li>2</li>\r\n</ul>"
    assert render(template, list=[1, 2]) == rendered


def test_blanks_are_those_of_javascript() -> None:
    assert render("a\u00a0\ufeff{{~x~}}\u2003b") == "ab"
    assert render("a\x1c{{~x~}}\x85b") == "a\x1c\x85b"
