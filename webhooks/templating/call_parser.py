"""What stands inside a tag: a name, arguments, named arguments, block parameters.

A Handlebars number or name after a dot is told apart by the lexer, which is why
``items.2`` ends in an error that says how to write it.
"""

import re
from collections.abc import Sequence

from webhooks.payload.numbers import parse_number
from webhooks.payload.values import UNDEFINED
from webhooks.templating.errors import TemplateError, error_at
from webhooks.templating.syntax import Call, Literal, PathNode, Value
from webhooks.templating.tokens import Token

_WORDS = {"true": True, "false": False, "null": None, "undefined": UNDEFINED}
_NAMES = {"name", "segment"}
_PATH_STARTS = _NAMES | {"parent", "here"}
_SCOPED = re.compile(r"\.|.*?this\b")


class CallParser:
    """Reads the words of one tag; ``end`` is the offset behind them."""

    def __init__(
        self, source: str, tokens: Sequence[Token], end: int, max_depth: int
    ) -> None:
        self._source = source
        self._tokens = tokens
        self._next = 0
        self._end = Token("end", "the end of the tag", end)
        self._max_depth = max_depth

    def whole_call(self) -> Call:
        """Return the call of a tag that holds nothing else."""
        call = self._call(self._name(), 0)
        self._expect_end()
        return call

    def block_call(self) -> Call:
        """Return the call of a block, with ``as |names|`` where it has them."""
        call = self._call(self._name(), 0)
        if self._peek().kind == "as":
            names = self._block_params()
            call = Call(call.path, call.params, call.hash, names)
        self._expect_end()
        return call

    def partial_call(self) -> Call:
        """Return the call of a partial, whose name may be computed."""
        if self._peek().text == "(":
            call = self._call(self._parenthesized(1), 0)
        else:
            call = self._call(self._name(), 0)
        self._expect_end()
        if len(call.params) > 1:
            raise self._error("a partial takes at most one argument", self._end)
        return call

    def closing_name(self) -> str:
        """Return the name of a tag that closes a block."""
        path = self._name()
        self._expect_end()
        return path.original

    def _call(self, path: PathNode | Call, depth: int) -> Call:
        params: list[Value] = []
        while not self._at_pair() and self._starts_value():
            params.append(self._value(depth))
        pairs: list[tuple[str, Value]] = []
        while self._at_pair():
            key = self._take().key
            self._take()
            pairs.append((key, self._value(depth)))
        return Call(path, tuple(params), tuple(pairs))

    def _at_pair(self) -> bool:
        following = self._next + 1
        return (
            self._peek().kind in _NAMES
            and following < len(self._tokens)
            and self._tokens[following].text == "="
        )

    def _starts_value(self) -> bool:
        token = self._peek()
        return token.kind in _PATH_STARTS | {"number", "word", "string"} or (
            token.text in {"(", "@"}
        )

    def _value(self, depth: int) -> Value:
        token = self._peek()
        if token.text == "(" and token.kind == "mark":
            return self._parenthesized(depth + 1)
        if token.kind in {"number", "word", "string"}:
            return self._literal()
        return self._path()

    def _parenthesized(self, depth: int) -> Call:
        opening = self._take()
        if depth > self._max_depth:
            raise self._error("parentheses nest too deeply", opening)
        call = self._call(self._name(), depth)
        closing = self._take()
        if closing.text != ")":
            raise self._unexpected(closing)
        return call

    def _name(self) -> PathNode:
        """Return a path; a literal in its place is a name that looks like one."""
        if self._peek().kind in {"number", "word", "string"}:
            token = self._peek()
            value = self._literal().value
            text = value if isinstance(value, str) else token.text
            return PathNode((text,), original=text)
        return self._path()

    def _literal(self) -> Literal:
        token = self._take()
        if token.kind == "word":
            return Literal(_WORDS[token.text])
        if token.kind == "number":
            return Literal(parse_number(token.text))
        quote = token.text[0]
        return Literal(token.text[1:-1].replace(f"\\{quote}", quote))

    def _path(self) -> PathNode:
        is_data = self._peek().text == "@" and bool(self._take())
        parts: list[str] = []
        depth = 0
        original = "@" if is_data else ""
        while True:
            token = self._take()
            if token.kind not in _PATH_STARTS:
                raise self._bad_segment(token, original)
            original += token.key
            if token.kind in _NAMES and token.text != "this":
                parts.append(token.key)
            elif parts:
                raise self._error(f"{original} is no path", token)
            depth += token.kind == "parent"
            following = self._peek()
            if following.kind == "here" and following.offset == token.end:
                raise self._error("a path ends with a dot", following)
            if following.kind != "separator":
                break
            original += self._take().text
        scoped = bool(_SCOPED.match(original))
        return PathNode(tuple(parts), depth, is_data, scoped, original)

    def _block_params(self) -> tuple[str, ...]:
        self._take()
        names: list[str] = []
        while self._peek().kind in _NAMES:
            names.append(self._take().key)
        closing = self._take()
        if closing.text != "|" or not names:
            raise self._unexpected(closing)
        return tuple(names)

    def _peek(self) -> Token:
        if self._next < len(self._tokens):
            return self._tokens[self._next]
        return self._end

    def _take(self) -> Token:
        token = self._peek()
        self._next += 1
        return token

    def _expect_end(self) -> None:
        if self._peek().kind != "end":
            raise self._unexpected(self._peek())

    def _bad_segment(self, token: Token, original: str) -> TemplateError:
        if original and token.kind == "number":
            return self._error(f"write {original}[{token.text}] here", token)
        return self._unexpected(token)

    def _unexpected(self, token: Token) -> TemplateError:
        shown = token.text if token.kind == "end" else repr(token.text)
        return self._error(f"unexpected {shown}", token)

    def _error(self, message: str, token: Token) -> TemplateError:
        return error_at(message, self._source, token.offset)
