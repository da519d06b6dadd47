"""Switch: goes on at the output of the first case that equals a text."""

from collections.abc import Mapping, Sequence
from typing import Any

from webhooks.workflows.composite_fields import Rows
from webhooks.workflows.fields import Flag, Template, Text
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import Example, NodeType, Output


def run(node: NodeCall) -> int:
    """Return the output of the first equal case, or 0 for the default."""
    value = node.text("switchTemplate")
    for index, case in enumerate(node.rows("cases"), start=1):
        if case.text("caseTemplate") == value:
            return index
    return 0


def case_outputs(config: Mapping[str, Any]) -> Sequence[Output]:
    """Return one output for each case of a configuration."""
    cases = config.get("cases")
    if not isinstance(cases, list | tuple):
        return ()
    return tuple(
        Output(f"case{index}", _label(case, index)) for index, case in enumerate(cases)
    )


def _label(case: Any, index: int) -> str:
    held = case if isinstance(case, Mapping) else {}
    text = held.get("caseLabel") or held.get("caseTemplate")
    return text if isinstance(text, str) and text else f"Case {index + 1}"


NODE = NodeType(
    type="SwitchNode",
    name="switch",
    category="logic",
    label="Switch",
    summary="Chooses between many paths by comparing a text with each case.",
    run=run,
    fields=(
        Template(
            name="switchTemplate",
            label="Value",
            help="The text that is compared with the cases.",
            required=True,
        ),
        Rows(
            name="cases",
            label="Cases",
            help="The first case that equals the value decides.",
            fields=(
                Template(
                    name="caseTemplate",
                    label="Equals",
                    help="The text that the value must equal.",
                ),
                Text(
                    name="caseLabel",
                    label="Label",
                    help="What the output is called on the canvas.",
                ),
                Flag(
                    name="dontBreak",
                    label="Do not break",
                    help="Kept for imported workflows; it has no effect.",
                ),
            ),
        ),
    ),
    outputs=(Output("default", "Default"),),
    more_outputs=case_outputs,
    examples=(
        Example(
            summary="The first equal case decides",
            config={
                "switchTemplate": "{{data.method}}",
                "cases": [
                    {"caseTemplate": "get", "caseLabel": "GET"},
                    {"caseTemplate": "post", "caseLabel": "POST"},
                ],
            },
            before={"data": {"method": "post"}},
            output="case1",
        ),
        Example(
            summary="Without an equal case it goes on at Default",
            config={
                "switchTemplate": "{{data.method}}",
                "cases": [{"caseTemplate": "get", "caseLabel": "GET"}],
            },
            before={"data": {"method": "delete"}},
            output="default",
        ),
    ),
)
