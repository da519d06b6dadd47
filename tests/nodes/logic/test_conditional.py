"""Conditional: JavaScript's idea of truth decides."""

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.conditional import NODE
from webhooks.workflows.errors import FieldProblem


@pytest.mark.parametrize("value", [[], {}, "0", "false", 1, -1])
def test_what_javascript_takes_for_true_goes_on_at_true(value: object) -> None:
    ran = run_node(NODE, {"expression": "{{x}}"}, {"x": value})
    assert ran.output_name == "true"


@pytest.mark.parametrize("value", ["", 0, None, False])
def test_what_javascript_takes_for_false_goes_on_at_false(value: object) -> None:
    ran = run_node(NODE, {"expression": "{{x}}"}, {"x": value})
    assert ran.output_name == "false"


def test_the_false_output_is_the_first() -> None:
    assert [output.name for output in NODE.outputs] == ["false", "true"]


def test_an_expression_that_is_none_is_told_with_its_place() -> None:
    with pytest.raises(FieldProblem) as caught:
        run_node(NODE, {"expression": "{{x}} >"}, {})
    assert caught.value.pointer == "/expression"
    assert "column" in caught.value.message
