"""Positions on earth: read from text, written as text, and measured.

Apart from the helpers because a position has several spellings: decimal degrees,
degrees with minutes and seconds, and the NMEA sentences GGA and GLL.
"""

import math
import re
from collections.abc import Sequence
from functools import reduce
from typing import Any, NamedTuple

from webhooks.payload.values import UNDEFINED, to_number

# Mean radius of the earth by the IUGG, in metres.
EARTH_RADIUS = 6_371_008.8

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
_DECIMAL = re.compile(rf"\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*", re.ASCII)
_ANGLE = (
    r"(\d{1,3}(?:\.\d+)?)\s*°\s*(?:(\d{1,2}(?:\.\d+)?)\s*['\u2032\u2019]\s*)?"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|\u2033|\u201d|'')\s*)?"
)
_SEXAGESIMAL = re.compile(rf"\s*{_ANGLE}([NS])\s*,?\s*{_ANGLE}([EW])\s*", re.ASCII)
_NMEA = re.compile(
    r"\$?(?:..GGA,[^,]{0,20},|..GLL,)"
    r"(\d\d)(\d\d(?:\.\d+)?),([NS]),(\d\d\d)(\d\d(?:\.\d+)?),([EW])\b.{0,200}",
    re.ASCII,
)


class Point(NamedTuple):
    """A position in degrees; south and west are negative."""

    latitude: float
    longitude: float


def read_point(value: Any) -> Point | None:
    """Return the position that a text or an object with latitude and longitude
    tells, or None if it tells none."""
    if isinstance(value, str) and len(value) <= 300:
        return _checked(_from_text(value))
    if isinstance(value, dict):
        return _checked(_from_object(value))
    return None


def distance(one: Point, other: Point) -> float:
    """Return the metres between two positions along the earth (haversine)."""
    south, north = math.radians(one.latitude), math.radians(other.latitude)
    upwards = math.sin((north - south) / 2) ** 2
    turned = math.radians(other.longitude - one.longitude) / 2
    sideways = math.cos(south) * math.cos(north) * math.sin(turned) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(upwards + sideways)))


def is_inside(point: Point, corners: Sequence[Point]) -> bool:
    """Tell whether a position lies inside a polygon, by counting crossed sides."""
    inside = False
    for index, corner in enumerate(corners):
        before = corners[index - 1]
        if (corner.latitude > point.latitude) == (before.latitude > point.latitude):
            continue
        share = (point.latitude - corner.latitude) / (before.latitude - corner.latitude)
        crossing = corner.longitude + share * (before.longitude - corner.longitude)
        if point.longitude < crossing:
            inside = not inside
    return inside


def write_decimal(point: Point, places: int) -> str:
    """Return decimal degrees: ``37.332331,-122.031219``."""
    return f"{point.latitude:.{places}f},{point.longitude:.{places}f}"


def write_degrees(point: Point, places: int) -> str:
    """Return degrees with a letter for the side: ``37.332331°N,122.031219°W``."""
    return ",".join(
        f"{abs(degrees):.{places}f}°{side}" for degrees, side in _sides(point)
    )


def write_sexagesimal(point: Point, places: int) -> str:
    """Return degrees, minutes and seconds: ``37°19'56.39"N,122°1'52.38"W``."""
    parts = []
    for degrees, side in _sides(point):
        # Rounded first, so that no 60 seconds are left over.
        seconds = round(abs(degrees) * 3600, places)
        minutes, rest = divmod(seconds, 60)
        parts.append(
            f"{int(minutes // 60)}°{int(minutes % 60)}'{rest:.{places}f}\"{side}"
        )
    return ",".join(parts)


def write_gga(point: Point, places: int) -> str:
    """Return an NMEA sentence that knows nothing but the position."""
    fields = []
    for width, (degrees, side) in zip((2, 3), _sides(point), strict=True):
        minutes = round(abs(degrees) * 60, places)
        rest = f"{minutes % 60:0{places + 3 if places else 2}.{places}f}"
        fields.append(f"{int(minutes // 60):0{width}d}{rest},{side}")
    sentence = f"GPGGA,,{','.join(fields)},,,,,,,,,"
    return f"${sentence}*{reduce(int.__xor__, sentence.encode()):02X}"


def _sides(point: Point) -> tuple[tuple[float, str], tuple[float, str]]:
    return (
        (point.latitude, "S" if point.latitude < 0 else "N"),
        (point.longitude, "W" if point.longitude < 0 else "E"),
    )


def _from_text(text: str) -> Point | None:
    match = _DECIMAL.fullmatch(text)
    if match:
        return Point(float(match[1]), float(match[2]))
    match = _SEXAGESIMAL.fullmatch(text)
    if match:
        north, east = match.groups()[:4], match.groups()[4:]
        return Point(_angle(*north), _angle(*east))
    match = _NMEA.fullmatch(text)
    if match:
        return Point(
            _angle(match[1], match[2], None, match[3]),
            _angle(match[4], match[5], None, match[6]),
        )
    return None


def _angle(degrees: str, minutes: str | None, seconds: str | None, side: str) -> float:
    size = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return -size if side in {"S", "W"} else size


def _from_object(value: dict[str, Any]) -> Point | None:
    latitude = value.get("latitude", value.get("lat", UNDEFINED))
    longitude = value.get("longitude", value.get("lng", value.get("lon", UNDEFINED)))
    return Point(float(to_number(latitude)), float(to_number(longitude)))


def _checked(point: Point | None) -> Point | None:
    if point is None or not abs(point.latitude) <= 90:
        return None
    return point if abs(point.longitude) <= 180 else None
