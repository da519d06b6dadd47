"""What can be wrong with a template or an expression.

Two kinds, because the first is shown while somebody writes and the second when
a workflow runs.
"""


class TemplateError(ValueError):
    """The text breaks the language; ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.message = message
        self.line = line
        self.column = column


class RenderError(Exception):
    """The text is right but cannot be rendered with this payload."""


def error_at(message: str, source: str, offset: int) -> TemplateError:
    """Return the error for a place in the source, counted in characters from 0."""
    line_start = source.rfind("\n", 0, offset) + 1
    line = source.count("\n", 0, line_start) + 1
    return TemplateError(message, line, offset - line_start + 1)
