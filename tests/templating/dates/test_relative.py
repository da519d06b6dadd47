"""Distances in words, at both sides of each of moment's thresholds."""

from datetime import UTC, datetime, timedelta

import pytest

from webhooks.templating.dates import relative

NOW = datetime(2026, 1, 5, 10, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(), "a few seconds"),
        (timedelta(seconds=44), "a few seconds"),
        (timedelta(seconds=45), "a minute"),
        (timedelta(seconds=89), "a minute"),
        (timedelta(seconds=90), "2 minutes"),
        (timedelta(minutes=44), "44 minutes"),
        (timedelta(minutes=45), "an hour"),
        (timedelta(minutes=89), "an hour"),
        (timedelta(minutes=90), "2 hours"),
        (timedelta(hours=21), "21 hours"),
        (timedelta(hours=22), "a day"),
        (timedelta(hours=35), "a day"),
        (timedelta(hours=36), "2 days"),
        (timedelta(days=25), "25 days"),
        (timedelta(days=26), "a month"),
        (timedelta(days=45), "a month"),
        (timedelta(days=47), "2 months"),
        (timedelta(days=319), "10 months"),
        (timedelta(days=321), "a year"),
        (timedelta(days=545), "a year"),
        (timedelta(days=550), "2 years"),
        (timedelta(days=36525), "100 years"),
    ],
)
def test_distances_have_moments_words(distance: timedelta, words: str) -> None:
    assert relative(NOW + distance, NOW) == f"in {words}"
    if distance:
        assert relative(NOW, NOW + distance) == f"{words} ago"


def test_a_whole_month_is_one_however_many_days_it_has() -> None:
    assert relative(
        datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    ) == ("a month ago")
