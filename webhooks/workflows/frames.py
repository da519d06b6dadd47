"""What has to wait for the paths inside it: loops, iterations, custom nodes.

A frame ends when its last path has. Frames nest, and can be written as JSON.
"""

from typing import Any, Protocol

from webhooks.payload.path import Path, PathError
from webhooks.workflows.budget import Budget
from webhooks.workflows.engine_state import Frame, Task, from_json, to_json
from webhooks.workflows.errors import NodeError
from webhooks.workflows.graph import Node, Targets, Workflow
from webhooks.workflows.ports import RunInfo
from webhooks.workflows.world import World


class Host(Protocol):
    """The run around the frames: what loops and custom nodes need of it."""

    info: RunInfo
    world: World
    budget: Budget
    stack: list[Task]
    waiting: list[Task]

    def follow(
        self,
        targets: Targets,
        payload: Any,
        frame: int | None,
        step: int | None,
        *,
        fresh: bool = False,
    ) -> None:
        """Put what comes next on the stack."""

    def end_path(self, frame: int | None, payload: Any) -> None:
        """Count a path as ended."""

    def blame(self, frame: Frame) -> None:
        """Let an error be that of the node that opened a frame."""


class Frames:
    """The open frames of one run."""

    def __init__(self, workflow: Workflow, world: World) -> None:
        self.by_id: dict[int, Frame] = {}
        self._workflow = workflow
        self._world = world
        self._last = 0

    def workflow_of(self, frame: int | None) -> Workflow:
        """Return the workflow whose nodes run in a frame."""
        if frame is None:
            return self._workflow
        definition = self.by_id[frame].definition
        return self._workflow if definition is None else self._world.by_id(definition)

    def add_live(self, frame: int | None, paths: int) -> None:
        """Count more paths in a frame."""
        if frame is not None:
            self.by_id[frame].live += paths

    def path_ended(self, frame_id: int, payload: Any) -> Frame | None:
        """Count a path's end; return the frame if it was the last one."""
        frame = self.by_id[frame_id]
        frame.live -= 1
        if frame.kind == "iteration" and not frame.settled:
            frame.payload = payload
        return frame if frame.live == 0 else None

    def open(self, kind: str, node: Node, task: Task, definition: int | None) -> Frame:
        """Add a frame at the node that a task has run."""
        frame = self.add(kind, task.frame, node.id, task.payload, definition)
        frame.step = task.step
        return frame

    def add(
        self,
        kind: str,
        parent: int | None,
        node: str,
        payload: Any,
        definition: int | None,
    ) -> Frame:
        """Add a frame inside another, with one path in it."""
        self._last += 1
        frame = Frame(self._last, kind, parent, node, payload, definition)
        self.by_id[frame.id] = frame
        return frame

    def inside(self, frame: Frame) -> set[int]:
        """Return the ids of a frame and of all frames inside it."""
        return {
            each
            for each in self.by_id
            if any(outer.id == frame.id for outer in self.around(each))
        }

    def definition_of(self, frame: int | None) -> int | None:
        """Return the definition whose nodes run in a frame; None: the run's own."""
        return None if frame is None else self.by_id[frame].definition

    def around(self, frame_id: int | None) -> list[Frame]:
        """Return a frame and those around it, the innermost first."""
        found = []
        while frame_id is not None:
            frame = self.by_id[frame_id]
            found.append(frame)
            frame_id = frame.parent
        return found

    def innermost(self, frame_id: int | None, kind: str) -> Frame | None:
        """Return the closest frame of a kind around a path.

        What is around a custom node is none of its workflow's business.
        """
        for frame in self.around(frame_id):
            if frame.kind == kind:
                return frame
            if frame.kind == "call":
                return None
        return None

    def held(self) -> list[Any]:
        """Return every value that the frames hold."""
        return [
            value
            for frame in self.by_id.values()
            for value in (frame.payload, frame.items, frame.results, frame.result)
        ]

    def to_json(self) -> list[dict[str, Any]]:
        """Return the frames as JSON."""
        return [to_json(_fields(frame)) for frame in self.by_id.values()]

    def restore(self, raw: list[dict[str, Any]]) -> None:
        """Take over frames from JSON."""
        frames = [Frame(**from_json(each)) for each in raw]
        self.by_id = {frame.id: frame for frame in frames}
        self._last = max(self.by_id, default=0)


def _fields(frame: Frame) -> dict[str, Any]:
    return {name: getattr(frame, name) for name in Frame.__slots__}


def text_of(path: Path | None) -> str | None:
    """Return a path as it is kept in a frame."""
    return None if path is None or path.is_blank else path.text


def placed_if_any(payload: Any, path: Path | None, value: Any) -> Any:
    """Return a payload with a value at a path; as it is without a path."""
    if path is None or path.is_blank:
        return payload
    return placed(path, payload, value)


def placed(path: Path, payload: Any, value: Any) -> Any:
    """Return a payload with a value at a path. Raises NodeError."""
    try:
        return path.placed(payload, value)
    except PathError as error:
        message = f"Nothing can be written to {path.text}: {error}."
        raise NodeError(message, "InvalidPath") from None
