"""Dates in texts of unknown form: ISO 8601, e-mail's, and what people write.

Apart from the tokens because nobody says here what the text looks like; each
form is recognised as a whole and then read by a format of tokens.
"""

import re
from datetime import datetime

from webhooks.templating.dates.parsing import MAX_TEXT_LENGTH, parse_date

_ISO = re.compile(
    r"\s*(?P<date>[+-]\d{6}-\d\d-\d\d|\d{4}-\d\d-\d\d|\d{4}-W\d\d-\d|\d{4}-W\d\d"
    r"|\d{4}-\d{3}|\d{4}-\d\d|[+-]\d{10}|\d{8}|\d{4}W\d{3}|\d{4}W\d\d|\d{7}|\d{6}|\d{4})"
    r"(?:(?P<between>[T ])(?P<time>\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?"
    r"|\d{4}(?:\d\d(?:[.,]\d+)?)?)(?P<zone>[+-]\d\d(?::?\d\d)?|\s*Z)?)?",
    re.ASCII,
)
# The form of an ISO date, its tokens, and whether a time may follow.
_ISO_DATES = tuple(
    (re.compile(pattern, re.ASCII), tokens, time)
    for pattern, tokens, time in (
        (r"[+-]\d{6}-\d\d-\d\d", "YYYYYY-MM-DD", True),
        (r"\d{4}-\d\d-\d\d", "YYYY-MM-DD", True),
        (r"\d{4}-W\d\d-\d", "GGGG-[W]WW-E", True),
        (r"\d{4}-W\d\d", "GGGG-[W]WW", False),
        (r"\d{4}-\d{3}", "YYYY-DDDD", True),
        (r"\d{4}-\d\d", "YYYY-MM", False),
        (r"[+-]\d{10}", "YYYYYYMMDD", True),
        (r"\d{8}", "YYYYMMDD", True),
        (r"\d{4}W\d{3}", "GGGG[W]WWE", True),
        (r"\d{4}W\d\d", "GGGG[W]WW", False),
        (r"\d{7}", "YYYYDDDD", True),
        (r"\d{6}", "YYYYMM", False),
        (r"\d{4}", "YYYY", False),
    )
)
_TIME = (
    r"(?:,?\s+(?P<time>\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)(?:\s*(?P<half>[ap]m))?)?"
    r"(?:\s*(?P<zone>(?:GMT|UTC?|Z)?(?:[+-]\d\d:?\d\d)?|[ECMP][SD]T)"
    r"(?:\s*\([^()]*\))?)?"
)
_WRITTEN = tuple(
    (re.compile(pattern + _TIME, re.ASCII | re.IGNORECASE), tokens)
    for pattern, tokens in (
        (
            r"(?:[a-z]{3,9},?\s+)?(?P<date>\d\d?\s+[a-z]{3,9}\.?,?\s+\d{4})",
            "D MMMM YYYY",
        ),
        (r"(?:[a-z]{3,9},?\s+)?(?P<date>\d\d?\s+[a-z]{3}\s+\d\d)", "D MMMM YY"),
        (
            r"(?:[a-z]{3,9},?\s+)?(?P<date>[a-z]{3,9}\.?\s+\d\d?,?\s+\d{4})",
            "MMMM D YYYY",
        ),
        (r"(?P<date>\d{4}/\d\d?/\d\d?)", "YYYY/M/D"),
        (r"(?P<date>\d\d?/\d\d?/\d{4})", "M/D/YYYY"),
        (r"(?P<date>\d{4}-\d\d?-\d\d?)", "YYYY-M-D"),
    )
)
_AMERICAN = {
    **{"EDT": "-0400", "EST": "-0500", "CDT": "-0500", "CST": "-0600"},
    **{"MDT": "-0600", "MST": "-0700", "PDT": "-0700", "PST": "-0800"},
}


def read_date(
    text: str, timezone: str = "", now: datetime | None = None
) -> datetime | None:
    """Return the date of a text in a common form, or None if it has none.

    :raises ValueError: if there is no such zone.
    """
    if len(text) > MAX_TEXT_LENGTH:
        return None
    match = _ISO.fullmatch(text)
    if match is not None:
        return _read_iso(match, timezone, now)
    for pattern, tokens in _WRITTEN:
        match = pattern.fullmatch(text.strip())
        if match is not None:
            return _read_written(match, tokens, timezone, now)
    return None


def _read_iso(
    match: re.Match[str], timezone: str, now: datetime | None
) -> datetime | None:
    tokens, time_may_follow = next(
        (tokens, time)
        for pattern, tokens, time in _ISO_DATES
        if pattern.fullmatch(match["date"])
    )
    text = match["date"]
    if match["time"]:
        if not time_may_follow:
            return None
        clock = match["time"].replace(":", "").replace(",", ".")
        tokens += " " + ("HH", "HHmm", "HHmmss")[len(clock.partition(".")[0]) // 2 - 1]
        tokens += ".SSSS" if "." in clock else ""
        text += " " + clock
    if match["zone"]:
        tokens, text = tokens + "Z", text + match["zone"].strip()
    return parse_date(text, tokens, timezone, now)


def _read_written(
    match: re.Match[str], tokens: str, timezone: str, now: datetime | None
) -> datetime | None:
    text = match["date"]
    if match["time"]:
        text += " " + match["time"]
        tokens += " H:mm" + ":ss" * (match["time"].count(":") == 2)
        tokens += ".SSSS" if "." in match["time"] else ""
    if match["half"]:
        text, tokens = f"{text} {match['half']}", tokens + " A"
    if match["zone"]:
        place = match["zone"].upper()
        text += " " + (_AMERICAN.get(place) or place.lstrip("GMTUCZ") or "Z")
        tokens += " Z"
    return parse_date(text, tokens, timezone, now)
