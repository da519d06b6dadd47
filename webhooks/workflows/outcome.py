"""What a node tells the engine to do after it has run.

Most nodes return nothing (go on at the only output), the name of an output, or
its index. The few that steer the run return one of the values below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webhooks.payload.path import Path


@dataclass(frozen=True, slots=True)
class Stop:
    """This path ends here."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on at the only output after so many seconds, even after a restart."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Iterate:
    """Run the body (output 1) once for each item, then go on at output 0.

    ``items`` are ``{"value", "index"}`` and for objects ``"key"``.
    ``value_path`` leads to what each iteration adds to the mapped result.
    """

    items: Sequence[Mapping[str, Any]]
    item_path: Path
    parallel: bool = False
    result_path: Path | None = None
    value_path: Path | None = None


@dataclass(frozen=True, slots=True)
class EndIteration:
    """The iteration's result is settled and its payload carried on."""

    value_path: Path | None = None
    leave_loop: bool = False


@dataclass(frozen=True, slots=True)
class CallWorkflow:
    """Run a custom node's workflow with ``inputs`` as its data, then go on.

    Its result goes to ``result_path``; it also chooses the output.
    """

    workflow_id: str
    version: str
    inputs: Mapping[str, Any]
    result_path: Path | None = None


@dataclass(frozen=True, slots=True)
class ReturnResult:
    """The custom node's result is settled, and the output of its caller."""

    value: Any
    output: int = 0


Outcome = (
    None
    | str
    | int
    | Stop
    | Wait
    | Iterate
    | EndIteration
    | CallWorkflow
    | ReturnResult
)
