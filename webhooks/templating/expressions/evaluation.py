"""Operators and functions as closures, counted against what a run may do.

Apart from the operators, which know values only: here an object becomes its
text or number, and what that costs is paid for.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from webhooks.payload.values import date_milliseconds, to_number, to_text
from webhooks.templating.expressions.functions import Function
from webhooks.templating.expressions.operators import (
    KEEPS_OBJECTS,
    UNARY,
    Operator,
    both_are_objects,
)
from webhooks.templating.frame import Frame
from webhooks.templating.helper import SafeString
from webhooks.templating.path_getter import Getter
from webhooks.templating.run import Run, weight

_OBJECTS = {dict, list, datetime}


def constant(value: Any) -> Getter:
    """Return the closure of a literal."""
    return lambda frame: value


def variable(getter: Getter) -> Getter:
    """Return the closure of ``{{...}}``: the value, of safe text the text."""

    def get(frame: Frame) -> Any:
        value = getter(frame)
        return str(value) if type(value) is SafeString else value

    return get


def choice(condition: Getter, chosen: Getter, other: Getter) -> Getter:
    """Return the closure of ``condition ? chosen : other``."""
    refuse = UNARY["!"]
    return lambda frame: other(frame) if refuse(condition(frame)) else chosen(frame)


def unary(name: str, operand: Getter) -> Getter:
    """Return the closure of an operator before its operand."""
    function = UNARY[name]
    if name in KEEPS_OBJECTS:
        return lambda frame: function(operand(frame))
    return lambda frame: function(_primitive(operand(frame), frame.run))


def chain(first: Getter, rest: Sequence[tuple[Operator, Getter]]) -> Getter:
    """Return the closure of operators of one level, taken from left to right.

    One closure for the whole chain, so that a long sum nests no deeper than a
    short one.
    """
    steps = tuple((_step(operator), operand) for operator, operand in rest)
    if len(steps) == 1:
        ((only, operand),) = steps
        return lambda frame: only(first(frame), operand, frame)

    def evaluate(frame: Frame) -> Any:
        value = first(frame)
        for step, operand in steps:
            value = step(value, operand, frame)
        return value

    return evaluate


def _step(operator: Operator) -> Callable[[Any, Getter, Frame], Any]:
    function, goes_on = operator.function, operator.goes_on
    if goes_on is not None:
        return lambda value, operand, frame: operand(frame) if goes_on(value) else value
    if function is None:
        raise ValueError("an operator is lazy or has a function")

    def step(left: Any, operand: Getter, frame: Frame) -> Any:
        right = operand(frame)
        if type(left) in _OBJECTS or type(right) in _OBJECTS:
            left, right = _converted(operator, left, right, frame.run)
        value = function(left, right)
        if type(value) is str:
            frame.run.build(value)
        return value

    return step


def _converted(operator: Operator, left: Any, right: Any, run: Run) -> tuple[Any, Any]:
    as_text = operator.prefers_text
    if not operator.converts or (
        operator.level == _EQUALITY and both_are_objects(left, right)
    ):
        return left, right
    return _primitive(left, run, as_text), _primitive(right, run, as_text)


_EQUALITY = 3


def function_call(function: Function, arguments: Sequence[Getter]) -> Getter:
    """Return the closure of a function with its arguments."""
    call, scans = function.call, function.scans
    if function.takes_numbers:
        return lambda frame: call(
            *[
                to_number(_primitive(argument(frame), frame.run))
                for argument in arguments
            ]
        )

    def evaluate(frame: Frame) -> Any:
        values = [argument(frame) for argument in arguments]
        if scans:
            frame.run.spend(1 + sum(map(weight, values)))
        return call(*values)

    return evaluate


def _primitive(value: Any, run: Run, as_text: bool = False) -> Any:
    """Return an object's text, or a date's milliseconds unless text is wanted."""
    if type(value) not in _OBJECTS:
        return value
    if isinstance(value, datetime) and not as_text:
        return date_milliseconds(value)
    text = to_text(value)
    # Putting it together takes far longer than copying text does.
    run.spend(1 + (len(text) >> 4))
    return text
