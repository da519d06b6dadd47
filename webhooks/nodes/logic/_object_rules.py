"""The operations of the Object node: each takes the value and hands one on."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from webhooks.nodes._limits import check_items
from webhooks.payload.path import Path, PathError
from webhooks.payload.values import to_text
from webhooks.workflows.errors import NodeError
from webhooks.workflows.node_call import Settings

# Every dotted name costs a copy of the object.
MOST_NAMES: Final = 1_000

Operation = Callable[[Any, Settings], Any]


def _assign(value: Any, rule: Settings) -> Any:
    return {**_object(value), **_object(rule.value("inputTemplate"), "The input")}


def _merge_deep(value: Any, rule: Settings) -> Any:
    return _merged(_object(value), _object(rule.value("inputTemplate"), "The input"))


def _merged(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """Return both objects in one; where both have a value, the right one counts."""
    result = dict(left)
    for name, value in right.items():
        held = left.get(name)
        if isinstance(value, dict) and isinstance(held, dict):
            value = _merged(held, value)
        result[name] = value
    return result


def _omit(value: Any, rule: Settings) -> Any:
    source = _object(value)
    names = _few_names(rule)
    result = {name: held for name, held in source.items() if name not in names}
    for name in names - source.keys():
        path = _path(name)
        result = result if path is None else path.removed(result)
    return result


def _pick(value: Any, rule: Settings) -> Any:
    source = _object(value)
    names = _few_names(rule)
    result = {name: held for name, held in source.items() if name in names}
    for name in sorted(names - source.keys()):
        path = _path(name)
        if path is not None and path.has(source):
            result = path.placed(result, path.get(source))
    return result


def _zip_object(value: Any, rule: Settings) -> Any:
    values = _array(value)
    names = _names(rule)
    return dict(zip(names, values, strict=False)) | dict.fromkeys(names[len(values) :])


def _entries(value: Any, rule: Settings) -> Any:
    return _told(value, rule, [[name, held] for name, held in _pairs(value)])


def _from_pairs(value: Any, rule: Settings) -> Any:
    pairs = _array(value)
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise NodeError("The source must hold pairs.", "InvalidSource")
    return _told(value, rule, {to_text(name): held for name, held in pairs})


def _keys(value: Any, rule: Settings) -> Any:
    return _told(value, rule, [name for name, _ in _pairs(value)])


def _values(value: Any, rule: Settings) -> Any:
    return _told(value, rule, [held for _, held in _pairs(value)])


OPERATIONS: Final[Mapping[str, Operation]] = {
    "assign": _assign,
    "entries": _entries,
    "fromPairs": _from_pairs,
    "keys": _keys,
    "mergeDeep": _merge_deep,
    "omit": _omit,
    "pick": _pick,
    "values": _values,
    "zipObject": _zip_object,
}
# The operations that need an input, and those with a result of their own.
WITH_INPUT: Final = ("assign", "mergeDeep", "omit", "pick", "zipObject")
WITH_OUTPUT: Final = ("entries", "fromPairs", "keys", "values")


def _told(value: Any, rule: Settings, result: Any) -> Any:
    """Write an operation's own result, and hand the value on."""
    rule.put("outputPath", result)
    return value


def _object(value: Any, what: str = "The source") -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise NodeError(f"{what} is not an object.", "InvalidSource")


def _array(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise NodeError("The source is not an array.", "InvalidSource")


def _pairs(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, list):
        check_items(len(value), "The array")
        return [(str(index), held) for index, held in enumerate(value)]
    return list(_object(value).items())


def _names(rule: Settings) -> list[str]:
    names = rule.value("inputTemplate")
    if isinstance(names, str):
        return [names]
    if not isinstance(names, list):
        raise NodeError("The input is not an array of names.", "InvalidInput")
    return [to_text(name) for name in names]


def _few_names(rule: Settings) -> set[str]:
    names = set(_names(rule))
    if len(names) > MOST_NAMES:
        raise NodeError(f"There are more than {MOST_NAMES:,} names.", "TooLarge")
    return names


def _path(name: str) -> Path | None:
    """Return the path that a dotted name is, or None if it leads nowhere."""
    try:
        path = Path.parse(name)
    except PathError:
        return None
    return None if path.is_blank or path.is_whole else path
