"""One rendering or evaluation: what it may still do, and what it started.

What a helper renders or evaluates on the way counts towards the same limits;
without that, a template that renders itself would have no end.
"""

from datetime import datetime
from typing import Any, Protocol

from webhooks.templating.errors import RenderError, TemplateError
from webhooks.templating.limits import Limits


class Text(Protocol):
    """Something that a run can be asked to go on with."""

    def within(self, run: "Run", payload: Any) -> Any:
        """Return its result, counted towards the run."""


class Source(Protocol):
    """The environment, as far as a run needs it."""

    limits: Limits

    def now(self) -> datetime:
        """Return the current moment."""

    def template(self, text: str) -> Text:
        """Return the template; raises TemplateError."""

    def expression(self, text: str) -> Text:
        """Return the expression; raises TemplateError."""


class Run:
    """What one rendering has left; helpers see it as their environment."""

    __slots__ = ("_depth", "_source", "built", "limits", "steps")

    def __init__(self, source: Source) -> None:
        self._source = source
        self.limits = source.limits
        self.steps = self.limits.steps
        self.built = self.limits.built_characters
        self._depth = 0

    def spend(self, steps: int) -> None:
        """Take away so many steps; raises RenderError when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise RenderError("it takes too many steps")

    def build(self, text: str) -> None:
        """Count a text that was put together; raises RenderError for too much."""
        self.built -= len(text)
        if self.built < 0 or len(text) > self.limits.output_characters:
            raise too_long(self.limits)

    def enter(self) -> None:
        """Begin a block, a partial or a nested template."""
        self.spend(1)
        self._depth += 1
        if self._depth > self.limits.depth:
            raise RenderError(f"it nests deeper than {self.limits.depth} levels")

    def leave(self, text: str) -> str:
        """End what was begun, and return the text that it built."""
        self._depth -= 1
        self.built -= len(text)
        if self.built < 0:
            raise too_long(self.limits)
        return text

    def now(self) -> datetime:
        """Return the current moment."""
        return self._source.now()

    def template(self, text: str) -> "NestedTemplate":
        """Return the template; raises RenderError when its text is wrong."""
        try:
            return NestedTemplate(self, self._source.template(text))
        except TemplateError as error:
            raise RenderError(f"a nested template is wrong: {error}") from None

    def expression(self, text: str) -> "NestedExpression":
        """Return the expression; raises RenderError when its text is wrong."""
        try:
            return NestedExpression(self, self._source.expression(text))
        except TemplateError as error:
            raise RenderError(f"a nested expression is wrong: {error}") from None


class NestedTemplate:
    """A template that a helper renders."""

    def __init__(self, run: Run, text: Text) -> None:
        self._run = run
        self._text = text

    def render(self, payload: Any) -> str:
        """Return the text; raises RenderError."""
        self._run.enter()
        return self._run.leave(str(self._text.within(self._run, payload)))


class NestedExpression:
    """An expression that a helper evaluates."""

    def __init__(self, run: Run, text: Text) -> None:
        self._run = run
        self._text = text

    def evaluate(self, payload: Any) -> Any:
        """Return the value; raises RenderError."""
        self._run.enter()
        value = self._text.within(self._run, payload)
        self._run.leave("")
        return value


def too_long(limits: Limits) -> RenderError:
    """Return the error of a text that outgrows the limits."""
    return RenderError(f"the text is longer than {limits.output_characters} characters")


def weight(value: Any) -> int:
    """Return the steps that taking or giving the value costs besides the call."""
    if isinstance(value, str):
        return len(value) >> 8
    if isinstance(value, list | dict):
        return len(value) >> 3
    return 0
