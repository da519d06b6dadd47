"""One thing that is wrong with a workflow, and where."""

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """``pointer`` is a JSON pointer (RFC 6901) into the workflow's document.

    An ``error`` keeps the workflow from being saved. With a ``warning`` it is
    saved, and the node in question fails when a run reaches it.
    """

    pointer: str
    message: str
    severity: Severity = "error"

    def to_json(self) -> dict[str, Any]:
        """Return the problem in the words of the API."""
        return {
            "pointer": self.pointer,
            "message": self.message,
            "severity": self.severity,
        }
