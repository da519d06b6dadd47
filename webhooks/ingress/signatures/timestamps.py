"""Time stamps of requests: read strictly, compared in whole seconds."""

import re
from datetime import UTC, datetime

from webhooks.ingress.signatures.contract import (
    SignatureProblem,
    TimeUnit,
    Untimely,
)

# int() alone would take other scripts' digits, underscores and 5,000 digits.
_WHOLE = re.compile(rb"[0-9]{1,16}")
_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)


def parse(text: bytes, unit: TimeUnit, where: str) -> float:
    """Return the seconds since 1970 that a time stamp stands for.

    Fractions beyond microseconds are cut off. Raises SignatureProblem.
    """
    if unit != "rfc3339":
        if _WHOLE.fullmatch(text) is None:
            raise SignatureProblem(f"{where} is no number, so its age is unknown")
        return int(text) / (1000 if unit == "ms" else 1)
    match = _RFC3339.fullmatch(text.decode("latin-1"))
    if match is None:
        raise SignatureProblem(
            f"{where} is no time like 2026-01-31T12:00:00Z, so its age is unknown"
        )
    micros = (match[2] or "0")[:6].ljust(6, "0")
    zone = "+00:00" if match[3] in "Zz" else match[3]
    try:
        moment = datetime.fromisoformat(f"{match[1]}.{micros}{zone}")
        return moment.astimezone(UTC).timestamp()
    except (OverflowError, ValueError):
        raise SignatureProblem(f"{where} is no time that exists") from None


def write(moment: datetime, unit: TimeUnit) -> str:
    """Return a moment as a sender of that kind writes it."""
    if unit == "rfc3339":
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(int(moment.timestamp() * (1000 if unit == "ms" else 1)))


def check_age(sent: float, now: datetime, tolerance_seconds: float, where: str) -> None:
    """Pass a time stamp that is near enough, either way.

    Raises Untimely with the seconds that it is off.
    """
    age = int(now.timestamp()) - int(sent)
    if abs(age) <= tolerance_seconds:
        return
    off = f"{abs(age)} s " + ("old" if age > 0 else "in the future")
    raise Untimely(
        f"the time stamp ({where}) is {off}; {tolerance_seconds:g} s are allowed. "
        "Either the request was held back or sent again, or a clock is wrong"
    )
