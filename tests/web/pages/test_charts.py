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


def test_nothing_has_no_height() -> None:
    drawn = sparkline([(0, 0)] * 24)
    assert {(bar.good_height, bar.bad_height) for bar in drawn.bars} == {(0, 0)}
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
