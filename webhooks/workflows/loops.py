"""Loops: one item after the other, or several iterations under way at once.

In a serial loop the payload of an iteration carries on to the next if it came
to a cap node. In a parallel one each iteration begins with the loop's payload,
and an error is raised when all have ended.
Source: the Loop node in Losant's documentation.
"""

from typing import Any

from webhooks.payload.path import Path
from webhooks.payload.values import UNDEFINED
from webhooks.workflows.engine_state import Frame, Task
from webhooks.workflows.errors import NodeError
from webhooks.workflows.frames import Frames, Host, placed, placed_if_any, text_of
from webhooks.workflows.graph import Node
from webhooks.workflows.outcome import EndIteration, Iterate
from webhooks.workflows.result import KeptError, RunError


class Loops:
    """The loops of one run."""

    def __init__(self, host: Host, frames: Frames) -> None:
        self._host = host
        self._frames = frames

    def path_waits(self, frame_id: int | None) -> None:
        """Let parallel loops around a path that waits begin another iteration."""
        for frame in self._frames.around(frame_id):
            if frame.kind == "loop" and frame.parallel:
                self._start_iterations(frame)

    def open(self, loop: Iterate, node: Node, task: Task) -> None:
        """Begin a loop at the node that ``task`` has run."""
        if not loop.items or not node.targets(1):
            payload = placed_if_any(task.payload, loop.result_path, [])
            targets, fresh = node.targets(0), payload is not task.payload
            self._host.follow(targets, payload, task.frame, task.step, fresh=fresh)
            return
        frame = self._frames.open(
            "loop", node, task, self._frames.definition_of(task.frame)
        )
        frame.live = 0
        frame.items = list(loop.items)
        frame.parallel = loop.parallel
        frame.item_path = loop.item_path.text
        frame.result_path = text_of(loop.result_path)
        frame.value_path = text_of(loop.value_path)
        self._start_iterations(frame)

    def settle(self, end: EndIteration, task: Task) -> None:
        """Note how an iteration ends; the first cap that is reached counts.

        Raises NodeError outside of a loop.
        """
        iteration = self._frames.innermost(task.frame, "iteration")
        if iteration is None or iteration.parent is None:
            raise NodeError("This node works inside a loop only.", "NotInLoop")
        if iteration.settled:
            return
        iteration.settled = True
        iteration.payload = task.payload
        loop = self._frames.by_id[iteration.parent]
        iteration.result = self._value(loop, end.value_path, task.payload)
        if end.leave_loop and not loop.parallel:
            loop.left = True

    def _start_iterations(self, loop: Frame) -> None:
        """Begin as many iterations as may be under way, the next one first.

        Where nothing waits, that is one after the other.
        """
        if loop.left or loop.next >= len(loop.items):
            return
        if loop.live >= self._host.world.limits.parallel:
            return
        self._host.blame(loop)
        item = loop.items[loop.next]
        path = Path.parse(loop.item_path)
        payload = placed(path, loop.payload, item)
        iteration = self._frames.add(
            "iteration", loop.id, loop.node, payload, loop.definition
        )
        iteration.next = loop.next
        loop.next += 1
        loop.live += 1
        node = self._frames.workflow_of(loop.id).nodes[loop.node]
        self._host.follow(node.targets(1), payload, iteration.id, loop.step, fresh=True)

    def iteration_over(self, iteration: Frame) -> None:
        loop = self._frames.by_id[iteration.parent or 0]
        del self._frames.by_id[iteration.id]
        loop.live -= 1
        if iteration.settled:
            if not loop.parallel:
                loop.payload = iteration.payload
        elif loop.parallel and loop.error is None:
            iteration.result = self._value(loop, None, iteration.payload)
        if loop.result_path is not None and iteration.result is not UNDEFINED:
            loop.results[str(iteration.next)] = iteration.result
        if not loop.left and loop.next < len(loop.items):
            self._start_iterations(loop)
        elif loop.live == 0:
            self._loop_over(loop)

    def _loop_over(self, loop: Frame) -> None:
        self._host.blame(loop)
        del self._frames.by_id[loop.id]
        if loop.error is not None:
            error = {**loop.error, "stack": tuple(loop.error["stack"])}
            raise KeptError(loop.parent, RunError(**error))
        payload = self._with_results(loop)
        node = self._frames.workflow_of(loop.parent).nodes[loop.node]
        targets = node.targets(0)
        self._host.follow(targets, payload, loop.parent, loop.step, fresh=True)

    def _with_results(self, loop: Frame) -> Any:
        if loop.result_path is None:
            return loop.payload
        results = [loop.results.get(str(place)) for place in range(loop.next)]
        self._host.budget.count(results)
        return placed(Path.parse(loop.result_path), loop.payload, results)

    def fail_iteration(self, frame_id: int | None, error: RunError) -> Frame | None:
        """Hand an error to the closest parallel loop, which raises it at its end.

        Returns the iteration, whose paths are dropped, for the caller to end;
        None when there is no such loop.
        """
        for frame in self._frames.around(frame_id):
            loop = self._frames.by_id.get(frame.parent or 0)
            if frame.kind == "iteration" and loop is not None and loop.parallel:
                if loop.error is None:
                    loop.error = {
                        name: getattr(error, name) for name in RunError.__slots__
                    }
                self._drop_paths(frame)
                return frame
        return None

    def _drop_paths(self, iteration: Frame) -> None:
        """Forget every path inside an iteration."""
        inside = self._frames.inside(iteration)
        host = self._host
        host.stack = [task for task in host.stack if task.frame not in inside]
        host.waiting = [task for task in host.waiting if task.frame not in inside]
        for frame_id in inside - {iteration.id}:
            del self._frames.by_id[frame_id]
        iteration.result = UNDEFINED
        iteration.settled = True

    def _value(self, loop: Frame, own: Path | None, payload: Any) -> Any:
        if loop.result_path is None:
            return UNDEFINED
        if own is not None and not own.is_blank:
            return own.get(payload)
        return Path.parse(loop.value_path or loop.item_path).get(payload)
