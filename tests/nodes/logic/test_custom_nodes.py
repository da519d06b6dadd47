"""Custom nodes: inputs keep their types, and the end chooses the output."""

from typing import Any

import pytest

from tests.nodes.kit import run_node
from webhooks.nodes.logic.custom_node_end import NODE as END
from webhooks.nodes.logic.custom_node_execute import NODE as EXECUTE
from webhooks.workflows.outcome import CallWorkflow, ReturnResult


def test_inputs_are_rendered_and_keep_their_types() -> None:
    fields = [
        {"id": "list", "value": "{{data.list}}"},
        {"id": "text", "value": "n is {{data.n}}"},
        {"id": "checked", "value": True},
        {"id": "blank", "value": ""},
        {"id": "missing", "value": "{{data.nope}}"},
    ]
    config = {"customNodeId": "f1", "fields": fields, "resultPath": "out"}
    outcome = run_node(EXECUTE, config, {"data": {"list": [1], "n": 2}}).outcome
    assert isinstance(outcome, CallWorkflow)
    assert (outcome.workflow_id, outcome.version) == ("f1", "default")
    assert outcome.inputs == {
        "list": [1],
        "text": "n is 2",
        "checked": True,
        "blank": "",
    }


@pytest.mark.parametrize(
    ("branch", "output"),
    [(None, 0), (0, 0), ("0", 0), ("false", 0), ("", 0), (1, 1), ("{{b}}", 1)],
)
def test_the_end_chooses_the_output(branch: Any, output: int) -> None:
    config = {"resultSourcePath": "r", "branchIndexTemplate": branch}
    outcome = run_node(END, config, {"r": {"a": 1}, "b": True}).outcome
    assert outcome == ReturnResult({"a": 1}, output)


def test_the_end_has_no_output() -> None:
    assert run_node(END, {}, {}).output_name is None
