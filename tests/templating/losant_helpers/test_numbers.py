"""The calculating helpers cast and count as JavaScript does."""

import math
from typing import Any

import pytest

from tests.templating.losant_helpers.rendering import render, value


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("add '1' 2", 3),
        ("add 0.1 0.2", 0.30000000000000004),
        ("add null true", 1),
        ("subtract '10' '4'", 6),
        ("multiply big big", math.inf),
        ("divide 1 0", math.inf),
        ("divide -1 0", -math.inf),
        ("divide 6 4", 1.5),
        ("ceil -1.5", -1),
        ("floor -1.5", -2),
        ("ceil big", 1e308),
        ("floor (divide 1 0)", math.inf),
        ("max 2 '10'", 10),
        ("min 2 '10' -1", -1),
        ("scaleLinear 0 1023 0 5 1023", 5),
        ("scaleLinear 10 0 0 100 2.5", 75),
        ("scaleLinear 0 10 0 100 20", 200),
    ],
)
def test_results(text: str, result: float) -> None:
    assert value(text, big=1e308) == result


@pytest.mark.parametrize(
    "text",
    [
        "add missing 1",
        "subtract 'x' 1",
        "divide 0 0",
        "max 1 missing",
        "min 'x' 1",
        "ceil missing",
        "scaleLinear 1 1 0 5 1",
        "scaleLinear",
    ],
)
def test_what_is_no_number_gives_nan(text: str) -> None:
    assert math.isnan(value(text))


def test_whole_results_print_without_a_point() -> None:
    assert render("{{multiply 1.5 2}} {{divide 10 5}} {{add a 1}}", a=1e21) == (
        "3 2 1e+21"
    )


@pytest.mark.parametrize("number", [10**400, 1e308, -(10**400), float("nan")])
def test_no_number_is_too_large(number: Any) -> None:
    for name in ("add", "subtract", "multiply", "divide", "max", "min"):
        assert isinstance(value(f"{name} a a", a=number), int | float)
