"""The helpers that Handlebars itself has: if, unless, each, with, lookup, log.

Source of the rules: handlebars.js 4.7, ``lib/handlebars/helpers``.
"""

from collections.abc import Iterable
from typing import Any

from webhooks.payload.path_text import as_index
from webhooks.payload.values import UNDEFINED, is_truthy, to_text
from webhooks.templating.errors import RenderError
from webhooks.templating.frame import property_of
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.scope import BLOCK_HELPER_MISSING


def is_empty(value: Any) -> bool:
    """Tell whether a block takes its else part: falsy but not 0, or no items."""
    if isinstance(value, list | tuple):
        return not value
    is_zero = isinstance(value, int | float) and not isinstance(value, bool)
    return not is_truthy(value) and not (is_zero and value == 0)


def _if(call: HelperCall, *conditions: Any) -> str:
    return call.fn() if _holds(call, "if", conditions) else call.inverse()


def _unless(call: HelperCall, *conditions: Any) -> str:
    return call.inverse() if _holds(call, "unless", conditions) else call.fn()


def _holds(call: HelperCall, name: str, conditions: tuple[Any, ...]) -> bool:
    condition = _only(name, conditions)
    if not is_truthy(call.hash.get("includeZero")) and not is_truthy(condition):
        return False
    return not is_empty(condition)


def _only(name: str, arguments: tuple[Any, ...]) -> Any:
    if len(arguments) != 1:
        raise RenderError(f"#{name} takes exactly one argument")
    return arguments[0]


def _with(call: HelperCall, *arguments: Any) -> str:
    value = _only("with", arguments)
    if is_empty(value):
        return call.inverse()
    return call.fn(value, block_params=(value,))


def _each(call: HelperCall, *arguments: Any) -> str:
    if not arguments:
        raise RenderError("#each takes what to go through")
    items = arguments[0]
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(items, dict):
        pairs = items.items()
    elif isinstance(items, list | tuple):
        pairs = enumerate(items)
    last = len(items) - 1 if pairs else -1
    texts = [
        call.fn(
            item,
            call.inner_data(key=key, index=place, first=place == 0, last=place == last),
            (item, key),
        )
        for place, (key, item) in enumerate(pairs)
    ]
    return "".join(texts) if texts else call.inverse()


def _lookup(call: HelperCall, value: Any, key: Any) -> Any:
    if not is_truthy(value):
        return value
    name = to_text(key)
    return property_of(value, name, as_index(name))


def _log(call: HelperCall, *values: Any) -> Any:
    return UNDEFINED


def _block_helper_missing(call: HelperCall, value: Any) -> str:
    """Render a block as the value of its path says, as Mustache does."""
    if value is True:
        return call.fn()
    if isinstance(value, list | tuple):
        return _each(call, value)
    if value is False or value is None or value is UNDEFINED:
        return call.inverse()
    return call.fn(value)


BLOCK_HELPERS: tuple[Helper, ...] = (
    Helper(
        "if",
        _if,
        "Renders its block when the value is neither empty, 0, false nor missing.",
        "value includeZero=false",
        "{{#if open}}open{{else}}shut{{/if}}",
        {"open": True},
        "open",
        block=True,
        quick=True,
    ),
    Helper(
        "unless",
        _unless,
        "Renders its block when the value is empty, 0, false or missing.",
        "value includeZero=false",
        "{{#unless items}}none{{/unless}}",
        {"items": []},
        "none",
        block=True,
        quick=True,
    ),
    Helper(
        "each",
        _each,
        "Renders its block for every item, with @index, @key, @first and @last.",
        "items",
        "{{#each sizes as |size name|}}{{name}}={{size}};{{else}}none{{/each}}",
        {"sizes": {"s": 1, "m": 2}},
        "s=1;m=2;",
        block=True,
        quick=True,
    ),
    Helper(
        "with",
        _with,
        "Renders its block inside the value, unless that is empty.",
        "value",
        "{{#with user}}{{name}}{{else}}nobody{{/with}}",
        {"user": {"name": "Ada"}},
        "Ada",
        block=True,
        quick=True,
    ),
    Helper(
        "lookup",
        _lookup,
        "Returns the property or item whose name or number is computed.",
        "value key",
        "{{lookup names number}}",
        {"names": ["zero", "one"], "number": 1},
        "one",
        quick=True,
    ),
    Helper(
        "log",
        _log,
        "Prints nothing; it is there so that templates which log still work.",
        "values...",
        "{{log name}}",
        {"name": "Ada"},
        "",
        quick=True,
    ),
)

# What stands in where a block names no helper.
MISSING_HELPERS: tuple[Helper, ...] = (
    Helper(
        BLOCK_HELPER_MISSING,
        _block_helper_missing,
        "Renders a block named after a value as often as the value says.",
        "value",
        "{{#names}}{{this}} {{/names}}",
        {"names": ["Ada", "Bo"]},
        "Ada Bo ",
        block=True,
        quick=True,
    ),
)
