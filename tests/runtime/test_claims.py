"""Who handles a message first, and how long the others wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.serving import until
from webhooks.errors import Unavailable
from webhooks.runtime.claims import Claims


def test_the_second_has_its_turn_when_the_first_is_done() -> None:
    claims, order = Claims(), list[str]()
    first_holds, others_wait = threading.Event(), threading.Event()

    def first() -> None:
        with claims.hold(["a"], 60) as held:
            assert held
            first_holds.set()
            assert others_wait.wait(30)
            order.append("first")

    def second(_: int) -> None:
        assert first_holds.wait(30)
        others_wait.set()
        with claims.hold(["a"], 60) as held:
            assert held
            order.append("another")

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(first), *(pool.submit(second, n) for n in range(3))]
        for each in done:
            each.result(60)
    assert order == ["first", "another", "another", "another"]
    assert claims._held == {}


def test_other_names_do_not_wait() -> None:
    claims = Claims()
    with claims.hold(["a"], 60) as one, claims.hold(["b", "c"], 10) as other:
        assert one
        assert other


def test_two_that_share_two_names_do_not_wait_for_each_other() -> None:
    claims = Claims()

    def both(names: list[str]) -> bool:
        with claims.hold(names, 60) as held:
            return held

    with ThreadPoolExecutor(8) as pool:
        orders = [["a", "b"], ["b", "a"]] * 100
        assert all(pool.map(both, orders))
    assert claims._held == {}


def test_a_name_that_stands_twice_is_held_once() -> None:
    claims = Claims()
    with claims.hold(["a", "a"], 0) as held:
        assert held
    assert claims._held == {}


def test_nobody_waits_longer_than_he_wants_to_however_many_are_before_him() -> None:
    """The time counts for all that are waited for, not for each of them."""
    now = [0.0]
    claims = Claims(monotonic=lambda: now[0])
    with claims.hold(["b"], 5):
        now[0] = 100.0
        with claims.hold(["a", "b"], 0) as held:
            assert not held
            assert set(claims._held) == {"b"}
        assert set(claims._held) == {"b"}
    assert claims._held == {}


def test_a_failure_lets_the_next_one_through() -> None:
    claims = Claims()
    with pytest.raises(ValueError, match="no"), claims.hold(["a"], 10):
        raise ValueError("no")
    with claims.hold(["a"], 0) as held:
        assert held


def test_more_than_may_wait_are_turned_away_and_those_who_wait_have_their_turn() -> (
    None
):
    claims, waits = Claims(limit=1), threading.Event()

    def second() -> bool:
        waits.set()
        with claims.hold(["a"], 60) as held:
            return held

    with ThreadPoolExecutor(1) as pool:
        with claims.hold(["a"], 0):
            done = pool.submit(second)
            assert waits.wait(30)
            until(lambda: claims._waiting == 1, "one waits")
            with pytest.raises(Unavailable), claims.hold(["a"], 0):
                pass
            with claims.hold(["b"], 0) as other:
                assert other
        assert done.result(60)
    assert (claims._held, claims._waiting) == ({}, 0)


def test_whoever_gives_up_is_passed_over() -> None:
    claims = Claims()
    with claims.hold(["a"], 0):
        with claims.hold(["a"], 0) as held:
            assert not held
        assert not claims._held["a"]
    with claims.hold(["a"], 0) as held:
        assert held
