"""Switch: the default comes first, and the first equal text decides."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.switch import NODE, case_outputs
from webhooks.workflows.errors import NodeError


def config(*cases: str) -> dict[str, Any]:
    rows = [{"caseTemplate": case, "dontBreak": False} for case in cases]
    return {"switchTemplate": "{{x}}", "cases": rows}


def test_the_default_is_the_first_output() -> None:
    names = [output.name for output in NODE.outputs_for(config("a", "b"))]
    assert names == ["default", "case0", "case1"]


def test_numbers_are_compared_as_text() -> None:
    assert run_node(NODE, config("5"), {"x": 5}).outcome == 1


def test_of_two_equal_cases_the_first_decides() -> None:
    assert run_node(NODE, config("a", "b", "b"), {"x": "b"}).outcome == 2


def test_a_case_may_be_a_template() -> None:
    assert run_node(NODE, config("{{y}}"), {"x": "b", "y": "b"}).outcome == 1


def test_a_value_that_comes_out_empty_stops_the_run() -> None:
    with pytest.raises(NodeError, match="came out empty"):
        run_node(NODE, config("a"), {})


def test_outputs_are_labelled_even_for_broken_cases() -> None:
    outputs = case_outputs({"cases": [{"caseLabel": "GET"}, {}, 5]})
    assert [output.label for output in outputs] == ["GET", "Case 2", "Case 3"]
    assert case_outputs({"cases": "oops"}) == ()
