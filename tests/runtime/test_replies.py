"""The registry of waiting callers."""

import threading
from contextlib import ExitStack

import pytest

from webhooks.errors import NotFound, Unavailable
from webhooks.ingress.reply import Reply
from webhooks.runtime.replies import ReplyRegistry

REPLY = Reply(200, (), b"x")


def test_the_first_reply_wins() -> None:
    registry = ReplyRegistry(1)
    with registry.open("w.1", "w", "d") as pending:
        assert registry.find("w.1") is pending
        assert pending.resolve(REPLY)
        assert not pending.resolve(Reply(500))
        assert pending.wait(0) is REPLY
    assert registry.find("w.1") is None
    assert len(registry) == 0


def test_after_the_time_is_over_nobody_can_reply() -> None:
    registry = ReplyRegistry(1)
    with registry.open("w.1", "w", "d") as pending:
        assert pending.wait(0) is None
        assert not pending.resolve(REPLY)
    assert not pending.resolve(REPLY)


def test_a_reply_from_another_thread_wakes_the_caller() -> None:
    registry = ReplyRegistry(1)
    with registry.open("w.1", "w", "d") as pending:
        threading.Thread(target=pending.resolve, args=[REPLY]).start()
        assert pending.wait(30) is REPLY


class _Crowding(str):
    """A webhook's id; whoever compares it meets another caller that just comes."""

    registry: ReplyRegistry
    others: ExitStack
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        number = len(self.registry)
        self.others.enter_context(self.registry.open(f"v.{number}", "v", "d"))
        return str.__eq__(self, other)


@pytest.mark.parametrize("ask", ["waiting", "release"])
def test_callers_may_come_while_others_are_looked_up(ask: str) -> None:
    registry = ReplyRegistry(100)
    name = _Crowding("w")
    name.registry = registry
    with ExitStack() as name.others, registry.open("w.1", name, "e"):
        assert getattr(registry, ask)("w")
        assert len(registry) > 1


def test_it_takes_no_more_than_its_limit() -> None:
    registry = ReplyRegistry(1)
    with (
        registry.open("w.1", "w", "d"),
        pytest.raises(Unavailable, match="Too many callers"),
        registry.open("w.2", "w", "e"),
    ):
        pass
    with registry.open("w.3", "w", "f"):
        assert len(registry) == 1


def test_a_caller_leaves_even_if_storing_fails() -> None:
    registry = ReplyRegistry(1)
    with pytest.raises(ZeroDivisionError), registry.open("w.1", "w", "d"):
        raise ZeroDivisionError
    assert len(registry) == 0


def test_stopping_wakes_everybody_once_and_takes_no_more() -> None:
    registry = ReplyRegistry(3)
    with registry.open("w.1", "w", "d") as one, registry.open("w.2", "w", "e") as two:
        two.resolve(REPLY)
        assert registry.shutdown() == 1
        assert one.wait(30) is None
        assert two.wait(30) is REPLY
        with pytest.raises(Unavailable), registry.open("w.3", "w", "f"):
            pass


def test_releasing_wakes_the_callers_of_one_webhook() -> None:
    registry = ReplyRegistry(3)
    with registry.open("w.1", "w", "d") as one, registry.open("v.1", "v", "e") as two:
        assert registry.release("w") == 1
        assert one.wait(30) is None
        assert one.released
        assert not two.taken
        assert not two.released


def test_at_a_deleted_webhook_nobody_begins_to_wait() -> None:
    registry = ReplyRegistry(3)
    registry.release("w")
    with pytest.raises(NotFound), registry.open("w.1", "w", "d"):
        pass
    with registry.open("v.1", "v", "e"):
        assert len(registry) == 1


def test_it_names_the_deliveries_that_wait_oldest_first() -> None:
    registry = ReplyRegistry(4)
    with (
        registry.open("w.1", "w", "d1"),
        registry.open("v.1", "v", "d2"),
        registry.open("w.2", "w", "d3"),
        registry.open("w.3", "w", "d4") as answered,
    ):
        answered.resolve(REPLY)
        assert [c.delivery_id for c in registry.waiting("w")] == ["d1", "d3"]


def test_a_caller_that_has_gone_does_not_take_the_reply() -> None:
    registry = ReplyRegistry(1)
    with registry.open("w.1", "w", "d") as pending:
        pending.caller_gone = lambda: True
        assert not pending.resolve(REPLY)
        assert pending.wait(30) is None


def test_those_who_wait_are_counted_by_webhook() -> None:
    registry = ReplyRegistry(9)
    with registry.open("w.1", "w", "d"), registry.open("w.2", "w", "e") as second:
        with registry.open("x.1", "x", "f"):
            assert registry.counts() == {"w": 2, "x": 1}
        second.resolve(REPLY)
        assert registry.counts() == {"w": 1}
