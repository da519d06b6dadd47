"""Where bars stand, and that none is lost or too high."""

from datetime import UTC, datetime

import pytest

from webhooks.clock import to_ms
from webhooks.services.application_overview import Stretch
from webhooks.web.pages.charts import SIZE, chart, nice_top, sparkline

NOON = to_ms(datetime(2026, 3, 4, 12, tzinfo=UTC))
HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 2), (2, 2), (3, 4), (5, 6), (7, 10), (11, 20), (399, 400), (1001, 2000)],
)
def test_the_scale_ends_at_an_even_number_not_far_above(highest: int, top: int) -> None:
    assert nice_top(highest) == top


def test_bad_stands_on_good() -> None:
    [bar] = chart([Stretch(NOON, 6, 2)], 1).bars
    assert (bar.good_height, bar.good_y) == (60, 40)
    assert (bar.bad_height, bar.bad_y) == (20, 20)
    assert bar.words == "4 Mar, 12:00 to 13:00 UTC"
    assert (bar.start, bar.end) == (
        "2026-03-04T12:00:00.000Z",
        "2026-03-04T13:00:00.000Z",
    )


def test_one_among_very_many_is_seen_and_nothing_sticks_out() -> None:
    bars = chart([Stretch(NOON, 1_000_000, 1), Stretch(NOON, 0, 1)], 24).bars
    assert [bar.bad_height for bar in bars] == [1.5, 1.5]
    assert all(bar.good_height + bar.bad_height <= SIZE for bar in bars)
    assert bars[0].words == "4 Mar UTC"


def test_a_day_is_drawn_with_bad_on_good() -> None:
    drawn = sparkline([(0, 0), (6, 2), (3, 0), (0, 1)])
    assert drawn.good_path == "M28.125 40h18.75v60h-18.75zM53.125 70h18.75v30h-18.75z"
    assert drawn.bad_path == "M28.125 20h18.75v20h-18.75zM78.125 90h18.75v10h-18.75z"
    assert (drawn.good, drawn.bad) == (9, 3)


def test_a_day_without_anything_has_nothing_drawn() -> None:
    drawn = sparkline([(0, 0)] * 24)
    assert (drawn.good_path, drawn.bad_path) == ("", "")
    assert (drawn.good, drawn.bad) == (0, 0)


@pytest.mark.parametrize(("count", "hours"), [(24, 1), (28, 6), (30, 24)])
def test_a_few_bars_have_labels(count: int, hours: int) -> None:
    stretches = [Stretch(NOON + n * hours * HOUR_MS, 1, 0) for n in range(count)]
    drawn = chart(stretches, hours)
    assert len(drawn.labelled) == 5
    assert (drawn.labelled[0], drawn.labelled[-1]) == (drawn.bars[0], drawn.bars[-1])
    assert drawn.good == count
    right = max(bar.x + bar.width for bar in drawn.bars)
    assert right <= SIZE
