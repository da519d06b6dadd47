"""Feeds: frames made once for everybody, and readers that come, lag and leave."""

import threading
from collections.abc import Iterator, Sequence

import pytest

from webhooks.errors import Unavailable
from webhooks.runtime.live import LiveBroker
from webhooks.runtime.live_feed import (
    CHANGES_A_FRAME,
    CHANGES_KEPT,
    FRAMES_KEPT,
    Dropped,
    Feed,
    Frame,
)

PATIENCE = 30.0


class Source:
    """Makes frames when it is told to, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, tuple[int, ...]]] = []
        self.newest = 0
        self.error: Exception | None = None
        self.looked = threading.Semaphore(0)
        self.may_go = threading.Semaphore(0)
        self.answered = threading.Semaphore(0)

    def make(self, newest: int, changed: Sequence[int]) -> Frame | None:
        self.asked.append((newest, tuple(changed)))
        self.looked.release()
        assert self.may_go.acquire(timeout=PATIENCE)
        try:
            return self._frame(newest, changed)
        finally:
            self.answered.release()

    def _frame(self, newest: int, changed: Sequence[int]) -> Frame | None:
        if self.error is not None:
            raise self.error
        if self.newest == newest and not changed:
            return None
        return Frame(self.newest, f"{newest + 1}-{self.newest} {tuple(changed)}")

    def look(self) -> None:
        """Wait until it is asked, and let it answer."""
        assert self.looked.acquire(timeout=PATIENCE)
        self.answer()

    def answer(self) -> None:
        """Let it answer what it has been asked."""
        self.may_go.release()
        assert self.answered.acquire(timeout=PATIENCE)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def feed(source: Source) -> Iterator[Feed]:
    """A feed that makes no pauses and has had its first look."""
    made = Feed(0, source.make, pause_seconds=0)
    made.start()
    source.look()
    yield made
    made.stop()
    for _ in range(3):
        source.may_go.release()


def test_it_looks_at_once_for_what_came_while_it_was_made(source: Source) -> None:
    source.newest = 3
    feed = Feed(2, source.make, pause_seconds=0)
    feed.start()
    source.look()
    assert [frame.text for frame in feed.read(0, PATIENCE)] == ["3-3 ()"]
    feed.stop()


def read_on(feed: Feed) -> None:
    while True:
        feed.read(feed.position, PATIENCE)


class Pauses(threading.Event):
    """Passes at once, and remembers for how long it was asked to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.asked.append(timeout)
        return self.is_set()


def test_it_pauses_for_longer_when_a_frame_is_only_a_number() -> None:
    frames = [Frame(1, "a row"), Frame(400, "399 more", crowded=True), None]
    asked: list[int] = []

    def make(newest: int, _changed: Sequence[int]) -> Frame | None:
        asked.append(newest)
        frame = frames[len(asked) - 1]
        if frame is None:
            made.stop()
        else:
            made.added()
        return frame

    made = Feed(0, make, pause_seconds=0.5)
    pauses = made._stopped = Pauses()
    made.start()
    with pytest.raises(Dropped):
        read_on(made)
    assert asked == [0, 1, 400]
    assert pauses.asked[:2] == [0.5, 1.0]


def test_a_stop_that_comes_while_it_looks_whether_it_is_stopped_ends_it() -> None:
    """Else its thread would wait for ever for something that is due."""

    class StoppedMeanwhile(threading.Event):
        def is_set(self) -> bool:
            before = super().is_set()
            if not before:
                made.stop()
            return before

    made = Feed(0, lambda newest, changed: None, pause_seconds=0)
    made._stopped = StoppedMeanwhile()
    thread = threading.Thread(target=made._run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_every_reader_gets_the_same_frame(feed: Feed, source: Source) -> None:
    places = [feed.position, feed.position]
    source.newest = 2
    feed.added()
    source.look()
    first, second = (feed.read(place, PATIENCE)[0] for place in places)
    assert first is second
    assert (first.newest, first.text) == (2, "1-2 ()")


def test_what_comes_while_a_frame_is_made_is_in_the_next(
    feed: Feed, source: Source
) -> None:
    source.newest = 1
    feed.added()
    assert source.looked.acquire(timeout=PATIENCE)
    for _ in range(100):
        feed.added()
    feed.changed(1)
    source.answer()
    source.look()
    assert source.asked[1:] == [(0, ()), (1, (1,))]


def test_changes_are_made_into_frames_bit_by_bit(feed: Feed, source: Source) -> None:
    feed.added()
    assert source.looked.acquire(timeout=PATIENCE)
    for number in range(CHANGES_A_FRAME + 5):
        feed.changed(number)
    source.answer()
    source.look()
    source.look()
    assert source.asked[-2][1] == tuple(range(CHANGES_A_FRAME))
    assert source.asked[-1][1] == tuple(range(CHANGES_A_FRAME, CHANGES_A_FRAME + 5))


def test_of_very_many_changes_the_oldest_are_forgotten(
    feed: Feed, source: Source
) -> None:
    feed.added()
    assert source.looked.acquire(timeout=PATIENCE)
    for number in range(CHANGES_KEPT + 7):
        feed.changed(number)
    source.answer()
    source.look()
    assert source.asked[2][1][0] == 7


def test_a_reader_that_fell_behind_is_dropped_and_another_is_not(
    feed: Feed, source: Source
) -> None:
    slow = quick = feed.position
    for number in range(1, FRAMES_KEPT + 2):
        source.newest = number
        feed.added()
        source.look()
        quick += len(feed.read(quick, PATIENCE))
    assert quick == FRAMES_KEPT + 1
    with pytest.raises(Dropped):
        feed.read(slow, 0)


def test_nothing_new_is_no_frame(feed: Feed) -> None:
    assert feed.read(feed.position, 0) == []


@pytest.mark.parametrize("error", [Unavailable("No disk"), ZeroDivisionError()])
def test_a_failure_ends_the_readers_streams(
    feed: Feed, source: Source, error: Exception
) -> None:
    source.error = error
    feed.added()
    source.look()
    with pytest.raises(Dropped):
        feed.read(feed.position, PATIENCE)


def test_the_last_reader_ends_the_feed_and_the_next_one_starts_anew(
    source: Source,
) -> None:
    broker = LiveBroker()
    with broker.follow("a", 0, source.make) as one:
        source.look()
        with broker.follow("a", 9, source.make) as two:
            assert one is two
            assert len(broker) == 2
        broker.publish("b", 1)
        assert not one.ended
    assert one.ended
    assert len(broker) == 0
    with broker.follow("a", 4, source.make) as three:
        source.look()
        assert three is not one
        assert source.asked[-1] == (4, ())


def test_publishing_reaches_the_feed_of_its_topic(source: Source) -> None:
    broker = LiveBroker()
    with broker.follow("a", 0, source.make) as feed:
        source.look()
        source.newest = 1
        broker.publish("a", 1)
        source.look()
        assert feed.read(0, PATIENCE)[0].newest == 1
        broker.publish_change("a", 1)
        source.look()
        assert feed.read(1, PATIENCE)[0].text == "2-1 (1,)"
        broker.publish_change("b", 1)


def test_closing_the_broker_ends_the_readers_streams(source: Source) -> None:
    broker = LiveBroker()
    with broker.follow("a", 0, source.make) as feed:
        source.look()
        broker.close()
        with pytest.raises(Dropped):
            feed.read(feed.position, PATIENCE)
        with pytest.raises(Unavailable), broker.follow("a", 0, source.make):
            pass
