"""Points in time: milliseconds since the epoch, and the same instant elsewhere.

Every step that can leave the years 1 to 9999 is here, so that one error says so.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from webhooks.templating.dates.zones import zone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_OUTSIDE = "the date lies outside the years 1 to 9999"


def to_ms(moment: datetime) -> int:
    """Return whole milliseconds since the epoch, also of a time before it."""
    return (moment - EPOCH) // _MILLISECOND


def from_ms(milliseconds: float, place: tzinfo = UTC) -> datetime:
    """Return the time that many milliseconds after the epoch, parts cut off.

    :raises ValueError: if the number is none, or the year has not four digits.
    """
    try:
        moment = EPOCH + timedelta(milliseconds=int(milliseconds))
        return moment.astimezone(place)
    except (OverflowError, ValueError):
        raise ValueError(_OUTSIDE) from None


def in_zone(moment: datetime, timezone: str = "") -> datetime:
    """Return the same instant in a named zone, or unchanged if none is named.

    :raises ValueError: if there is no such zone, or the year leaves its range.
    """
    return moved(moment, zone(timezone)) if timezone else moment


def moved(moment: datetime, place: tzinfo) -> datetime:
    """Return the same instant in another zone.

    :raises ValueError: if the year leaves its range.
    """
    try:
        return moment.astimezone(place)
    except OverflowError:
        raise ValueError(_OUTSIDE) from None


def at_wall(wall: datetime, place: tzinfo | None) -> datetime:
    """Return the instant at which clocks in a zone show a time.

    A time that clocks skip in spring is moved on by the gap; of two equal ones in
    autumn it is the first, unless ``wall.fold`` is 1 (moment does the same).

    :raises ValueError: if the year leaves its range.
    """
    return moved(moved(wall.replace(tzinfo=place), UTC), place or UTC)
