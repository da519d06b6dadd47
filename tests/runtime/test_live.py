"""Watchers: told what is new, dropped when they do not keep up."""

import pytest

from webhooks.errors import TooMany, Unavailable
from webhooks.runtime.live import QUEUE_LENGTH, Dropped, LiveBroker


def test_everybody_who_watches_a_topic_is_told() -> None:
    broker = LiveBroker()
    with broker.watch("a") as one, broker.watch("a") as two, broker.watch("b") as other:
        broker.publish("a", 1)
        broker.publish("a", 2)
        assert [one.get(0), one.get(0), one.get(0)] == [1, 2, None]
        assert two.get(0) == 1
        assert other.get(0) is None
    assert len(broker) == 0


def test_a_slow_watcher_is_dropped_and_the_others_stay() -> None:
    broker = LiveBroker()
    with broker.watch("a") as slow, broker.watch("a") as quick:
        for number in range(1, QUEUE_LENGTH + 2):
            broker.publish("a", number)
            assert quick.get(0) == number
        with pytest.raises(Dropped):
            slow.get(0)


def test_a_watcher_that_left_costs_nothing() -> None:
    broker = LiveBroker(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), broker.watch("a"):
            raise ZeroDivisionError
    assert len(broker) == 0
    broker.publish("a", 1)


def test_it_takes_no_more_than_its_limit() -> None:
    broker = LiveBroker(1)
    with broker.watch("a"), pytest.raises(TooMany), broker.watch("b"):
        pass


def test_closing_ends_every_stream_and_takes_no_more() -> None:
    broker = LiveBroker()
    with broker.watch("a") as watcher:
        broker.close()
        with pytest.raises(Dropped):
            watcher.get(30)
        with pytest.raises(Unavailable), broker.watch("a"):
            pass
