"""Templates that are one reference, which keep the type of the value."""

from typing import Any

import pytest

from tests.templating.rendering import STANDARD
from webhooks.payload.values import UNDEFINED

PAYLOAD: dict[str, Any] = {
    "list": [1, 2],
    "object": {"x": {"y": None}},
    "text": "<b>",
    "number": 1.5,
}


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{list}}", [1, 2]),
        ("{{{list}}}", [1, 2]),
        ("{{&list}}", [1, 2]),
        (" \n{{~object.x~}}\t", {"y": None}),
        ("{{object.x.y}}", None),
        ("{{object.x.y.z}}", UNDEFINED),
        ("{{missing}}", UNDEFINED),
        ("{{text}}", "<b>"),
        ("{{number}}", 1.5),
        ("{{pair number 2}}", [1.5, 2]),
        ("{{pair}}", [UNDEFINED, "none"]),
        ("{{bold 'x'}}", "<b>x</b>"),
        ("{{list}}{{list}}", "1,21,2"),
        ("a {{text}}", "a &lt;b&gt;"),
        ("{{! note }}{{text}}", "&lt;b&gt;"),
        ("{{#if list}}{{number}}{{/if}}", "1.5"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_a_lone_reference_keeps_its_type(template: str, value: Any) -> None:
    found = STANDARD.template(template).value(PAYLOAD)
    assert found == value
    assert type(found) is type(value)


def test_a_lone_reference_is_the_thing_itself() -> None:
    assert STANDARD.template("{{list}}").value(PAYLOAD) is PAYLOAD["list"]


def test_a_template_knows_whether_it_is_constant() -> None:
    assert STANDARD.template("plain").is_constant
    assert STANDARD.template(r"a \{{b}} {{! note }}").is_constant
    assert not STANDARD.template("{{a}}").is_constant
    assert STANDARD.template("{{a}}").source == "{{a}}"
