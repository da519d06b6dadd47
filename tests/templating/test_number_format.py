"""Numbers come out as d3-format writes them.

The cases are those of d3-format's README and of its test files named below
(https://github.com/d3/d3-format/tree/main/test).
"""

import pytest

from webhooks.templating.number_format import format_number

README = [
    (".1f", 0.30000000000000004, "0.3"),
    (".0%", 0.123, "12%"),
    ("($.2f", -3.5, "($3.50)"),
    ("+20", 42, "                 +42"),
    (".^20", 42, ".........42........."),
    (".2s", 42e6, "42M"),
    ("#x", 48879, "0xbeef"),
    (",.2r", 4223, "4,200"),
    ("s", 1500, "1.50000k"),
    ("~s", 1500, "1.5k"),
    (".2", 42, "42"),
    (".2", 4.2, "4.2"),
    (".1", 42, "4e+1"),
    (".1", 4.2, "4"),
]
# format-type-s-test.js
SI = [
    ("s", 0, "0.00000"),
    ("s", 999500, "999.500k"),
    ("s", 0.00001, "10.0000µ"),
    (".3s", 999.5, "1.00k"),
    (".3s", 145999999.999999347, "146M"),
    (".3s", 1e26, "100Y"),
    (".3s", 0.009995, "10.0m"),
    (".8s", 1.29e-30, "0.0000013y"),
    (".8s", 1.29e-25, "0.1290000y"),
    (".8s", -1.29e-23, "−12.900000y"),  # noqa: RUF001 - d3's minus
    (".8s", 1.23e30, "1230000.0Y"),
    ("$.2s", 2.5e5, "$250k"),
    (".0s", 1e-5, "10µ"),
    ("020,s", 42, "000,000,000,042.0000"),
    ("020,s", 42e12, "00,000,000,042.0000T"),
    (",s", 42e30, "42,000,000Y"),
]
# format-type-d-test.js
INTEGER = [
    ("08d", 42, "00000042"),
    ("08d", -4, "−0000004"),  # noqa: RUF001 - d3's minus
    ("_>8d", 42, "______42"),
    ("+08,d", 42, "+0,000,042"),
    (".2d", -4.2, "−4"),  # noqa: RUF001 - d3's minus
    (",d", 1e21, "1,000,000,000,000,000,000,000"),
    (",d", 1.3e27, "1,300,000,000,000,000,000,000,000,000"),
    ("04,d", 0, "0,000"),
    ("05,d", 0, "0,000"),
    ("06,d", 0, "00,000"),
    ("<5,d", 0, "0    "),
    ("^8,d", 0, "   0    "),
    ("=+$8,d", 0, "+$     0"),
    (" 3,d", 0, "  0"),
    ("1d", -1e-12, "0"),
    ("1d", -0.0, "0"),
]
# format-trim-test.js
TRIM = [
    ("~r", 123.4567, "123.457"),
    ("~r", 0.00000009, "0.00000009"),
    ("~e", 42000000, "4.2e+7"),
    ("~e", 0, "0e+0"),
    (".4~e", 0.00000000012340, "1.234e-10"),
    ("~s", 1500.5, "1.5005k"),
    ("~s", 1e-15, "1f"),
    ("~%", 0.0001, "0.01%"),
    (",~g", 10000.1, "10,000.1"),
]
# What d3-format 3.1.3 answers under Node 20.
SPECIAL = [
    ("b", 10, "1010"),
    ("#o", 8, "0o10"),
    ("X", 48879, "BEEF"),
    ("c", 42, "42"),
    ("p", 0.123456789, "12.3457%"),
    ("n", 1234567, "1.23457e+6"),
    ("f", float("nan"), "NaN"),
    ("f", float("inf"), "Infinity"),
    ("d", float("inf"), "∞"),
    (".0f", 2.5, "3"),
    (".2f", 1.005, "1.00"),
    (".1f", 1e21, "1e+21"),
    ("", -1.5, "−1.5"),  # noqa: RUF001 - d3's minus
    ("q", 1.5, "1.5"),
]


@pytest.mark.parametrize(
    ("text", "number", "result"), [*README, *SI, *INTEGER, *TRIM, *SPECIAL]
)
def test_a_number_is_written_as_d3_writes_it(
    text: str, number: float, result: str
) -> None:
    assert format_number(number, text) == result


def test_the_default_has_commas_and_six_significant_digits() -> None:
    assert format_number(1234.56789) == "1,234.57"
    assert format_number(21.5) == "21.5"


def test_a_whole_number_beyond_every_double_is_infinite() -> None:
    assert format_number(10**400, "f") == "Infinity"


@pytest.mark.parametrize("text", ["nonsense", ".f", "$$", "1001", "9" * 50, "." * 200])
def test_what_is_no_format_or_pads_too_far_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        format_number(1, text)
