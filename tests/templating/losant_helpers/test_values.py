"""Helpers that format, encode, make and find values, at their edges."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.templating.losant_helpers.rendering import render, value
from webhooks.payload.values import UNDEFINED
from webhooks.templating.errors import RenderError

MOMENT = datetime(2026, 1, 5, 15, 4, 9, 45000, UTC)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("format 1234.56789", "1,234.57"),
        ("format -3.14159 '.2f'", "\N{MINUS SIGN}3.14"),
        ("format at", "01/05/2026 3:04:09 PM"),
        ("format at 'x'", "1767625449045"),
        ("format at 'HH:mm' tz='Asia/Kolkata'", "20:34"),
        ("format (obj a=1)", '{"a":1}'),
        ("format 'text' '.2f'", "text"),
        ("format true '.2f'", True),
        ("format missing", UNDEFINED),
        ("formatDate at", "01/05/2026 3:04:09 PM"),
        ("formatDate '2026-01-05' 'x'", "1767571200000"),
        ("formatDate at 'LT z' tz='America/New_York'", "10:04 AM EST"),
        ("formatDate 'soon'", "Invalid date"),
        ("formatDate missing", "Invalid date"),
        ("formatDateRelative missing", "Invalid date"),
        ("formatDateRelative '2026-01-05T10:06:00Z'", "5 minutes ago"),
        ("formatDateRelative '2026-01-07T10:11:12Z' locale='de'", "in 2 days"),
        ("formatDateRelative 0 1000", "a few seconds ago"),
        ("currentDateTime", "01/05/2026 10:11:12 AM"),
        ("currentDateTime 'x'", "1767607872345"),
    ],
)
def test_formats(text: str, result: Any) -> None:
    assert value(text, at=MOMENT) == result


@pytest.mark.parametrize(
    "text",
    [
        "format 1 'nonsense'",
        "format 1 '9999999'",
        "format at 'L' tz='Mars'",
        "formatDate at 'L' tz='Mars'",
        "currentDateTime long",
    ],
)
def test_a_format_or_zone_that_does_not_exist_is_an_error(text: str) -> None:
    with pytest.raises(RenderError, match=r"format|zone|padded"):
        value(text, at=MOMENT, long="L" * 5000)


def test_a_date_at_the_edge_of_the_calendar_is_an_error_or_text() -> None:
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert value("formatDate a 'YYYY'", a=last) == "9999"
    assert value("formatDateRelative a", a=last) == "in 7974 years"
    with pytest.raises(RenderError, match="years 1 to 9999"):
        value("formatDate a 'YYYY' tz='Asia/Tokyo'", a=last)


def test_json_is_the_same_with_two_and_three_braces() -> None:
    payload = {"a": {"b": ['<"', None, 1.0, MOMENT]}}
    expected = '{"b":["<\\"",null,1,"2026-01-05T15:04:09.045Z"]}'
    assert render("{{jsonEncode a}}", **payload) == expected
    assert render("{{{jsonEncode a}}}", **payload) == expected


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("jsonEncode missing", "null"),
        ("jsonEncode a 2", '{\n  "b": 1\n}'),
        ("jsonEncode a '--'", '{\n--"b": 1\n}'),
        ("jsonEncode a true", '{"b":1}'),
        ("jsonDecode '[1, 2'", UNDEFINED),
        ("jsonDecode missing", UNDEFINED),
        ("jsonDecode '[1, 2]'", [1, 2]),
        ("jsonDecode 5", 5),
        ("array 1 missing", [1, None]),
        ("obj x=1 y=missing", {"x": 1}),
        ("merge a 5 (obj c=2) missing", {"b": 1, "c": 2}),
        ("merge", {}),
    ],
)
def test_values_are_made_and_read(text: str, result: Any) -> None:
    assert value(text, a={"b": 1}) == result


def test_a_value_without_end_is_an_error() -> None:
    endless: list[Any] = []
    endless.append(endless)
    for name in ("jsonEncode", "format", "toHtml"):
        with pytest.raises(RenderError):
            value(f"{name} a", a=endless)


LIST = [{"key": "a", "value": 1}, {"key": "b", "value": 2, "deep": {"id": 7}}, 5]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("indexByKey list 'b'", 1),
        ("indexByKey list 'z'", -1),
        ("indexByKey list 7 'deep.id'", 1),
        ("indexByKey list '7' 'deep.id'", -1),
        ("indexByKey list 5 '.'", 2),
        ("indexByKey missing 'b'", -1),
        ("valueByKey list 'b'", 2),
        ("valueByKey list 'z'", UNDEFINED),
        ("valueByKey list 7 'deep.id' 'key'", "b"),
        ("valueByKey list 'a' 'key' '.'", LIST[0]),
    ],
)
def test_elements_are_found_by_a_path(text: str, result: Any) -> None:
    assert value(text, list=LIST) == result


def test_a_path_that_is_none_is_an_error() -> None:
    with pytest.raises(RenderError, match="indexByKey"):
        value("indexByKey list 1 'a['", list=LIST)


def test_templates_and_expressions_of_the_payload_are_run() -> None:
    assert render("{{template t (obj a='<')}}", t="{{{a}}}") == "&lt;"
    assert value("evalExpression e", e="{{n}} + 1", n=2) == 3
    assert value("evalExpression e (obj n=5)", e="{{n}} + 1") == 6


@pytest.mark.parametrize("text", ["template t", "evalExpression t"])
def test_what_they_cannot_understand_is_an_error_of_this_run(text: str) -> None:
    with pytest.raises(RenderError):
        value(text, t="{{#if")


def test_a_template_that_renders_itself_is_stopped() -> None:
    with pytest.raises(RenderError):
        render("{{template t}}", t="{{template t}}")


def test_markup_escapes_what_comes_from_the_payload() -> None:
    assert value("toHtml a", a={"<k>": "<v>\"'"}) == (
        "<table><tr><th>&lt;k&gt;</th><td>&lt;v&gt;&quot;&#x27;</td></tr></table>"
    )
    with pytest.raises(RenderError, match="not a colour"):
        value("colorMarker a", a='red"><script>')
    assert "rgb(1, 2, 3)" in value("colorMarker 'rgb(1, 2, 3)'")


def test_markup_of_too_many_parts_is_refused() -> None:
    with pytest.raises(RenderError, match="parts"):
        value("toHtml a", a=[0] * 20_000)
