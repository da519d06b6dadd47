"""JavaScript's numbers as text, and text as numbers."""

import math

import pytest

from webhooks.payload.numbers import number_text, parse_number, tidy_number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e16, "10000000000000000"),
        (2.0**60, "1152921504606847000"),
        (-9007199254740994.0, "-9007199254740994"),
        (123456789012345678901, "123456789012345678901"),
        (1e21, "1e+21"),
        (10**21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (1e-6, "0.000001"),
        (-1.5e-5, "-0.000015"),
        (1e-7, "1e-7"),
        (-1.25e-9, "-1.25e-9"),
        (5e-324, "5e-324"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (10**400, "Infinity"),
        (-(10**400), "-Infinity"),
    ],
)
def test_numbers_print_as_in_javascript(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" \t\n\u00a0\ufeff", 0),
        ("12", 12),
        (" +12 ", 12),
        ("-012", -12),
        ("1.50", 1.5),
        (".5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        ("1e400", math.inf),
        ("0x1F", 31),
        ("0b101", 5),
        ("0o17", 15),
        ("Infinity", math.inf),
        ("-Infinity", -math.inf),
        ("9007199254740993", 9007199254740992),
    ],
)
def test_text_reads_as_a_number(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["x", "1x", "1_000", "0x", "-0x1", "0xg", "1 2", "inf", "nan", "e5", "\u0661"],
)
def test_other_text_is_no_number(text: str) -> None:
    assert math.isnan(parse_number(text))


def test_whole_numbers_are_int_only_where_they_are_exact() -> None:
    assert type(tidy_number(3.0)) is int
    assert type(tidy_number(2.0**53)) is float
    assert type(tidy_number(2**53)) is int
    assert type(tidy_number(2**53 + 1)) is float
    assert tidy_number(10**400) == math.inf
    assert math.copysign(1, tidy_number(-0.0)) == -1
    assert math.copysign(1, parse_number("-0")) == -1
    assert type(tidy_number(True)) is int
