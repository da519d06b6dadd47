"""Expressions by the precedence of their operators, straight into closures."""

from webhooks.templating.call_getter import tag_getter
from webhooks.templating.errors import TemplateError, error_at
from webhooks.templating.expressions.evaluation import (
    chain,
    choice,
    constant,
    function_call,
    unary,
    variable,
)
from webhooks.templating.expressions.functions import CONSTANTS, FUNCTIONS
from webhooks.templating.expressions.operators import BINARY, POWER, UNARY, Operator
from webhooks.templating.expressions.tokens import Word, read_words
from webhooks.templating.path_getter import Getter
from webhooks.templating.scope import Scope


def parse_expression(source: str, scope: Scope, max_depth: int) -> Getter:
    """Return the closure that the expression describes; raises TemplateError."""
    return _Parser(source, scope, max_depth).whole()


class _Parser:
    def __init__(self, source: str, scope: Scope, max_depth: int) -> None:
        self._source = source
        self._scope = scope
        self._words = read_words(source, max_depth)
        self._next = 0
        self._depth_left = max_depth

    def whole(self) -> Getter:
        if len(self._words) == 1:
            raise self._error("the expression is empty", self._words[0])
        getter = self._choice()
        if self._peek().kind != "end":
            raise self._unexpected(self._peek())
        return getter

    def _choice(self) -> Getter:
        condition = self._binary(1)
        if not self._takes("?"):
            return condition
        self._descend()
        chosen = self._choice()
        self._expect(":")
        other = self._choice()
        self._depth_left += 1
        return choice(condition, chosen, other)

    def _binary(self, lowest: int) -> Getter:
        left = self._unary()
        while (operator := self._operator()) and operator.level >= lowest:
            level = operator.level
            rest = []
            while (operator := self._operator()) and operator.level == level:
                self._next += 1
                rest.append((operator, self._binary(level + 1)))
            left = chain(left, rest)
        return left

    def _operator(self) -> Operator | None:
        word = self._peek()
        return BINARY.get(word.value) if word.kind == "operator" else None

    def _unary(self) -> Getter:
        word = self._peek()
        if word.kind not in {"operator", "name"} or word.value not in UNARY:
            return self._power()
        self._next += 1
        self._descend()
        operand = self._unary()
        self._depth_left += 1
        return unary(word.value, operand)

    def _power(self) -> Getter:
        """Read a power; it binds closer than a sign before, not than one after."""
        base = self._primary()
        if not self._takes("^"):
            return base
        self._descend()
        exponent = self._unary()
        self._depth_left += 1
        return chain(base, [(POWER, exponent)])

    def _primary(self) -> Getter:
        word = self._take()
        if word.kind in {"number", "string"}:
            return constant(word.value)
        if word.kind == "template":
            return variable(tag_getter(word.value, self._scope))
        if word.kind == "name":
            return self._named(word)
        if word.value != "(":
            raise self._unexpected(word)
        self._descend()
        inner = self._choice()
        self._depth_left += 1
        self._expect(")")
        return inner

    def _named(self, word: Word) -> Getter:
        if word.value in CONSTANTS:
            return constant(CONSTANTS[word.value])
        if word.value not in FUNCTIONS:
            message = f"{word.value} is unknown here; write a value as {{{{path}}}}"
            raise self._error(message, word)
        self._expect("(")
        self._descend()
        arguments: list[Getter] = []
        if not self._takes(")"):
            arguments.append(self._choice())
            while self._takes(","):
                arguments.append(self._choice())
            self._expect(")")
        self._depth_left += 1
        return self._function_call(word, arguments)

    def _function_call(self, word: Word, arguments: list[Getter]) -> Getter:
        function = FUNCTIONS[word.value]
        given = len(arguments)
        most = given if function.most is None else function.most
        if not function.least <= given <= most:
            message = f"{word.value} takes {function.least} arguments, not {given}"
            raise self._error(message, word)
        return function_call(function, arguments)

    def _descend(self) -> None:
        self._depth_left -= 1
        if self._depth_left < 0:
            raise self._error("the expression nests too deeply", self._peek())

    def _peek(self) -> Word:
        return self._words[self._next]

    def _take(self) -> Word:
        word = self._words[self._next]
        if word.kind != "end":
            self._next += 1
        return word

    def _takes(self, operator: str) -> bool:
        word = self._peek()
        found = word.kind == "operator" and word.value == operator
        self._next += found
        return found

    def _expect(self, operator: str) -> None:
        if not self._takes(operator):
            shown = self._shown(self._peek())
            raise self._error(f"expected {operator!r}, not {shown}", self._peek())

    def _unexpected(self, word: Word) -> TemplateError:
        return self._error(f"unexpected {self._shown(word)}", word)

    def _shown(self, word: Word) -> str:
        return "a template" if word.kind == "template" else str(word.value)

    def _error(self, message: str, word: Word) -> TemplateError:
        return error_at(message, self._source, word.offset)
