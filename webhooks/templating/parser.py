"""Tags and text put together to programs and blocks.

Follows the grammar of Handlebars 4.7 (``src/handlebars.yy`` and the functions
of ``compiler/helpers.js``), whose names it keeps where it can.
"""

from dataclasses import dataclass

from webhooks.templating.call_parser import CallParser
from webhooks.templating.errors import TemplateError, error_at
from webhooks.templating.lexer import Tag, Text, read_pieces
from webhooks.templating.limits import Limits
from webhooks.templating.syntax import (
    Block,
    Call,
    Comment,
    Content,
    InlinePartial,
    Mustache,
    Partial,
    PartialBlock,
    PathNode,
    Program,
    Statement,
    Strip,
)

_BLOCKS = {"#": Block, "^": Block, "#*": InlinePartial, "#>": PartialBlock}


def parse(source: str, limits: Limits) -> Program:
    """Return the program that the text describes, blanks not yet stripped.

    Raises TemplateError, also for more words or nesting than the limits allow.
    """
    return _Parser(source, limits).root()


@dataclass(slots=True)
class _Inverse:
    """An {{else}} part; in a chain, the program holds just the next block."""

    program: Program
    strip: Strip


class _Parser:
    def __init__(self, source: str, limits: Limits) -> None:
        self._source = source
        self._max_depth = limits.depth
        self._words_left = limits.words
        self._pieces = read_pieces(source)

    def root(self) -> Program:
        program, end = self._program(0)
        if end is None:
            return program
        raise self._error("nothing is open that this could close or divide", end)

    def _program(self, depth: int) -> tuple[Program, Tag | None]:
        """Read statements up to the tag that ends them, or the end of the text."""
        program = Program()
        for piece in self._pieces:
            if isinstance(piece, Text):
                program.body.append(Content(piece.text, piece.text))
                continue
            self._count(piece)
            if _ends_program(piece):
                return program, piece
            program.body.append(self._statement(piece, depth))
        return program, None

    def _statement(self, tag: Tag, depth: int) -> Statement:
        if tag.kind == "!":
            return Comment(tag.strip)
        if tag.kind in _BLOCKS:
            return self._block(tag, depth + 1)
        if tag.kind == "raw":
            return self._raw_block(tag)
        if tag.kind == ">":
            return Partial(self._words(tag).partial_call(), tag.strip)
        if tag.kind == "*":
            raise self._error("the only decorator is a block, {{#*inline}}", tag)
        return Mustache(self._words(tag).whole_call(), tag.kind == "", tag.strip)

    def _words(self, tag: Tag, skip: int = 0) -> CallParser:
        end = max(tag.end - 2, tag.offset)
        return CallParser(self._source, tag.tokens[skip:], end, self._max_depth)

    def _raw_block(self, tag: Tag) -> Block:
        call = self._words(tag).whole_call()
        self._check_name(call, tag.closing_name, tag)
        content = [Content(tag.body, tag.body)] if tag.body else []
        return Block(call, Program([*content]))

    def _block(self, tag: Tag, depth: int) -> Block:
        self._check_depth(tag, depth)
        words = self._words(tag)
        call = words.partial_call() if tag.kind == "#>" else words.block_call()
        if tag.kind == "#*":
            self._check_inline(call, tag)
        program, end = self._program(depth)
        program.block_params = call.block_params
        inverse: _Inverse | None = None
        if end and end.kind != "/":
            if tag.kind in {"#*", "#>"}:
                raise self._error("this block has no else part", end)
            inverse, end = self._inverse(end, depth, may_chain=tag.kind == "#")
        closing = self._closing(tag, end, call)
        block = _BLOCKS[tag.kind](
            call,
            program,
            open_strip=tag.strip,
            close_strip=closing.strip,
        )
        if inverse:
            _attach(block, inverse, closing.strip)
        if tag.kind == "^":
            block.program, block.inverse = block.inverse, block.program
        return block

    def _inverse(
        self, tag: Tag, depth: int, may_chain: bool = True
    ) -> tuple[_Inverse, Tag | None]:
        """Read from an {{else}} to the next tag that ends a program."""
        skip = 1 if tag.kind == "" else 0
        if len(tag.tokens) == skip:
            program, end = self._program(depth)
            return _Inverse(program, tag.strip), end
        if not may_chain:
            raise self._error("an inverted block has a plain {{else}} only", tag)
        self._check_depth(tag, depth + 1)
        call = self._words(tag, skip).block_call()
        program, end = self._program(depth)
        program.block_params = call.block_params
        block = Block(call, program, open_strip=tag.strip)
        if end and end.kind != "/":
            inverse, end = self._inverse(end, depth + 1)
            block.close_strip = inverse.strip
            _attach(block, inverse, inverse.strip)
        return _Inverse(Program([block], chained=True), tag.strip), end

    def _closing(self, tag: Tag, end: Tag | None, call: Call) -> Tag:
        if end is None:
            raise self._error("this block is not closed", tag)
        if end.kind != "/":
            raise self._error("this block has its plain {{else}} already", end)
        self._check_name(call, self._words(end).closing_name(), end)
        return end

    def _check_name(self, call: Call, closing_name: str, end: Tag) -> None:
        opened = call.path.original if isinstance(call.path, PathNode) else ""
        if opened != closing_name:
            message = f"{opened} is open here, but {closing_name} is closed"
            raise self._error(message, end)

    def _check_inline(self, call: Call, tag: Tag) -> None:
        if not isinstance(call.path, PathNode) or call.path.original != "inline":
            raise self._error("the only decorator is inline", tag)
        if len(call.params) != 1:
            raise self._error("inline takes the name of the partial", tag)

    def _count(self, tag: Tag) -> None:
        self._words_left -= 1 + len(tag.tokens)
        if self._words_left < 0:
            raise self._error("the template has too many tags and words", tag)

    def _check_depth(self, tag: Tag, depth: int) -> None:
        if depth > self._max_depth:
            message = f"blocks nest deeper than {self._max_depth} levels"
            raise self._error(message, tag)

    def _error(self, message: str, tag: Tag) -> TemplateError:
        return error_at(message, self._source, tag.offset)


def _ends_program(tag: Tag) -> bool:
    if tag.kind == "":
        return bool(tag.tokens) and tag.tokens[0].text == "else"
    return tag.kind == "/" or (tag.kind == "^" and not tag.tokens)


def _attach(block: Block, inverse: _Inverse, closing: Strip) -> None:
    """Give a block its else part; a chained block closes where this one does."""
    block.inverse = inverse.program
    block.inverse_strip = inverse.strip
    if inverse.program.chained:
        following = inverse.program.body[0]
        if isinstance(following, Block):
            following.close_strip = closing
