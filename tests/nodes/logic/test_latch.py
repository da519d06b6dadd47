"""Latch: when it latches, when it is reset, and what it writes."""

from typing import Any

from tests.nodes.kit import FakePorts, Ran, run_node
from webhooks.nodes.logic.latch import NODE

CONFIG = {
    "latchExpression": "{{temp}} > 90",
    "resetExpression": "{{temp}} < 70",
    "latchIdTemplate": "{{id}}",
    "latchResultPath": "out.latch",
    "resetResultPath": "out.reset",
    "wasLatchedPath": "out.was",
    "isLatchedPath": "out.is",
    "branchPath": "out.branch",
}


def step(ports: FakePorts, temp: float, id: str = "a", **config: Any) -> Ran:
    return run_node(NODE, CONFIG | config, {"temp": temp, "id": id}, ports=ports)


def test_it_latches_once_until_it_is_reset() -> None:
    ports = FakePorts()
    outputs = [step(ports, t).output_name for t in (80, 95, 99, 80, 60, 95)]
    assert outputs == [
        "unchanged",
        "latched",
        "unchanged",
        "unchanged",
        "unchanged",
        "latched",
    ]


def test_it_writes_what_it_saw_and_what_became_of_it() -> None:
    ports = FakePorts()
    assert step(ports, 95).payload["out"] == {
        "latch": True,
        "reset": False,
        "was": False,
        "is": True,
        "branch": True,
    }
    assert step(ports, 60).payload["out"] == {
        "latch": False,
        "reset": True,
        "was": True,
        "is": False,
        "branch": False,
    }


def test_there_is_one_latch_for_each_id() -> None:
    ports = FakePorts()
    assert step(ports, 95, "a").output_name == "latched"
    assert step(ports, 95, "b").output_name == "latched"
    assert step(ports, 95, "a").output_name == "unchanged"


def test_a_run_that_resets_does_not_latch_again() -> None:
    ports = FakePorts()
    step(ports, 95)
    both = {"resetExpression": "true"}
    ran = step(ports, 95, **both)
    assert (ran.output_name, ran.payload["out"]["is"]) == ("unchanged", False)
    assert step(ports, 95, **both).output_name == "latched"


def test_blank_expressions_never_latch() -> None:
    ran = run_node(NODE, {"latchExpression": "", "isLatchedPath": "is"}, {})
    assert (ran.output_name, ran.payload) == ("unchanged", {"is": False})
