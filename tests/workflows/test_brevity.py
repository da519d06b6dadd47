"""Brief workflows: those whose runs are over in no time, whatever they are given."""

import pytest

from tests.workflows.stage import Json, Stage, call, grouped, loop_over, see, wait
from webhooks.workflows.compiling import FlowDocument


def is_brief(*nodes: Json) -> bool:
    """Tell whether a workflow of these nodes is brief."""
    return Stage().compiled(FlowDocument([], grouped(nodes))).is_brief


def chain(length: int) -> list[Json]:
    """Return so many nodes in a row."""
    wired = [see(f"n{i}", f"n{i + 1}") for i in range(length - 1)]
    return [*wired, see(f"n{length - 1}")]


def test_a_few_nodes_in_a_row_are_brief() -> None:
    assert is_brief()
    assert is_brief(*chain(100))
    assert not is_brief(*chain(101))


def test_a_row_may_be_longer_than_python_recurses() -> None:
    assert not is_brief(*chain(2000))
    assert not is_brief(*reversed(chain(2000)))


def test_every_fork_counts() -> None:
    assert is_brief(see("a", *"bcd"), see("b", "d"), see("c", "d"), see("d"))
    assert is_brief(see("a", *(["b"] * 99)), see("b"))
    assert not is_brief(see("a", *(["b"] * 100)), see("b"))
    doubling = [see(f"n{i}", *([f"n{i + 1}"] * 2)) for i in range(40)]
    assert not is_brief(*doubling, see("n40"))


def test_a_circle_is_not_brief_wherever_it_is() -> None:
    assert not is_brief(see("a", "b"), see("b", "a"))
    assert not is_brief(see("x"), see("a", "b"), see("b", "c"), see("c", "b"))


@pytest.mark.parametrize(
    "nodes",
    [
        [wait("w", 0)],
        [loop_over("l", "n", ["a"]), see("a")],
        [call("c", "other")],
    ],
)
def test_what_waits_repeats_or_calls_is_not_brief(nodes: list[Json]) -> None:
    assert not is_brief(*nodes)
