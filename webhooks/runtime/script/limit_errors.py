"""The errors of runs that a limit ended, in words for the script's author."""

from webhooks.runtime.script.limits import ScriptLimits
from webhooks.runtime.script.outcome import Logs, ScriptError


def time_limit(
    limits: ScriptLimits,
    line: int | None = None,
    stack: tuple[str, ...] = (),
    logs: Logs = (),
) -> ScriptError:
    """Return the error of a script that took too long."""
    message = f"The script took more than {limits.cpu_seconds:g} s."
    return ScriptError("TimeLimit", message, line, stack, logs)


def memory_limit(
    limits: ScriptLimits,
    line: int | None = None,
    stack: tuple[str, ...] = (),
    logs: Logs = (),
) -> ScriptError:
    """Return the error of a script that ran out of memory."""
    message = f"The script needed more than {_mebibytes(limits.heap_bytes)} of memory."
    return ScriptError("MemoryLimit", message, line, stack, logs)


def result_too_large(limits: ScriptLimits, logs: Logs) -> ScriptError:
    """Return the error of a script that left too large a payload."""
    size = _mebibytes(limits.output_bytes)
    message = f"The payload after the script is larger than {size}."
    return ScriptError("ResultTooLarge", message, logs=logs)


def result_too_deep(problem: str, logs: Logs) -> ScriptError:
    """Return the error of a script whose payload nests too deeply."""
    message = f"The payload after the script cannot be kept: {problem}."
    return ScriptError("ResultTooLarge", message, logs=logs)


def input_too_large(limits: ScriptLimits) -> ScriptError:
    """Return the error of a payload or a source that no child is sent."""
    size = _mebibytes(limits.input_bytes)
    message = f"The payload for the script, or the script, is larger than {size}."
    return ScriptError("InputTooLarge", message)


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):g} MiB"
