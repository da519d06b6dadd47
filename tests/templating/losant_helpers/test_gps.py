"""Positions in every spelling that Losant documents for GPS attributes."""

import math
from typing import Any

import pytest

from tests.templating.losant_helpers.rendering import value
from webhooks.templating.errors import RenderError

# The spellings and the place are those of Losant's page on device state.
SPELLINGS = [
    "37.33233141,-122.0312186",
    "37°19'56.39\"N,122°1'52.38\"W",
    "37° 19′ 56.39″ N, 122° 1′ 52.38″ W",  # noqa: RUF001 - as maps write it
    "$GPGLL,3719.940,N,12201.873,W,225444,A,*1C",
    "$GPGGA,123519,3719.940,N,12201.873,W,1,08,0.9,545.4,M,46.9,M,,*47",
    {"lat": 37.33233141, "lng": -122.0312186},
    {"latitude": "37.33233141", "longitude": "-122.0312186"},
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_read(spelling: Any) -> None:
    assert value("formatGps a 'decimal' 4", a=spelling) == "37.3323,-122.0312"


@pytest.mark.parametrize(
    ("form", "result"),
    [
        ("'decimal'", "37.332331,-122.031219"),
        ("'degrees' 2", "37.33°N,122.03°W"),
        ("'sexagesimal' 0", "37°19'56\"N,122°1'52\"W"),
        ("'gga' 3", "$GPGGA,,3719.940,N,12201.873,W,,,,,,,,,*72"),
        ("missing 99", "37.332331410000002,-122.031218600000003"),
    ],
)
def test_every_form_is_written(form: str, result: str) -> None:
    assert value(f"formatGps a {form}", a=SPELLINGS[0]) == result


def test_sixty_seconds_are_a_minute() -> None:
    assert value("formatGps '0.9999999,0' 'sexagesimal' 1") == ("1°0'0.0\"N,0°0'0.0\"E")


@pytest.mark.parametrize(
    "wrong", ["", "north", "91,0", "0,181", "1", None, 5, [], {"lat": "x"}, "1" * 999]
)
def test_what_is_no_position_gives_nothing(wrong: Any) -> None:
    assert value("formatGps a", a=wrong) == ""
    assert math.isnan(value("gpsDistance a '0,0'", a=wrong))
    assert value("gpsIsPointInside a b", a=wrong, b=["0,0", "0,1", "1,0"]) is False


def test_an_unknown_form_is_an_error() -> None:
    with pytest.raises(RenderError, match="decimal, degrees, sexagesimal, gga"):
        value("formatGps '1,1' 'utm'")


def test_distances_are_along_the_earth() -> None:
    # Berlin to Paris: 878 km on a sphere.
    metres = value("gpsDistance '52.5200,13.4050' '48.8566,2.3522'")
    assert round(metres / 1000) == 877
    assert value("gpsDistance '0,0' '0,0'") == 0


def test_points_are_inside_or_outside_of_a_polygon() -> None:
    corner = ["0,0", "0,10", "5,10", "5,5", "10,5", "10,0"]
    assert value("gpsIsPointInside '7,2' a", a=corner) is True
    assert value("gpsIsPointInside '7,7' a", a=corner) is False
    # A line to the east from here crosses two sides.
    assert value("gpsIsPointInside '7,-1' a", a=corner) is False
    assert value("gpsIsPointInside '7,2' a", a=[*corner, "x"]) is False
    assert value("gpsIsPointInside '7,2' a", a="0,0") is False
    with pytest.raises(RenderError, match="10,000 corners"):
        value("gpsIsPointInside '7,2' a", a=corner * 2000)
