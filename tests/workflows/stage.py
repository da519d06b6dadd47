"""A stage for runs: documents in a few words, tiny nodes, a clock that is moved.

Loops, delays and custom nodes are the real ones; what else a test needs is here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.nodes.kit import NOW, RUN, FakePorts, environment
from webhooks.nodes.logic import custom_node_end, custom_node_execute, delay, loop
from webhooks.nodes.loop import loop_cap
from webhooks.nodes.triggers import custom_node_start, flow_error, webhook
from webhooks.workflows import engine
from webhooks.workflows.compiling import FlowDocument, compile_workflow
from webhooks.workflows.errors import NodeError
from webhooks.workflows.fields import Expression, PayloadPath, Template
from webhooks.workflows.graph import Workflow
from webhooks.workflows.limits import Limits
from webhooks.workflows.node_call import NodeCall
from webhooks.workflows.node_type import NO_OUTPUT, NodeType, Output, Run
from webhooks.workflows.outcome import Stop
from webhooks.workflows.ports import RunInfo
from webhooks.workflows.registry import Registry, collect
from webhooks.workflows.result import RunResult
from webhooks.workflows.trace import Trace
from webhooks.workflows.trace_view import fill_in
from webhooks.workflows.world import World

Json = dict[str, Any]


def node(
    id: str, type: str, config: Json | None = None, *outputs: Sequence[str], **meta: Any
) -> Json:
    """Return a node of a document, wired to what stands behind each output."""
    wires = [list(targets) for targets in outputs]
    return {
        "id": id,
        "type": type,
        "config": config or {},
        "meta": meta,
        "outputIds": wires,
    }


def put(id: str, path: str, value: str, *targets: str) -> Json:
    """Return a node that writes the value of an expression to a path."""
    return node(id, "Put", {"path": path, "value": value}, targets)


def see(id: str, *targets: str) -> Json:
    """Return a node that shows the test its payload."""
    return node(id, "See", {}, targets)


def fail(id: str, message: str = "It broke") -> Json:
    """Return a node that fails."""
    return node(id, "Fail", {"message": message})


def wait(id: str, seconds: float | str, *targets: str) -> Json:
    """Return a delay."""
    return node(id, "DelayNode", {"delay": seconds}, targets)


def loop_over(
    id: str, source: str, body: Sequence[str], *after: str, **config: Any
) -> Json:
    """Return a loop whose current item is at ``item``."""
    paths = {"loopSourcePath": source, "currentItemPath": "item"}
    return node(id, "LoopNode", paths | config, after, body)


def cap(id: str, **config: Any) -> Json:
    """Return the end of an iteration."""
    return node(id, "LoopCapNode", config)


def call(id: str, workflow: str, *outputs: Sequence[str], **config: Any) -> Json:
    """Return a custom node."""
    return node(
        id, "CustomNodeExecuteNode", {"customNodeId": workflow, **config}, *outputs
    )


def end(id: str, path: str = "", branch: str = "0") -> Json:
    """Return the end of a custom node's workflow."""
    config = {"resultSourcePath": path, "branchIndexTemplate": branch}
    return node(id, "CustomNodeCapNode", config)


def start(*targets: str) -> Json:
    """Return the start of a custom node's workflow."""
    return {
        "type": "customNodeStart",
        "key": "customNodeStart",
        "outputIds": [[*targets]],
    }


def grouped(nodes: Sequence[Json]) -> Sequence[Json]:
    """Mark the nodes of each loop's body with the loop, as a document must."""
    by_id = {node["id"]: node for node in nodes}
    for loop_node in nodes:
        if loop_node["type"] != "LoopNode":
            continue
        left = list(loop_node["outputIds"][1])
        while left:
            meta = by_id[body_id := left.pop()].setdefault("meta", {})
            if "groupId" not in meta:
                meta["groupId"] = loop_node["id"]
                outputs = by_id[body_id].get("outputIds") or []
                inner = by_id[body_id]["type"] == "LoopNode"
                for targets in outputs[:1] if inner else outputs:
                    left.extend(targets or ())
    return nodes


