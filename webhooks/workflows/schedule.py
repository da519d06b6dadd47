"""When a timer fires: every so many seconds, or by a cron expression.

Source of the forms: the Timer trigger in Losant's documentation. A cron
expression has five fields, or six with the seconds first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from webhooks.workflows.errors import FieldProblem

SHORTEST_SECONDS: Final = 1
LONGEST_SECONDS: Final = 366 * 86_400

_NAMED: Final = {
    "@yearly": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@hourly": "0 * * * *",
}
# The library knows more than the platform; what only one knows would not travel.
_FOREIGN = re.compile(r"[#?]|(?<!JU)L|W(?!ED)", re.IGNORECASE)
# From here it is tried whether an expression ever comes true.
_TRIAL: Final = datetime(2024, 1, 1, tzinfo=UTC)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Either ``seconds`` between two times, or a ``cron`` expression in a zone."""

    seconds: float | None = None
    cron: str = ""
    zone: str = "UTC"

    def next_after(self, moment: datetime, due: datetime | None = None) -> datetime:
        """Return when it fires next, after ``moment``.

        ``due`` is the time that was planned before: times that were missed are
        left out, and the rhythm is kept.
        """
        if self.seconds is None:
            local = moment.astimezone(ZoneInfo(self.zone))
            return next(CronSim(self.cron, local)).astimezone(moment.tzinfo)
        if due is None:
            return moment + timedelta(seconds=self.seconds)
        if due > moment:
            return due
        missed = (moment - due).total_seconds() // self.seconds + 1
        return due + timedelta(seconds=missed * self.seconds)


def read_schedule(config: Mapping[str, Any], meta: Mapping[str, Any]) -> Schedule:
    """Return the schedule that a timer's document describes. Raises FieldProblem."""
    cron = config.get("cron") or _weekly(meta)
    if cron:
        return _by_cron(cron, config.get("tz") or meta.get("timezone") or "UTC")
    seconds = config.get("seconds")
    if isinstance(seconds, str):
        seconds = _number(seconds)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise FieldProblem("A timer needs seconds or a cron expression.", required=True)
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        text = f"Seconds must be from {SHORTEST_SECONDS} to {LONGEST_SECONDS}."
        raise FieldProblem(text, "/seconds")
    return Schedule(float(seconds))


def schedule_problems(
    config: Mapping[str, Any], meta: Mapping[str, Any]
) -> list[FieldProblem]:
    """Return what is wrong with a timer's schedule, if anything is."""
    try:
        read_schedule(config, meta)
    except FieldProblem as problem:
        return [problem]
    return []


def _by_cron(cron: Any, zone: Any) -> Schedule:
    if not isinstance(cron, str) or not isinstance(zone, str):
        raise FieldProblem("The cron expression and its zone must be texts.", "/cron")
    text = _NAMED.get(cron.strip().lower(), cron.strip())
    if _FOREIGN.search(text) or text.startswith("@"):
        message = f"{cron} uses a sign that cron expressions here do not have."
        raise FieldProblem(message, "/cron")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FieldProblem(f"{zone} is not a time zone.", "/tz") from None
    try:
        next(CronSim(text, _TRIAL))
    except (CronSimError, StopIteration):
        raise FieldProblem(f"{cron} is not a cron expression.", "/cron") from None
    return Schedule(cron=text, zone=zone)


def _weekly(meta: Mapping[str, Any]) -> str:
    """Return the cron expression of a choice of weekdays and a time of day."""
    if meta.get("timerTypeSelect") != "cronWeekly":
        return ""
    match = _TIME.fullmatch(str(meta.get("timeAt") or "00:00:00"))
    days = meta.get("weekdays")
    if match is None or not isinstance(days, list) or not days:
        raise FieldProblem("A weekly timer needs weekdays and a time of day.")
    numbers = sorted({str(day) for day in days})
    if not set("0123456").issuperset(numbers):
        raise FieldProblem("The weekdays of a timer are 0 (Sunday) to 6.")
    hour, minute, second = (int(part or 0) for part in match.groups())
    # Only with five fields is a time that the clocks leave out made up for.
    seconds = f"{second} " if second else ""
    return f"{seconds}{minute} {hour} * * {','.join(numbers)}"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
