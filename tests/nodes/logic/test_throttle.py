"""Throttle: how often runs pass, and what is remembered."""

from datetime import timedelta
from typing import Any

import pytest

from tests.nodes.kit import NOW, FakePorts, Ran, run_node
from webhooks.nodes.logic.throttle import NODE
from webhooks.workflows.errors import NodeError

CONFIG = {
    "ratePerMinute": "2",
    "throttleIdTemplate": "{{id}}",
    "timeSincePath": "since",
}


def at(seconds: float, ports: FakePorts, **options: Any) -> Ran:
    payload = {"id": options.pop("id", "a")}
    now = NOW + timedelta(seconds=seconds)
    return run_node(NODE, CONFIG | options, payload, ports=ports, now=now)


def test_a_run_passes_when_the_last_one_that_passed_is_long_enough_ago() -> None:
    ports = FakePorts()
    steps = [at(seconds, ports) for seconds in (0, 29.999, 30, 45, 60)]
    assert [step.output_name for step in steps] == [
        "passes",
        "throttled",
        "passes",
        "throttled",
        "passes",
    ]
    assert [step.payload.get("since") for step in steps] == [
        None,
        29_999,
        30_000,
        15_000,
        30_000,
    ]


def test_ids_do_not_hold_up_each_other() -> None:
    ports = FakePorts()
    outputs = [at(0, ports, id=each).output_name for each in ("a", "b", "a")]
    assert outputs == ["passes", "passes", "throttled"]


def test_nodes_do_not_hold_up_each_other() -> None:
    ports = FakePorts()
    for node_id in ("one", "two"):
        ran = run_node(NODE, CONFIG, {}, ports=ports, node_id=node_id)
        assert ran.output_name == "passes"


def test_ids_of_any_length_are_kept_apart() -> None:
    ports = FakePorts()
    outputs = [at(0, ports, id="x" * n).output_name for n in (5000, 5001, 5000)]
    assert outputs == ["passes", "passes", "throttled"]
    assert max(map(len, ports.node_state.all())) <= 255


def test_a_clock_that_was_set_back_does_not_hold_up_anything() -> None:
    ports = FakePorts()
    assert at(3600, ports).output_name == "passes"
    assert at(0, ports).output_name == "passes"
    assert at(1, ports).output_name == "throttled"


@pytest.mark.parametrize("rate", ["0", "-1", "x", "{{nothing}}"])
def test_the_rate_must_be_a_positive_number(rate: str) -> None:
    with pytest.raises(NodeError):
        run_node(NODE, {"ratePerMinute": rate}, {})


def test_a_rate_can_be_a_number_in_the_document() -> None:
    assert run_node(NODE, {"ratePerMinute": 0.01667}, {}).output_name == "passes"
