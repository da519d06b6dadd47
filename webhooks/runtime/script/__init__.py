"""The Function node's JavaScript, run in child processes that can be killed.

QuickJS cannot be stopped inside every native call, and it is C: whatever a
script does to it must end with a process that is not the server.
"""

from webhooks.runtime.script.limits import ScriptLimits
from webhooks.runtime.script.outcome import ScriptError, ScriptResult
from webhooks.runtime.script.pool import ScriptPool

__all__ = ["ScriptError", "ScriptLimits", "ScriptPool", "ScriptResult"]
