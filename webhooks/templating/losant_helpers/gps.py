"""Helpers for positions: formatGps gpsDistance gpsIsPointInside."""

import math
from typing import Any

from webhooks.payload.values import UNDEFINED, to_number
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.losant_helpers.gps_points import (
    distance,
    is_inside,
    read_point,
    write_decimal,
    write_degrees,
    write_gga,
    write_sexagesimal,
)
from webhooks.templating.losant_helpers.text import text_of

_WRITERS = {
    "decimal": write_decimal,
    "degrees": write_degrees,
    "sexagesimal": write_sexagesimal,
    "gga": write_gga,
}
_DEFAULT_PLACES, _MOST_PLACES = 6, 15
# A polygon of more corners would hold up everybody else.
_MOST_CORNERS = 10_000


def format_gps(
    call: HelperCall,
    value: Any = UNDEFINED,
    form: Any = UNDEFINED,
    places: Any = UNDEFINED,
) -> str:
    """Return a position in a form; empty if the value tells none."""
    name = text_of(form) or "decimal"
    writer = _WRITERS.get(name.lower())
    if writer is None:
        raise RenderError(f"formatGps: {name[:50]!r} is none of {', '.join(_WRITERS)}")
    point = read_point(value)
    count = to_number(places)
    if math.isnan(count):
        count = _DEFAULT_PLACES
    return writer(point, int(max(0, min(_MOST_PLACES, count)))) if point else ""


def gps_distance(
    call: HelperCall, one: Any = UNDEFINED, other: Any = UNDEFINED
) -> float:
    """Return the metres between two positions, NaN if one of them is none."""
    here, there = read_point(one), read_point(other)
    return distance(here, there) if here and there else math.nan


def gps_is_point_inside(
    call: HelperCall, value: Any = UNDEFINED, polygon: Any = UNDEFINED
) -> bool:
    """Tell whether a position lies inside an array of positions."""
    point = read_point(value)
    if point is None or not isinstance(polygon, list | tuple):
        return False
    if len(polygon) > _MOST_CORNERS:
        raise RenderError(
            f"gpsIsPointInside: a polygon may have {_MOST_CORNERS:,} corners"
        )
    corners = [read_point(corner) for corner in polygon]
    known = [corner for corner in corners if corner is not None]
    return len(known) == len(corners) and is_inside(point, known)


_PAYLOAD = {
    "data": {
        "at": "37.33233141,-122.0312186",
        "area": ["37,-123", "38,-123", "38,-122", "37,-122"],
    }
}

HELPERS = (
    Helper(
        "formatGps",
        format_gps,
        "A position as decimal, degrees, sexagesimal or gga, with that many decimals.",
        'position [form="decimal"] [decimals=6]',
        "{{{formatGps data.at 'sexagesimal' 2}}}",
        _PAYLOAD,
        "37°19'56.39\"N,122°1'52.39\"W",
    ),
    Helper(
        "gpsDistance",
        gps_distance,
        "The metres between two positions.",
        "position position",
        "{{format (gpsDistance '0,0' '0,1') '.0f'}}",
        {},
        "111195",
    ),
    Helper(
        "gpsIsPointInside",
        gps_is_point_inside,
        "Whether a position lies inside the polygon of an array of positions.",
        "position polygon",
        "{{gpsIsPointInside data.at data.area}}",
        _PAYLOAD,
        "true",
    ),
)
