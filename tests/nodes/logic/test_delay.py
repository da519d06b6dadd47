"""Delay: seconds within the limits of a run."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.delay import NODE
from webhooks.workflows.errors import NodeError
from webhooks.workflows.outcome import Wait


@pytest.mark.parametrize(("delay", "seconds"), [(5, 5), ("0.1", 0.1), ("{{s}}", 3)])
def test_a_delay_is_a_number_of_seconds(delay: Any, seconds: float) -> None:
    assert run_node(NODE, {"delay": delay}, {"s": 3}).outcome == Wait(seconds)


@pytest.mark.parametrize("delay", [-1, 61, "soon", "{{nope}}", "Infinity"])
def test_what_cannot_be_waited_stops_the_run(delay: Any) -> None:
    with pytest.raises(NodeError):
        run_node(NODE, {"delay": delay}, {})
