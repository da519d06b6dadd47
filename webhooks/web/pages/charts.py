"""Charts of bars: where each stands and how high it is, for an SVG.

Drawn by the server, so that they need no script and no library; words and
numbers stay outside the picture, which is stretched to the room there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from webhooks.clock import from_ms, iso
from webhooks.services.application_overview import Stretch

# The picture's own units: as wide as high, since it is stretched anyway.
SIZE: Final = 100.0
_GAP: Final = 0.25
# What happened must be seen, however little it was beside the rest.
_LEAST: Final = 1.5
_LABELS: Final = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: what went well stands below what did not."""

    start: str
    end: str
    words: str
    label: str
    good: int
    bad: int
    x: float
    width: float
    good_y: float
    good_height: float
    bad_y: float
    bad_height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beneath a scale from 0 to ``top``, and labels for some of them."""

    bars: tuple[Bar, ...]
    top: int
    good: int
    bad: int

    @property
    def labelled(self) -> tuple[Bar, ...]:
        """The bars whose times stand beneath the picture, from end to end."""
        last = len(self.bars) - 1
        return tuple(self.bars[last * n // (_LABELS - 1)] for n in range(_LABELS))


@dataclass(frozen=True, slots=True)
class Spark:
    """The bars of a day as two paths of an SVG, and what they come to."""

    good_path: str
    bad_path: str
    good: int
    bad: int


def chart(stretches: Sequence[Stretch], hours: int) -> Chart:
    """Lay out stretches of so many hours each."""
    top = nice_top(max((each.good + each.bad for each in stretches), default=0))
    width = SIZE / max(1, len(stretches))
    return Chart(
        tuple(
            _bar(number, width, each, hours, top)
            for number, each in enumerate(stretches)
        ),
        top,
        sum(each.good for each in stretches),
        sum(each.bad for each in stretches),
    )


def sparkline(hours: Sequence[tuple[int, int]]) -> Spark:
    """Draw a day's hours without a scale and without times."""
    top = nice_top(max((good + bad for good, bad in hours), default=0))
    room = SIZE / max(1, len(hours))
    good_path, bad_path = [], []
    for number, (good, bad) in enumerate(hours):
        x = (number + _GAP / 2) * room
        good_height, bad_height = _heights(good, bad, top)
        if good:
            good_path.append(_block(x, room, SIZE - good_height, good_height))
        if bad:
            y = SIZE - good_height - bad_height
            bad_path.append(_block(x, room, y, bad_height))
    return Spark(
        "".join(good_path),
        "".join(bad_path),
        sum(good for good, _ in hours),
        sum(bad for _, bad in hours),
    )


def nice_top(highest: int) -> int:
    """Return an even number that is not much above the highest, at least 2."""
    size = 1
    while True:
        for step in (2, 4, 6, 10):
            if highest <= step * size:
                return step * size
        size *= 10


def _bar(number: int, width: float, stretch: Stretch, hours: int, top: int) -> Bar:
    start = from_ms(stretch.start_ms)
    end = start + timedelta(hours=hours)
    good_height, bad_height = _heights(stretch.good, stretch.bad, top)
    return Bar(
        start=iso(start),
        end=iso(end),
        words=_words(start, end, hours),
        label=f"{start:%H:%M}" if hours == 1 else _day(start),
        good=stretch.good,
        bad=stretch.bad,
        x=round(number * width + width * _GAP / 2, 3),
        width=round(width * (1 - _GAP), 3),
        good_y=round(SIZE - good_height, 3),
        good_height=round(good_height, 3),
        bad_y=round(SIZE - good_height - bad_height, 3),
        bad_height=round(bad_height, 3),
    )


def _block(x: float, room: float, y: float, height: float) -> str:
    width = room * (1 - _GAP)
    return f"M{x:.6g} {y:.6g}h{width:.6g}v{height:.6g}h-{width:.6g}z"


def _heights(good: int, bad: int, top: int) -> tuple[float, float]:
    bad_height = _height(bad, top)
    # The least height may make a full bar a little too high.
    return min(_height(good, top), SIZE - bad_height), bad_height


def _height(count: int, top: int) -> float:
    return max(_LEAST, SIZE * count / top) if count else 0.0


def _words(start: datetime, end: datetime, hours: int) -> str:
    if hours == 24:
        return f"{_day(start)} UTC"
    return f"{_day(start)}, {start:%H:%M} to {end:%H:%M} UTC"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b}"
