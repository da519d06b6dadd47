"""Numbers of weeks, by the ISO rule and by the one of the United States.

Apart because both the formatter and the parser count weeks, and because it works
on ordinals of days, so that the first and the last year need no special care.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WeekRule:
    """The weekday that begins a week, and a day of January always in week 1.

    Weekdays count from Sunday as 0, as in JavaScript.
    """

    first_weekday: int
    january_day: int

    def week_of(self, day: date) -> tuple[int, int]:
        """Return the year of the week that holds a day, and the week's number."""
        ordinal = day.toordinal()
        year = day.year + 1
        while ordinal < self._start_of(year):
            year -= 1
        return year, (ordinal - self._start_of(year)) // 7 + 1

    def weeks_in(self, year: int) -> int:
        """Return how many weeks a year has, 52 or 53."""
        return (self._start_of(year + 1) - self._start_of(year)) // 7

    def day_of(self, year: int, week: int, weekday: int) -> date:
        """Return a weekday of a week.

        :raises ValueError: if it lies outside the years 1 to 9999.
        """
        days = 7 * (week - 1) + (weekday - self.first_weekday) % 7
        try:
            return date.fromordinal(self._start_of(year) + days)
        except OverflowError:
            raise ValueError("the week lies outside the years 1 to 9999") from None

    def _start_of(self, year: int) -> int:
        """Return the ordinal of the first day of a year's first week."""
        before = year - 1
        new_year = before * 365 + before // 4 - before // 100 + before // 400
        anchor = new_year + self.january_day
        return anchor - (anchor - self.first_weekday) % 7


ISO_WEEKS = WeekRule(first_weekday=1, january_day=4)
US_WEEKS = WeekRule(first_weekday=0, january_day=1)


def weekday_of(day: date) -> int:
    """Return the day of the week, Sunday as 0."""
    return day.isoweekday() % 7
