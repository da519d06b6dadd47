"""Time zones by their IANA names.

Apart because names count in any case, as in moment-timezone, while Python's
zones are files: what a name may open is decided here.
"""

from datetime import UTC, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_UTC_NAMES = frozenset({"", "utc", "z", "etc/utc"})


@lru_cache(maxsize=1_024)
def zone(name: str) -> tzinfo:
    """Return a time zone, such as ``Europe/Berlin``; empty means UTC.

    :raises ValueError: if there is no zone of that name.
    """
    wanted = name.strip().lower()
    if wanted in _UTC_NAMES:
        return UTC
    try:
        return ZoneInfo(name.strip())
    except (OSError, ValueError, ZoneInfoNotFoundError):
        # Not a name as it is written: a folder of zones, or another case.
        known = _names().get(wanted)
    if known is None:
        raise ValueError(f"there is no time zone {name[:100]!r}")
    return ZoneInfo(known)


@cache
def _names() -> dict[str, str]:
    """Return all names by their small letters; finding them takes 0.1 seconds."""
    return {name.lower(): name for name in sorted(available_timezones())}
