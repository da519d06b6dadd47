"""Partials as closures: templates that a template names, or brings along.

Follows ``runtime.js`` of Handlebars 4.7: a named partial starts with its own
context alone, an inline one and the block given to a partial still see what was
around them where they were written.
"""

from collections.abc import Mapping
from typing import Any

from webhooks.templating.call_getter import helper_caller, value_getter
from webhooks.templating.errors import RenderError
from webhooks.templating.frame import Frame, PartialBody, inner_depths
from webhooks.templating.helper import no_body
from webhooks.templating.output import raw_text
from webhooks.templating.path_getter import Getter
from webhooks.templating.scope import Piece, Scope
from webhooks.templating.syntax import Call

# Each inline partial of a program: its name, and what it renders.
Inlines = tuple[tuple[Getter, Piece], ...]

_BLOCK = "partial-block"


def named_partial(piece: Piece) -> PartialBody:
    """Return the partial that a template of its own makes."""

    def body(caller: Frame, context: Any, data: Mapping[str, Any]) -> str:
        run = caller.run
        run.enter()
        frame = Frame(context, (context,), data, (), caller.partials, run)
        return run.leave(piece(frame))

    return body


def written_partial(piece: Piece, origin: Frame) -> PartialBody:
    """Return the partial that a program inside a template makes."""

    def body(caller: Frame, context: Any, data: Mapping[str, Any]) -> str:
        run = caller.run
        run.enter()
        depths = inner_depths(origin, context)
        frame = Frame(context, depths, data, origin.params, caller.partials, run)
        return run.leave(piece(frame))

    return body


def with_inlines(frame: Frame, inlines: Inlines) -> Frame:
    """Return the frame with a program's inline partials among its partials."""
    if not inlines:
        return frame
    partials = dict(frame.partials)
    for name, piece in inlines:
        partials[raw_text(name(frame))] = written_partial(piece, frame)
    return Frame(
        frame.context, frame.depths, frame.data, frame.params, partials, frame.run
    )


def partial_piece(
    call: Call,
    scope: Scope,
    *,
    indent: str = "",
    block: Piece | None = None,
    inlines: Inlines = (),
) -> Piece:
    """Return the closure of a partial; ``block`` is the program that it is given."""
    name_of = _name_getter(call, scope)
    context_of = _context_getter(call, scope)

    def render(frame: Frame) -> str:
        name = name_of(frame)
        data = frame.data
        own = data.get(_BLOCK) if name == "@partial-block" else None
        body = own or frame.partials.get(name) or scope.partial(name)
        caller = frame
        if block is not None:
            given = _restoring(written_partial(block, frame), data.get(_BLOCK))
            data = {**data, "_parent": data, _BLOCK: given}
            body = body or given
            caller = with_inlines(frame, inlines)
        if body is None:
            raise RenderError(f"there is no partial {name}")
        text: str = body(caller, context_of(frame), data)
        return _indented(text, indent) if indent else text

    return render


def _restoring(body: PartialBody, outer: PartialBody | None) -> PartialBody:
    """Return the block with ``@partial-block`` as it is outside of it."""

    def restored(caller: Frame, context: Any, data: Mapping[str, Any]) -> str:
        return body(caller, context, {**data, "_parent": data, _BLOCK: outer})

    return restored


def _name_getter(call: Call, scope: Scope) -> Getter:
    path = call.path
    if isinstance(path, Call):
        caller = helper_caller(path, scope)
        return lambda frame: raw_text(caller(frame, no_body, no_body))
    name = path.original
    return lambda frame: name


def _context_getter(call: Call, scope: Scope) -> Getter:
    params = [value_getter(item, scope) for item in call.params]
    named = tuple((key, value_getter(item, scope)) for key, item in call.hash)

    def get(frame: Frame) -> Any:
        context = params[0](frame) if params else frame.context
        if not named:
            return context
        own = context if isinstance(context, dict) else {}
        return {**own, **{key: getter(frame) for key, getter in named}}

    return get


def _indented(text: str, indent: str) -> str:
    lines = text.split("\n")
    last = len(lines) - 1
    return "\n".join(
        indent + line if line or place < last else line
        for place, line in enumerate(lines)
    )
