"""What expressions evaluate to."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.templating.rendering import evaluate
from webhooks.payload.values import UNDEFINED

MOMENT = datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("2 ^ -1", 0.5),
        ("(-8) ^ 2", 64),
        ("7 % 4 + -7 % 4", 0),
        ("5.5 % 2", 1.5),
        ("6 / 4", 1.5),
        ("6 / 3", 2),
        ("1 << 31", -(2**31)),
        ("-8 >> 1", -4),
        ("1 << 33", 2),
        ("1 + 1 << 2", 8),
        ("'a' + 1 + 2", "a12"),
        ("1 + 2 + 'a'", "3a"),
        ("1 + '2'", "12"),
        ("'3' * '4'", 12),
        ("-'5'", -5),
        ("+true", 1),
        ("null + 1", 1),
        ("1 < 2 === true", True),
        ("'10' < '9'", True),
        ("'10' < 9", False),
        ("'x' < 1 || 'x' >= 1", False),
        ("1 == '1' && 1 !== '1'", True),
        ("null == undefined && null !== undefined", True),
        ("0 || 'b'", "b"),
        ("0 ?? 'b'", 0),
        ("null ?? undefined ?? 'b'", "b"),
        ("1 && 2 && 3", 3),
        ("1 && 0 && 3", 0),
        ("0 || false || 'x' || 'y'", "x"),
        ("!0", True),
        ("!!'x'", True),
        ("1 ? 2 ? 'a' : 'b' : 'c'", "a"),
        ("0 ? 'a' : 0 ? 'b' : 'c'", "c"),
        ("typeof 'x' + typeof 1", "stringnumber"),
        ("typeof null === 'object' && typeof undefined === 'undefined'", True),
        (r"'it\'s' + \"\n\x41é😀\"".replace('\\"', '"'), "it's\nAé\U0001f600"),
        ("0x1F + .5 + 1e2 + 2.", 133.5),
        ("PI > 3.14 && E < 2.72", True),
        ("true === !false", True),
    ],
)
def test_it_computes(expression: str, value: Any) -> None:
    found = evaluate(expression)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("{{data.name}} === 'Alice'", True),
        ("{{ data.name }}", "Alice"),
        ("{{{data.name}}} + {{&data.name}}", "AliceAlice"),
        ("{{~data.n~}} + 1", 6),
        ("{{upper data.name}} == 'ALICE'", True),
        ("{{bold 'x'}} === '<b>x</b>'", True),
        ("length({{pair 1 2}})", 2),
        ("{{data.missing}} === undefined", True),
        ("{{no.such.path}} == null", True),
        ("{{data.nothing}} !== null", False),
        ("{{data.items}} && true", True),
        ("{{data.items}} == ''", True),
        ("{{data.object}} == '[object Object]'", True),
        ("{{data.object}} === {{data.object}}", True),
        ("{{data.object}} == {{data.same}}", False),
        ("{{data.at}} - 1000", 4000),
        ("{{data.at}} > 4999", True),
        ("{{data.at}} == '1970-01-01T00:00:05.000Z'", True),
        ("{{data.at}} + '!'", "1970-01-01T00:00:05.000Z!"),
        ("-{{data.one}}", -7),
        ("{{data.one}} * 2", 14),
        ("{{data.n}} > 4 ? {{data.name}} : 'no'", "Alice"),
        ("{{lookup data 'n'}}", 5),
        ("'{{data.n}}'", "{{data.n}}"),
    ],
)
def test_a_template_in_it_is_a_variable_with_its_type(
    expression: str, value: Any
) -> None:
    data = {
        "name": "Alice",
        "n": 5,
        "nothing": None,
        "items": [],
        "object": {},
        "same": {},
        "at": MOMENT,
        "one": [7],
    }
    found = evaluate(expression, data=data)
    assert found == value
    assert type(found) is type(value)


def test_a_bare_variable_is_the_thing_itself() -> None:
    items: list[Any] = []
    assert evaluate("{{items}}", items=items) is items
    assert evaluate("{{missing}}") is UNDEFINED


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("abs(-2)", 2),
        ("ceil(1.2) + floor(-1.2) + trunc(-1.9)", -1),
        ("round(2.5) + round(-2.5) + round(0.49999999999999994)", 1),
        ("sqrt(16) + pow(2, 10)", 1028),
        ("log(E) + log10(1000) + exp(0)", 5),
        ("sin(0) + cos(0) + tan(0) + asin(0) + acos(1) + atan(0)", 1),
        ("atan2(0, 1) + sinh(0) + cosh(0) + tanh(0)", 1),
        ("asinh(0) + acosh(1) + atanh(0)", 0),
        ("min(3, '1', 2) + max(3, 1, true)", 4),
        ("max(ceil(5 / 2), 1)", 3),
        ("length('abc')", 3),
        ("length(5)", UNDEFINED),
        ("includes('abc', 'b')", True),
        ("includes('abc', 1)", False),
        ("includes({{list}}, 2)", True),
        ("includes({{list}}, '2')", False),
        ("includes({{list}}, true)", False),
        ("includes({{list}}, null)", False),
        ("includes({{nested}}, {{object}})", True),
        ("includes({{nested}}, {{equal}})", False),
        ("includes(5, 5)", False),
        ("length({{object}})", 1),
        ("ceil(1 / 0)", math.inf),
        ("min()", math.inf),
        ("max()", -math.inf),
        ("log(0)", -math.inf),
        ("exp(1000)", math.inf),
        ("sinh(-1000)", -math.inf),
        ("cosh(-1000)", math.inf),
        ("atanh(-1)", -math.inf),
        ("pow(10, 400)", math.inf),
        ("pow(-10, 401)", -math.inf),
        ("0 ^ -1", math.inf),
    ],
)
def test_a_function(expression: str, value: Any) -> None:
    an_object = {"a": 1}
    payload = {
        "list": [1, 2],
        "object": an_object,
        "nested": [{}, an_object],
        "equal": {"a": 1},
    }
    assert evaluate(expression, **payload) == value


@pytest.mark.parametrize(
    "expression",
    [
        "0 / 0",
        "NaN / 0",
        "1 % 0",
        "Infinity % 2",
        "Infinity - Infinity",
        "undefined + 1",
        "{{list}} * 1",
        "'x' - 1",
        "sqrt(-1)",
        "log(-1)",
        "acos(2)",
        "sin(Infinity)",
        "(-8) ^ (1 / 3)",
        "1 ^ Infinity",
        "2 ^ NaN",
        "max(1, NaN)",
        "min(1, 'x')",
        "round(NaN)",
    ],
)
def test_it_is_not_a_number(expression: str) -> None:
    assert math.isnan(evaluate(expression, list=[1, 2]))


def test_division_by_zero_knows_its_sign() -> None:
    assert evaluate("1 / 0") == math.inf
    assert evaluate("-1 / 0") == -math.inf
    assert evaluate("1 / -0") in (math.inf, -math.inf)


def test_numbers_outgrow_what_is_exact_without_growing_for_ever() -> None:
    assert evaluate("9007199254740991 + 1") == 2**53
    assert type(evaluate("9007199254740991 * 3")) is float
    assert evaluate("9^9^9^9") == math.inf
    assert evaluate("{{n}} * {{n}}", n=10**4000) == math.inf
