"""A compiled expression: what workflows hold and evaluate."""

from typing import Any

from webhooks.templating.expressions.parser import parse_expression
from webhooks.templating.frame import guarded, root_frame
from webhooks.templating.run import Run, Source
from webhooks.templating.scope import Scope


class Expression:
    """A formula over the payload, in which ``{{...}}`` is a variable."""

    __slots__ = ("_environment", "_getter", "source")

    def __init__(self, source: str, environment: Source, scope: Scope) -> None:
        """Compile the source; raises TemplateError."""
        self.source = source
        self._environment = environment
        self._getter = parse_expression(source, scope, environment.limits.depth)

    def evaluate(self, payload: Any) -> Any:
        """Return the value; raises RenderError."""
        return self.within(Run(self._environment), payload)

    def within(self, run: Run, payload: Any) -> Any:
        """Return the value, counted towards a run that is under way."""
        return guarded(self._getter, root_frame(payload, run))
