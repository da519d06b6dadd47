"""Runs a workflow: from a trigger's outputs until every path has ended.

One path after the other, in the order of the wires, so that the traces of two
runs can be compared. Payloads are never changed but replaced: each path has its
own without any copying. A node that waits is set aside; when nothing else is left
to do the run as a whole waits, and can be written down. Loops, custom nodes and
the run's limits have files of their own.
"""

from typing import Any

from webhooks.payload.values import UNDEFINED, TooDeep
from webhooks.workflows.budget import Budget
from webhooks.workflows.custom_calls import CustomCalls
from webhooks.workflows.engine_state import Frame, Task, read_task, task_json
from webhooks.workflows.errors import LimitReached, NodeError
from webhooks.workflows.frames import Frames
from webhooks.workflows.graph import Node, Targets, Workflow
from webhooks.workflows.loops import Loops
from webhooks.workflows.node_call import Box, NodeCall
from webhooks.workflows.outcome import (
    CallWorkflow,
    EndIteration,
    Iterate,
    Outcome,
    ReturnResult,
    Stop,
    Wait,
)
from webhooks.workflows.ports import RunInfo
from webhooks.workflows.result import KeptError, RunError, RunResult
from webhooks.workflows.trace import Step, Trace
from webhooks.workflows.world import World


def start(
    workflow: Workflow,
    targets: Targets,
    payload: dict[str, Any],
    info: RunInfo,
    world: World,
    trace: Trace,
) -> RunResult:
    """Run a workflow from a trigger's outputs with its payload."""
    execution = Execution(workflow, info, world, trace)
    execution.follow(targets, payload, None, None, fresh=not trace.knows_start)
    return execution.go()


def resume(
    workflow: Workflow,
    state: dict[str, Any],
    info: RunInfo,
    world: World,
    trace: Trace,
) -> RunResult:
    """Go on with a run that waited; ``state`` is from its last result."""
    execution = Execution(workflow, info, world, trace)
    execution.restore(state)
    return execution.go()


