"""A compiled template: what workflows hold and render."""

from typing import Any

from webhooks.payload.numbers import BLANKS
from webhooks.templating.call_getter import tag_getter
from webhooks.templating.frame import guarded, root_frame
from webhooks.templating.helper import SafeString
from webhooks.templating.limits import Limits
from webhooks.templating.parser import parse
from webhooks.templating.path_getter import Getter
from webhooks.templating.program import program_piece
from webhooks.templating.run import Run, Source, too_long
from webhooks.templating.scope import Piece, Scope
from webhooks.templating.syntax import Comment, Content, Mustache, Program
from webhooks.templating.whitespace import strip_blanks


class Template:
    """``is_constant`` tells that every payload renders it to the same text."""

    __slots__ = ("_environment", "_piece", "_value", "is_constant", "source")

    def __init__(self, source: str, environment: Source, scope: Scope) -> None:
        """Compile the source; raises TemplateError."""
        self.source = source
        self._environment = environment
        program = parse(source, environment.limits)
        self.is_constant = all(
            isinstance(statement, Content | Comment) for statement in program.body
        )
        self._value = _lone_value(program, scope)
        strip_blanks(program)
        self._piece = program_piece(program, scope)

    def render(self, payload: Any) -> str:
        """Return the text; raises RenderError."""
        return self.within(Run(self._environment), payload)

    def value(self, payload: Any) -> Any:
        """Return the raw value of a template that is one reference or helper call.

        Blanks around it do not count. Every other template gives its text.
        Raises RenderError.
        """
        run = Run(self._environment)
        if self._value is None:
            return self.within(run, payload)
        value = guarded(self._value, root_frame(payload, run))
        return str(value) if isinstance(value, SafeString) else value

    def within(self, run: Run, payload: Any) -> str:
        """Return the text, counted towards a run that is under way."""
        text: str = guarded(self._piece, root_frame(payload, run))
        if len(text) > run.limits.output_characters:
            raise too_long(run.limits)
        return text


def compiled_piece(source: str, scope: Scope, limits: Limits) -> Piece:
    """Return the closure of a partial's source; raises TemplateError."""
    program = parse(source, limits)
    strip_blanks(program)
    return program_piece(program, scope)


def _lone_value(program: Program, scope: Scope) -> Getter | None:
    tags = []
    for statement in program.body:
        if not isinstance(statement, Content) or statement.text.strip(BLANKS):
            tags.append(statement)
    if len(tags) == 1 and isinstance(tags[0], Mustache):
        return tag_getter(tags[0].call, scope)
    return None
