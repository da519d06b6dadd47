"""How a run ends: a payload and what was logged, or an error a user can read."""

from dataclasses import dataclass

# Pairs of a console's level (log, info, warn, error, debug) and a text.
Logs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """The payload after the script as JSON, or None when it is undefined.

    The JSON comes from a stranger's script: only its size and its nesting have
    been checked. Lone surrogates stand in it as escapes.
    """

    value_json: str | None
    logs: Logs


class ScriptError(Exception):
    """A script did not finish.

    ``name`` is JavaScript's own (TypeError ...) or, when a limit ended the run,
    TimeLimit, MemoryLimit, InputTooLarge, ResultTooLarge or Busy; Failure means
    that the child process ended for another reason. ``line`` counts from 1 in
    the user's source. ``logs`` holds what was logged before, as far as it could
    be saved.
    """

    def __init__(
        self,
        name: str,
        message: str,
        line: int | None = None,
        stack: tuple[str, ...] = (),
        logs: Logs = (),
    ) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message
        self.line = line
        self.stack = stack
        self.logs = logs