class Execution:
    """One run on its way."""

    def __init__(
        self, workflow: Workflow, info: RunInfo, world: World, trace: Trace
    ) -> None:
        self.workflow = workflow
        self.info = info
        self.world = world
        self.trace = trace
        self.budget = Budget(world)
        self.frames = Frames(workflow, world)
        self.loops = Loops(self, self.frames)
        self.calls = CustomCalls(self, self.frames)
        self.stack: list[Task] = []
        self.waiting: list[Task] = []
        self.paths_completed = 0
        # Whose fault an error is, and the step that shows it.
        self._at = Task("", None)
        self._step: int | None = None

    # -- going -----------------------------------------------------------------

    def go(self) -> RunResult:
        """Run until every path has ended, waits, or one has failed."""
        while self.stack:
            task = self.stack.pop()
            try:
                self._run(task)
            except (NodeError, KeptError) as error:
                failed = self._caught(error)
                if failed is not None:
                    return RunResult("failed", self.trace, failed, self.paths_completed)
        if not self.waiting:
            return RunResult("succeeded", self.trace, None, self.paths_completed)
        try:
            return self._suspended()
        except LimitReached as error:
            failed = self._error(error)
            return RunResult("failed", self.trace, failed, self.paths_completed)

    def _caught(self, error: NodeError | KeptError) -> RunError | None:
        """Return the error that ends the run, None if a parallel loop keeps it
        until its end.
        """
        if isinstance(error, LimitReached):
            return self._error(error)
        if isinstance(error, KeptError):
            return self._keep(error.frame, error.error)
        return self._keep(self._at.frame, self._error(error))

    def _keep(self, frame: int | None, error: RunError) -> RunError | None:
        iteration = self.loops.fail_iteration(frame, error)
        if iteration is None:
            return error
        try:
            self.loops.iteration_over(iteration)
        except (NodeError, KeptError) as next_error:
            return self._caught(next_error)
        return None

    def _run(self, task: Task) -> None:
        self._at, self._step = task, task.step
        node = self.frames.workflow_of(task.frame).nodes[task.node]
        if task.due is not None:
            self.follow(node.targets(0), task.payload, task.frame, task.step)
            return
        self._step = None
        self.budget.step(len(self.stack))
        step, number = self._begin_step(node, task)
        self._step = number
        if node.problem:
            raise NodeError(node.problem, "InvalidConfiguration")
        box = self.budget.box(task.payload)
        try:
            outcome = self._call(node, box)
        finally:
            self._end_step(step, task.payload, box)
        self.budget.written += box.written
        task.payload, task.step = box.payload, number
        if isinstance(outcome, str):
            outcome = _index(node, outcome)
        if outcome is None or isinstance(outcome, int):
            step.output = output = outcome or 0
            self.follow(node.targets(output), box.payload, task.frame, number)
            return
        self._steer(outcome, node, task, step)

    def _call(self, node: Node, box: Box) -> Outcome:
        world = self.world
        call = NodeCall(
            node.settings, box, node.id, world.ports, self.info, world.now, self
        )
        try:
            return node.type.run(call)
        except (TooDeep, RecursionError):
            message = "The payload nests too deeply for this node."
            raise LimitReached(message, "PayloadTooDeep") from None

    def _steer(self, outcome: Any, node: Node, task: Task, step: Step) -> None:
        match outcome:
            case Wait(seconds):
                self._wait(task, seconds, step)
            case Iterate():
                self.loops.open(outcome, node, task)
            case EndIteration():
                self.loops.settle(outcome, task)
                self.end_path(task.frame, task.payload)
            case CallWorkflow():
                self.calls.open(outcome, node, task)
            case ReturnResult(value, output):
                self.calls.settle(task.frame, value, output)
                self.end_path(task.frame, task.payload)
            case Stop():
                self.end_path(task.frame, task.payload)

    def follow(
        self,
        targets: Targets,
        payload: Any,
        frame: int | None,
        step: int | None,
        *,
        fresh: bool = False,
    ) -> None:
        """Put what comes next on the stack.

        The path that leads here was counted as one in its frame already.
        """
        if not targets:
            self.end_path(frame, payload)
            return
        if len(targets) > 1:
            self.frames.add_live(frame, len(targets) - 1)
        # The first wire is run first, so it is put on the stack last.
        for target in reversed(targets):
            self.stack.append(Task(target, payload, frame, step, fresh))

    def end_path(self, frame: int | None, payload: Any) -> None:
        """Count a path as ended; whatever waited for it may go on."""
        if frame is None:
            self.paths_completed += 1
            return
        ended = self.frames.path_ended(frame, payload)
        if ended is not None and ended.kind == "iteration":
            self.loops.iteration_over(ended)
        elif ended is not None:
            self.calls.over(ended)

    # -- waiting ---------------------------------------------------------------

    def _wait(self, task: Task, seconds: float, step: Step) -> None:
        step.output = 0
        task.due = self.budget.elapsed() + seconds
        self.budget.check_time(task.due)
        self.waiting.append(task)
        self.loops.path_waits(task.frame)

    def _suspended(self) -> RunResult:
        """Return where the run stands. Raises LimitReached if it is too much."""
        self._at = min(self.waiting, key=lambda task: task.due or 0.0)
        self._step = self._at.step
        held = [task.payload for task in self.waiting]
        self.budget.check_kept([*held, *self.frames.held()])
        soonest = self._at.due or 0.0
        state = {
            **self.budget.to_json(),
            "soonest": soonest,
            "completed": self.paths_completed,
            "tasks": [task_json(task) for task in self.waiting],
            "frames": self.frames.to_json(),
        }
        wait = max(0.0, soonest - state["spent"])
        completed = self.paths_completed
        return RunResult("waiting", self.trace, None, completed, state, wait)

    def restore(self, state: dict[str, Any]) -> None:
        """Take up where a run stood. The paths that are due go on now."""
        soonest = state["soonest"]
        self.budget.restore(state, soonest)
        self.paths_completed = state["completed"]
        self.frames.restore(state["frames"])
        for task in map(read_task, reversed(state["tasks"])):
            is_due = (task.due or 0.0) <= soonest
            (self.stack if is_due else self.waiting).append(task)
        self.waiting.reverse()

    # -- recording -------------------------------------------------------------

    def blame(self, frame: Frame) -> None:
        """Let an error be that of the node that opened a frame."""
        self._at = Task(frame.node, frame.payload, frame.parent)
        self._step = frame.step

    def message(self, level: str, text: str, value: Any = UNDEFINED) -> None:
        """Keep a debug message of the node that runs now."""
        self.trace.message(self._step, level, text, value, self._milliseconds())

    def _milliseconds(self) -> float:
        return self.budget.elapsed() * 1000

    def _begin_step(self, node: Node, task: Task) -> tuple[Step, int | None]:
        step = Step(
            node.id, node.type.type, node.label, self._milliseconds(), task.step
        )
        if task.fresh:
            step.before, step.omitted = self.trace.snapshot(task.payload)
        return step, self.trace.step(step)

    def _end_step(self, step: Step, before: Any, box: Box) -> None:
        step.duration_ms = self._milliseconds() - step.at_ms
        if box.changed:
            self.trace.change(step, before, box.payload)

    def _error(self, error: NodeError) -> RunError:
        task, mask = self._at, self.trace.mask
        node = self.frames.workflow_of(task.frame).nodes[task.node]
        self.trace.fail(self._step, error.message)
        stack = tuple(map(mask, error.stack))
        message, type_ = mask(error.message), node.type.type
        return RunError(error.name, message, node.id, type_, stack, task.payload)


def _index(node: Node, output: str) -> int:
    for place, each in enumerate(node.type.outputs):
        if each.name == output:
            return place
    raise KeyError(f"{node.type.type} has no output {output}")
