"""The parts of a date that a text has told, and the date that they make.

Apart from reading them because filling in what was not told has rules of its
own: the larger missing parts come from today, the smaller ones are the first
(https://momentjs.com/docs/#/parsing/string-format/).
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from webhooks.templating.dates.instants import at_wall, from_ms, moved
from webhooks.templating.dates.weeks import ISO_WEEKS, US_WEEKS, weekday_of

_ISO_KEYS = frozenset({"iso year", "iso week", "iso weekday"})
_US_KEYS = frozenset({"us year", "us week", "weekday", "local weekday"})


@dataclass(slots=True)
class DateParts:
    """What was read so far; ``numbers`` go by the names used here as keys."""

    numbers: dict[str, int] = field(default_factory=dict)
    afternoon: bool | None = None
    # Minutes east of UTC.
    offset: int | None = None
    # Milliseconds since the epoch; says everything by itself.
    instant: float | None = None
    wrong: bool = False

    def moment(self, place: tzinfo, now: datetime) -> datetime | None:
        """Return the date in a zone, or None if there is no such date."""
        only_half_of_day = self.afternoon is not None and not self.numbers
        if self.wrong or only_half_of_day:
            return None
        try:
            if self.instant is not None:
                return from_ms(self.instant, place)
            wall = self._on(self._day(moved(now, place).date()))
            if self.offset is None:
                return at_wall(wall, place)
            shift = timedelta(minutes=self.offset)
            return moved(wall.replace(tzinfo=UTC) - shift, place)
        except (OverflowError, ValueError):
            return None

    def _day(self, today: date) -> date:
        """Return the day that was told.

        :raises ValueError: if there is none like that.
        """
        told = self.numbers
        if "month" not in told and "day" not in told:
            if _ISO_KEYS & told.keys():
                return self._day_of_iso_week(today)
            if _US_KEYS & told.keys():
                return self._day_of_us_week(today)
        if "day of year" in told:
            return _day_of_year(told.get("year", today.year), told["day of year"])
        day = self._calendar_day(today)
        complete = {"year", "month", "day"} <= told.keys()
        if complete and told.get("weekday", weekday_of(day)) != weekday_of(day):
            raise ValueError("the day of the week is another one")
        return day

    def _calendar_day(self, today: date) -> date:
        told = self.numbers
        year, month = told.get("year"), told.get("month")
        day = told.get("day")
        if year is None and month is None and day is None:
            return today
        if year is None:
            year = today.year
            month = today.month if month is None else month
        return date(year, 1 if month is None else month, 1 if day is None else day)

    def _day_of_iso_week(self, today: date) -> date:
        told = self.numbers
        this_year, _ = ISO_WEEKS.week_of(today)
        year = told.get("iso year", told.get("year", this_year))
        week, weekday = told.get("iso week", 1), told.get("iso weekday", 1)
        if not (1 <= week <= ISO_WEEKS.weeks_in(year) and 1 <= weekday <= 7):
            raise ValueError("there is no such week")
        return ISO_WEEKS.day_of(year, week, weekday)

    def _day_of_us_week(self, today: date) -> date:
        told = self.numbers
        this_year, this_week = US_WEEKS.week_of(today)
        year = told.get("us year", told.get("year", this_year))
        week = told.get("us week", this_week)
        weekday = told.get("weekday", told.get("local weekday", 0))
        if not (1 <= week <= US_WEEKS.weeks_in(year) and 0 <= weekday <= 6):
            raise ValueError("there is no such week")
        return US_WEEKS.day_of(year, week, weekday)

    def _on(self, day: date) -> datetime:
        """Return a day with the time that was told; 24:00 begins the next day."""
        hour = self.numbers.get("hour", 0)
        if "hour" in self.numbers and self.afternoon is not None and hour <= 12:
            hour = hour % 12 + 12 * self.afternoon
        minute = self.numbers.get("minute", 0)
        second = self.numbers.get("second", 0)
        millisecond = self.numbers.get("millisecond", 0)
        if (hour, minute, second, millisecond) == (24, 0, 0, 0):
            return datetime.combine(day, time()) + timedelta(days=1)
        return datetime.combine(day, time(hour, minute, second, millisecond * 1000))


def _day_of_year(year: int, number: int) -> date:
    day = date(year, 1, 1) + timedelta(days=number - 1)
    if day.year != year:
        raise ValueError("the year has no such day")
    return day
