"""Helper calls as closures: arguments, named arguments, and what a call costs."""

import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from webhooks.payload.values import UNDEFINED
from webhooks.templating.errors import RenderError
from webhooks.templating.frame import Frame
from webhooks.templating.helper import Body, Helper, HelperCall, no_body
from webhooks.templating.path_getter import Getter, path_getter
from webhooks.templating.run import weight
from webhooks.templating.scope import HELPER_MISSING, Scope, is_reserved
from webhooks.templating.syntax import Call, Literal, PathNode, Value

# Calls a helper in a frame, with the halves of its block.
Caller = Callable[[Frame, Body, Body], Any]

_NO_HASH: Mapping[str, Any] = {}


def value_getter(value: Value, scope: Scope) -> Getter:
    """Return the closure of an argument."""
    if isinstance(value, Literal):
        constant = value.value
        return lambda frame: constant
    if isinstance(value, PathNode):
        return path_getter(value, scope)
    caller = helper_caller(value, scope)
    return lambda frame: caller(frame, no_body, no_body)


def tag_getter(call: Call, scope: Scope) -> Getter:
    """Return the closure of a tag that is no block: a helper's result or a path.

    A bare name is a helper before it is part of the payload.
    """
    path = call.path
    if isinstance(path, Call) or not call.is_bare or names_helper(path, scope):
        return value_getter(call, scope)
    getter = path_getter(path, scope)
    hook = scope.helpers.get(HELPER_MISSING)
    if hook is None or not path.is_simple:
        return getter
    caller = _caller(hook, path.original, call, scope)

    def get_or_ask(frame: Frame) -> Any:
        value = getter(frame)
        if value is None or value is UNDEFINED:
            return caller(frame, no_body, no_body)
        return value

    return get_or_ask


def names_helper(path: PathNode, scope: Scope) -> bool:
    """Tell whether a bare name is taken for a helper, not for part of the payload."""
    return scope.helper(path) is not None or is_reserved(path)


def helper_caller(call: Call, scope: Scope) -> Caller:
    """Return what calls the helper that the call names.

    A missing helper is found missing when it is called, not before: the block
    that it stands in may never be rendered.
    """
    path = call.path
    if isinstance(path, Call):
        return _missing("(...)")
    helper = scope.helper(path)
    if helper is None:
        helper = scope.helpers.get(HELPER_MISSING)
    if helper is None:
        return _missing(path.original)
    return _caller(helper, path.original, call, scope)


def _missing(name: str) -> Caller:
    def fail(frame: Frame, fn: Body, inverse: Body) -> Any:
        raise RenderError(f"there is no helper {name}")

    return fail


def _caller(helper: Helper, name: str, call: Call, scope: Scope) -> Caller:
    params = tuple(value_getter(item, scope) for item in call.params)
    named = tuple((key, value_getter(item, scope)) for key, item in call.hash)
    return bound_caller(helper, name, params, named)


def bound_caller(
    helper: Helper,
    name: str,
    params: tuple[Getter, ...],
    named: tuple[tuple[str, Getter], ...],
) -> Caller:
    """Return what calls the helper with these arguments."""
    function, quick = helper.function, helper.quick
    getters = _fitting(helper, params)

    def run_helper(frame: Frame, fn: Body, inverse: Body) -> Any:
        run = frame.run
        arguments = [getter(frame) for getter in getters]
        hash = {key: getter(frame) for key, getter in named} if named else _NO_HASH
        run.spend(1 if quick else 1 + sum(map(weight, arguments)))
        result = function(
            HelperCall(name, frame.context, hash, frame.data, run, fn, inverse),
            *arguments,
        )
        if not quick:
            run.spend(weight(result))
        return result

    return run_helper


def _undefined(frame: Frame) -> Any:
    return UNDEFINED


def _fitting(helper: Helper, getters: tuple[Getter, ...]) -> tuple[Getter, ...]:
    """Return as many arguments as the helper takes, as JavaScript calls it."""
    required, most = _arity(helper.function)
    missing = (_undefined,) * (required - len(getters))
    return (*getters[:most], *missing)


@lru_cache
def _arity(function: Callable[..., Any]) -> tuple[int, int | None]:
    """Return how many arguments a helper needs and takes; None for any number."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    required = sum(
        item.kind in _POSITIONAL and item.default is item.empty for item in parameters
    )
    if any(item.kind is item.VAR_POSITIONAL for item in parameters):
        return required, None
    return required, len(parameters)


_POSITIONAL = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
)
