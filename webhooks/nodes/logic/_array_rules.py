"""The rules of the Array node: each takes the array and gives it back changed.

A rule with a result of its own writes it to the rule's output path. Neither
the array nor an element is ever changed: they are still the payload's own.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from webhooks.nodes._limits import bounded_list, check_items
from webhooks.nodes.logic._array_keys import (
    distinct,
    flat,
    grouped,
    keyed,
    property_of,
)
from webhooks.nodes.logic._ordering import sorted_by
from webhooks.payload.values import (
    UNDEFINED,
    is_truthy,
    strictly_equal,
    to_number,
)
from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import Settings

Rule = Callable[[list[Any], Settings], list[Any]]


def _concat(items: list[Any], rule: Settings) -> list[Any]:
    more = rule.value("inputTemplate")
    return [*items, *more] if isinstance(more, list) else [*items, more]


def _index_of(items: list[Any], rule: Settings) -> list[Any]:
    wanted = rule.value("inputTemplate")
    places = (place for place, each in enumerate(items) if strictly_equal(each, wanted))
    return _told(items, rule, next(places, -1))


def _insert_at(items: list[Any], rule: Settings) -> list[Any]:
    result = list(items)
    result.insert(_index(rule), rule.value("inputTemplate"))
    return result


def _replace_at(items: list[Any], rule: Settings) -> list[Any]:
    place = _place(items, rule)
    if place is None:
        return _told(items, rule, UNDEFINED)
    result = list(items)
    result[place] = rule.value("inputTemplate")
    return _told(result, rule, items[place])


def _remove_at(items: list[Any], rule: Settings) -> list[Any]:
    return _without(items, rule, _place(items, rule))


def _without(items: list[Any], rule: Settings, place: int | None) -> list[Any]:
    if place is None:
        return _told(items, rule, UNDEFINED)
    rest = [*items[:place], *items[place + 1 :]]
    return _told(rest, rule, items[place])


def _lookup_at(items: list[Any], rule: Settings) -> list[Any]:
    place = _place(items, rule)
    return _told(items, rule, UNDEFINED if place is None else items[place])


def _pop(items: list[Any], rule: Settings) -> list[Any]:
    return _without(items, rule, len(items) - 1 if items else None)


def _shift(items: list[Any], rule: Settings) -> list[Any]:
    return _without(items, rule, 0 if items else None)


def _slice(items: list[Any], rule: Settings) -> list[Any]:
    start = _index(rule, "inputTemplate") if rule.text("inputTemplate").strip() else 0
    if not rule.text("indexTemplate").strip():
        return items[start:]
    return items[start : _index(rule)]


def _filter(items: list[Any], rule: Settings) -> list[Any]:
    scope = {"array": items, "payload": rule.payload}
    kept = [
        each
        for index, each in enumerate(items)
        if is_truthy(
            rule.value_over("inputTemplate", {**scope, "value": each, "index": index})
        )
    ]
    return _told(items, rule, kept)


def _sum(items: list[Any], rule: Settings) -> list[Any]:
    numbers = [
        each
        for each in items
        if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    return _told(items, rule, to_number(sum(numbers)))


def _sort(items: list[Any], rule: Settings) -> list[Any]:
    return _told(items, rule, sorted_by(items, lambda each: each, _descending(rule)))


def _sort_by(items: list[Any], rule: Settings) -> list[Any]:
    name = rule.text("inputTemplate")
    ordered = sorted_by(items, lambda each: property_of(each, name), _descending(rule))
    return _told(items, rule, ordered)


def _deduplicate_by(items: list[Any], rule: Settings) -> list[Any]:
    name = rule.text("inputTemplate")
    return _told(items, rule, distinct(items, lambda each: property_of(each, name)))


def _descending(rule: Settings) -> bool:
    return bool(rule.value("order") == "descending")


def _told(items: list[Any], rule: Settings, result: Any) -> list[Any]:
    """Write a rule's own result, and hand the array on."""
    rule.put("outputPath", result)
    return items


def _index(rule: Settings, name: str = "indexTemplate") -> int:
    """Return a configured index. Raises NodeError when it is not a number."""
    text = rule.text(name)
    number = to_number(text)
    if not text.strip() or not math.isfinite(number):
        raise NodeError(f"An index is not a number: {text[:100]}.", "InvalidIndex")
    return int(number)


def _place(items: list[Any], rule: Settings) -> int | None:
    """Return the index counted from the front, or None beyond the ends."""
    index = _index(rule)
    place = index + len(items) if index < 0 else index
    return place if 0 <= place < len(items) else None


# The rules that change the array itself.
CHANGING: Final[Mapping[str, Rule]] = {
    "compact": lambda items, _: [each for each in items if is_truthy(each)],
    "concat": _concat,
    "deduplicate": lambda items, _: distinct(items, lambda each: each),
    "flatten": lambda items, _: flat(items),
    "insertAt": _insert_at,
    "pop": _pop,
    "push": lambda items, rule: [*items, rule.value("inputTemplate")],
    "removeAt": _remove_at,
    "replaceAt": _replace_at,
    "reverse": lambda items, _: items[::-1],
    "shift": _shift,
    "slice": _slice,
    "unshift": lambda items, rule: [rule.value("inputTemplate"), *items],
}

# The rules that only find something out.
TELLING: Final[Mapping[str, Rule]] = {
    "deduplicateBy": _deduplicate_by,
    "filter": _filter,
    "groupBy": lambda items, rule: _told(
        items, rule, grouped(items, rule.text("inputTemplate"))
    ),
    "indexOf": _index_of,
    "keyBy": lambda items, rule: _told(
        items, rule, keyed(items, rule.text("inputTemplate"))
    ),
    "length": lambda items, rule: _told(items, rule, len(items)),
    "lookupAt": _lookup_at,
    "sort": _sort,
    "sortBy": _sort_by,
    "sum": _sum,
}

_RULES: Final = {**CHANGING, **TELLING}


def apply_rule(items: list[Any], rule: Settings) -> list[Any]:
    """Return the array after a rule. Raises NodeError."""
    check_items(len(items), "The array")
    return bounded_list(_RULES[rule.value("type")](items, rule), "The array")
