"""Programs and blocks as closures: all that runs when a text is rendered.

Apart from calls and paths, because here text is put together and bounded.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from webhooks.templating.call_getter import (
    Caller,
    bound_caller,
    helper_caller,
    names_helper,
    tag_getter,
    value_getter,
)
from webhooks.templating.frame import Frame, inner_depths
from webhooks.templating.helper import Body, no_body
from webhooks.templating.output import escape, escaped_text, raw_text
from webhooks.templating.partial import Inlines, partial_piece, with_inlines
from webhooks.templating.run import too_long
from webhooks.templating.scope import BLOCK_HELPER_MISSING, Piece, Scope
from webhooks.templating.syntax import (
    Block,
    Call,
    Content,
    InlinePartial,
    Mustache,
    Partial,
    PartialBlock,
    Program,
    Statement,
)

_SAME: Final[Any] = object()


def program_piece(program: Program, scope: Scope) -> Piece:
    """Return the closure that renders the program."""
    scope = scope.within(program.block_params)
    literals: list[list[str]] = [[]]
    pieces: list[Piece] = []
    for statement in program.body:
        if isinstance(statement, Content):
            literals[-1].append(statement.text)
        elif (piece := _statement_piece(statement, scope)) is not None:
            pieces.append(piece)
            literals.append([])
    body = _joined(["".join(texts) for texts in literals], pieces)
    inlines = _inlines(program, scope)
    if not inlines:
        return body
    return lambda frame: body(with_inlines(frame, inlines))


def _statement_piece(statement: Statement, scope: Scope) -> Piece | None:
    if isinstance(statement, Mustache):
        return _mustache_piece(statement, scope)
    if isinstance(statement, Partial):
        return partial_piece(statement.call, scope, indent=statement.indent)
    if isinstance(statement, PartialBlock):
        return partial_piece(
            statement.call,
            scope,
            block=program_piece(statement.first, scope),
            inlines=_inlines(statement.first, scope),
        )
    if isinstance(statement, Block) and not isinstance(statement, InlinePartial):
        return _block_piece(statement, scope)
    return None


def _inlines(program: Program, scope: Scope) -> Inlines:
    return tuple(
        (
            value_getter(statement.call.params[0], scope),
            program_piece(statement.first, scope),
        )
        for statement in program.body
        if isinstance(statement, InlinePartial)
    )


def _joined(literals: list[str], pieces: list[Piece]) -> Piece:
    """Return the closure of pieces with the literals around them."""
    if not pieces:
        constant = literals[0]
        return lambda frame: constant
    if len(pieces) == 1 and not any(literals):
        return pieces[0]
    first = literals[0]
    pairs = tuple(zip(pieces, literals[1:], strict=True))

    def render(frame: Frame) -> str:
        limits = frame.run.limits
        left = limits.output_characters
        texts = [first]
        for piece, literal in pairs:
            text = piece(frame)
            left -= len(text)
            if left < 0:
                raise too_long(limits)
            texts.append(text)
            texts.append(literal)
        return "".join(texts)

    return render


def _mustache_piece(mustache: Mustache, scope: Scope) -> Piece:
    getter = tag_getter(mustache.call, scope)
    if not mustache.escaped:
        return lambda frame: raw_text(getter(frame))

    def render(frame: Frame) -> str:
        value = getter(frame)
        return escape(value) if type(value) is str else escaped_text(value)

    return render


def _block_piece(block: Block, scope: Scope) -> Piece:
    caller = _block_caller(block.call, scope)
    fn, inverse = _half(block.program, scope), _half(block.inverse, scope)

    def render(frame: Frame) -> str:
        return raw_text(caller(frame, fn(frame), inverse(frame)))

    return render


def _block_caller(call: Call, scope: Scope) -> Caller:
    """Return what decides how often the halves of a block are rendered.

    Without a helper of that name, the value of the path decides.
    """
    path = call.path
    if isinstance(path, Call) or not call.is_bare or names_helper(path, scope):
        return helper_caller(call, scope)
    hook = scope.helpers[BLOCK_HELPER_MISSING]
    return bound_caller(hook, path.original, (tag_getter(call, scope),), ())


class _Half:
    """One half of a block in one frame."""

    __slots__ = ("_frame", "_program", "_takes_params")

    def __init__(self, program: Piece, takes_params: bool, frame: Frame) -> None:
        self._program = program
        self._takes_params = takes_params
        self._frame = frame

    def __call__(
        self,
        context: Any = _SAME,
        data: Mapping[str, Any] | None = None,
        block_params: Sequence[Any] = (),
    ) -> str:
        frame = self._frame
        run = frame.run
        run.enter()
        if context is _SAME:
            context = frame.context
        params = frame.params
        if self._takes_params:
            params = (tuple(block_params), *params)
        inner = Frame(
            context,
            inner_depths(frame, context),
            frame.data if data is None else data,
            params,
            frame.partials,
            run,
        )
        return run.leave(self._program(inner))


def _half(program: Program | None, scope: Scope) -> Any:
    """Return what makes the half for a frame."""
    if program is None:
        return _no_half
    piece = program_piece(program, scope)
    takes_params = bool(program.block_params)
    return lambda frame: _Half(piece, takes_params, frame)


def _no_half(frame: Frame) -> Body:
    return no_body
