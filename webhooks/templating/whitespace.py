"""Which blanks around tags do not count.

A tag with a ``~`` takes those on its side; a block, comment or partial that has
a line to itself takes the line. Follows ``compiler/whitespace-control.js`` of
Handlebars 4.7, without its regular expressions, which take quadratic time.
"""

import re

from webhooks.payload.numbers import BLANKS
from webhooks.templating.syntax import (
    Block,
    Comment,
    Content,
    Mustache,
    Partial,
    Program,
    Statement,
    Strip,
)

_REST_OF_LINE = re.compile(r"[ \t]*\r?\n?")


def strip_blanks(program: Program) -> None:
    """Take away the blanks that do not count, in a whole template."""
    _strip_program(program, is_root=True)


def _strip_program(program: Program, is_root: bool = False) -> None:
    body = program.body
    for place, statement in enumerate(body):
        if isinstance(statement, Content):
            continue
        if isinstance(statement, Block):
            strip = _strip_block(statement)
        else:
            strip = statement.strip
        line_before = _is_line_start(body, place, is_root)
        line_after = _is_line_end(body, place + 1, is_root)
        if strip.close:
            _omit_right(body, place + 1, all_blanks=True)
        if strip.open:
            _omit_left(body, place - 1, all_blanks=True)
        if isinstance(statement, Block):
            _take_lines(statement, body, place, line_before, line_after)
        elif not isinstance(statement, Mustache) and line_before and line_after:
            _take_line(statement, body, place)


def _take_line(statement: Comment | Partial, body: list[Statement], place: int) -> None:
    _omit_right(body, place + 1)
    if _omit_left(body, place - 1) and isinstance(statement, Partial):
        before = body[place - 1]
        if isinstance(before, Content):
            original = before.original
            statement.indent = original[len(original.rstrip(" \t")) :]


def _take_lines(
    block: Block,
    body: list[Statement],
    place: int,
    line_before: bool,
    line_after: bool,
) -> None:
    first, last = block.first, _first_inverse(block) or block.first
    closing = block.inverse or block.first
    if line_before and _is_line_end(first.body, 0):
        _omit_right(first.body, 0)
        _omit_left(body, place - 1)
    if line_after and _is_line_start(last.body, len(last.body)):
        _omit_right(body, place + 1)
        _omit_left(closing.body, len(closing.body) - 1)


def _strip_block(block: Block) -> Strip:
    for half in (block.program, block.inverse):
        if half:
            _strip_program(half)
    first = block.first
    if block.open_strip.close:
        _omit_right(first.body, 0, all_blanks=True)
    inverse = _first_inverse(block)
    if inverse:
        _strip_around_else(block, first, inverse)
    elif block.close_strip.open:
        _omit_left(first.body, len(first.body) - 1, all_blanks=True)
    return Strip(block.open_strip.open, block.close_strip.close)


def _strip_around_else(block: Block, first: Program, inverse: Program) -> None:
    if block.inverse_strip.open:
        _omit_left(first.body, len(first.body) - 1, all_blanks=True)
    if block.inverse_strip.close:
        _omit_right(inverse.body, 0, all_blanks=True)
    if block.close_strip.open:
        last = _last_inverse(block)
        _omit_left(last.body, len(last.body) - 1, all_blanks=True)
    at_start = _is_line_start(first.body, len(first.body))
    if at_start and _is_line_end(inverse.body, 0):
        _omit_left(first.body, len(first.body) - 1)
        _omit_right(inverse.body, 0)


def _first_inverse(block: Block) -> Program | None:
    """Return what follows the first else, if there is one."""
    if not block.program or not block.inverse:
        return None
    if block.inverse.chained:
        following = block.inverse.body[0]
        if isinstance(following, Block):
            return following.program
    return block.inverse


def _last_inverse(block: Block) -> Program:
    """Return what the closing tag of a block with an else follows."""
    last = block.inverse or block.first
    while last.chained:
        following = last.body[-1]
        if not isinstance(following, Block) or not following.program:
            break
        last = following.program
    return last


def _is_line_start(body: list[Statement], place: int, is_root: bool = False) -> bool:
    """Tell whether only blanks stand between the place and a line's start."""
    if not place:
        return is_root
    before = body[place - 1]
    if not isinstance(before, Content):
        return False
    text = before.original
    blanks = text[len(text.rstrip(BLANKS)) :]
    is_first = is_root and place == 1
    return "\n" in blanks or (is_first and len(blanks) == len(text))


def _is_line_end(body: list[Statement], place: int, is_root: bool = False) -> bool:
    """Tell whether only blanks stand between the place and a line's end."""
    if place >= len(body):
        return is_root
    after = body[place]
    if not isinstance(after, Content):
        return False
    text = after.original
    blanks = text[: len(text) - len(text.lstrip(BLANKS))]
    is_last = is_root and place == len(body) - 1
    return "\n" in blanks or (is_last and len(blanks) == len(text))


def _omit_right(body: list[Statement], place: int, all_blanks: bool = False) -> None:
    """Take blanks from the start of the text at the place, if text is there."""
    content = body[place] if place < len(body) else None
    if not isinstance(content, Content):
        return
    if content.right_stripped and not all_blanks:
        return
    text = content.text
    if all_blanks:
        content.text = text.lstrip(BLANKS)
    else:
        content.text = _REST_OF_LINE.sub("", text, count=1)
    content.right_stripped = content.text != text


def _omit_left(body: list[Statement], place: int, all_blanks: bool = False) -> bool:
    """Take blanks from the end of the text there; tell whether there were any."""
    content = body[place] if 0 <= place < len(body) else None
    if not isinstance(content, Content):
        return False
    if content.left_stripped and not all_blanks:
        return False
    text = content.text
    content.text = text.rstrip(BLANKS if all_blanks else " \t")
    content.left_stripped = content.text != text
    return content.left_stripped
