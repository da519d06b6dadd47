"""Custom nodes: another workflow that runs in place of one node."""

from collections.abc import Mapping
from typing import Any

from webhooks.payload.path import Path
from webhooks.workflows.engine_state import Frame, Task
from webhooks.workflows.errors import LimitReached, NodeError
from webhooks.workflows.frames import Frames, Host, placed_if_any, text_of
from webhooks.workflows.graph import Node, Workflow
from webhooks.workflows.input_kinds import shaped
from webhooks.workflows.outcome import CallWorkflow

_START = "customNodeStart"
# What a custom node's workflow knows of the run around it.
_INHERITED = ("time", "applicationId", "applicationName", "relayId", "relayType")


class CustomCalls:
    """The custom nodes that are open in one run."""

    def __init__(self, host: Host, frames: Frames) -> None:
        self._host = host
        self._frames = frames

    def open(self, call: CallWorkflow, node: Node, task: Task) -> None:
        """Begin a custom node's workflow at the node that ``task`` has run.

        Raises NodeError when there is no such workflow, or they nest too deep.
        """
        world = self._host.world
        calls = [f for f in self._frames.around(task.frame) if f.kind == "call"]
        if len(calls) >= world.limits.nesting:
            text = f"Custom nodes are nested deeper than {world.limits.nesting} levels."
            raise LimitReached(text)
        self._host.budget.count(dict(call.inputs))
        definition, workflow = world.load(call.workflow_id, call.version)
        starts = workflow.of_type(_START)
        if not starts:
            raise NodeError("The custom node has no start.", "InvalidConfiguration")
        frame = self._frames.open("call", node, task, definition)
        frame.result_path = text_of(call.result_path)
        inputs = shaped(call.inputs, workflow.input_kinds, task.payload)
        payload = self._inner_payload(inputs, task.payload, workflow)
        self._host.follow(starts[0].targets, payload, frame.id, task.step, fresh=True)

    def settle(self, frame_id: int | None, value: Any, output: int) -> None:
        """Note a custom node's result; the first end that is reached counts."""
        frame = self._frames.innermost(frame_id, "call")
        if frame is not None and not frame.settled:
            frame.settled, frame.result, frame.output = True, value, output

    def over(self, frame: Frame) -> None:
        """Go on behind the custom node, whose last path has ended."""
        self._host.blame(frame)
        del self._frames.by_id[frame.id]
        node = self._frames.workflow_of(frame.parent).nodes[frame.node]
        if not frame.settled:
            # It never came to an end: neither does the path that it is on.
            self._host.end_path(frame.parent, frame.payload)
            return
        path = None if frame.result_path is None else Path.parse(frame.result_path)
        if path is not None:
            self._host.budget.count(frame.result)
        payload = placed_if_any(frame.payload, path, frame.result)
        targets = node.targets(frame.output)
        self._host.follow(targets, payload, frame.parent, frame.step, fresh=True)

    def _inner_payload(
        self, inputs: Mapping[str, Any], outer: Any, workflow: Workflow
    ) -> dict[str, Any]:
        info = self._host.info
        inherited = {key: outer[key] for key in _INHERITED if key in outer}
        return {
            **inherited,
            "data": dict(inputs),
            "triggerId": _START,
            "triggerType": _START,
            "flowId": info.workflow_id,
            "flowName": info.workflow_name,
            "globals": {**info.application_globals, **workflow.globals},
        }