@dataclass
class Stage:
    """Runs workflows; ``seen`` is what every See node was shown, in order."""

    limits: Limits = field(default_factory=Limits)
    ports: FakePorts = field(default_factory=FakePorts)
    trace: Trace = field(default_factory=Trace)
    seconds: float = 0.0
    breaths: int = 0
    seen: list[tuple[str, Json]] = field(default_factory=list)
    customs: dict[str, FlowDocument] = field(default_factory=dict)
    more: Sequence[NodeType] = ()
    info: RunInfo = RUN

    def run(
        self, first: str | Sequence[str], *nodes: Json, payload: Json | None = None
    ) -> RunResult:
        """Run nodes from the first one or ones."""
        self.workflow = self.compiled(FlowDocument([], grouped(nodes)))
        targets = tuple(first.split()) if isinstance(first, str) else tuple(first)
        held = {} if payload is None else payload
        result = engine.start(
            self.workflow, targets, held, self.info, self._world(), self.trace
        )
        fill_in(self.trace.steps)
        return result

    def resume(self, result: RunResult) -> RunResult:
        """Go on with a run that waited, as another process would."""
        assert result.status == "waiting"
        state = json.loads(json.dumps(result.state))
        steps = json.loads(json.dumps(result.trace.to_json()))
        self.trace = Trace.from_json(steps, self.trace.mask)
        world, trace = self._world(), self.trace
        result = engine.resume(self.workflow, state, self.info, world, trace)
        fill_in(trace.steps)
        return result

    def resume_all(self, result: RunResult) -> RunResult:
        """Go on until the run has ended."""
        while result.status == "waiting":
            result = self.resume(result)
        return result

    def custom(self, id: str, trigger: Json, *nodes: Json, **values: Any) -> None:
        """Make a custom node known; ``values`` are its globals."""
        globals_ = [{"key": key, "json": json.dumps(values[key])} for key in values]
        document = FlowDocument([trigger], grouped(nodes), globals_, "customNode")
        self.customs[id] = document

    def compiled(self, document: FlowDocument) -> Workflow:
        """Return a document's workflow, whose structure must be right."""
        done = compile_workflow(document, self.registry, environment())
        assert done.workflow is not None, done.problems
        return done.workflow

    @property
    def order(self) -> list[str]:
        """The ids of the nodes that ran."""
        return [step.node_id for step in self.trace.steps]

    def shown(self, id: str) -> list[Json]:
        """Return the payloads that a See node was shown."""
        return [payload for seen, payload in self.seen if seen == id]

    @property
    def registry(self) -> Registry:
        """The types of this stage."""
        nodes = (loop, loop_cap, delay, custom_node_execute, custom_node_end)
        triggers = (webhook, custom_node_start, flow_error)
        tiny = (PUT, FAIL, PICK, STOP, _tiny("See", self._see), self._tick_type())
        return collect(
            [*(module.NODE for module in nodes), *tiny, *self.more],
            [module.TRIGGER for module in triggers],
        )

    def _see(self, node: NodeCall) -> None:
        self.seen.append((node.node_id, node.payload))

    def _tick_type(self) -> NodeType:
        def run(node: NodeCall) -> None:
            self.seconds += node.number("seconds")

        return _tiny("Tick", run, _SECONDS)

    def _world(self) -> World:
        names = sorted(self.customs)

        def load(workflow_id: str, version: str) -> tuple[int, Workflow]:
            if workflow_id not in self.customs:
                raise NodeError("There is no such custom node.", "NotFound")
            return names.index(workflow_id), self.compiled(self.customs[workflow_id])

        def breathe() -> None:
            self.breaths += 1

        return World(
            ports=self.ports,
            now=lambda: NOW,
            load=load,
            by_id=lambda place: self.compiled(self.customs[names[place]]),
            monotonic=lambda: self.seconds,
            breathe=breathe,
            limits=self.limits,
        )


def _tiny(type: str, run: Run, *fields: Any, **more: Any) -> NodeType:
    return NodeType(
        type=type,
        name=type.lower(),
        category="logic",
        label=type,
        summary="For tests.",
        run=run,
        fields=fields,
        **more,
    )


def _run_put(node: NodeCall) -> None:
    node.put("path", node.value("value"))


def _run_fail(node: NodeCall) -> None:
    raise NodeError(node.text("message"), "Broken", ("at line 3", "at line 1"))


def _run_pick(node: NodeCall) -> str | int:
    output = node.text("output")
    return int(output) if output.isdigit() else output


def _run_stop(node: NodeCall) -> Stop:
    return Stop()


def _words(name: str, **more: Any) -> Template:
    return Template(name=name, label=name.title(), help="For tests.", **more)


_SECONDS = Expression(name="seconds", label="Seconds", help="For tests.")
PUT = _tiny(
    "Put",
    _run_put,
    PayloadPath(name="path", label="Path", help="Where to."),
    Expression(name="value", label="Value", help="What."),
)
FAIL = _tiny("Fail", _run_fail, _words("message", required=True))
PICK = _tiny(
    "Pick",
    _run_pick,
    _words("output"),
    outputs=(Output("no", "No"), Output("yes", "Yes")),
)
STOP = _tiny("Stop", _run_stop, outputs=NO_OUTPUT)


def error_of(result: RunResult) -> tuple[str, str, str]:
    """Return a failed run's node, the kind of the error, and its message."""
    assert result.status == "failed"
    assert result.error is not None
    return result.error.node_id, result.error.name, result.error.message


def frozen(value: Mapping[str, Any]) -> str:
    """Return a value as text, to see later whether it was changed."""
    return json.dumps(value, sort_keys=True, default=str)
