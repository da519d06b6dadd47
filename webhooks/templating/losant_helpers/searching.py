"""Helpers that find something in a list: last indexByKey valueByKey.

Apart because the two searches share one comparison: an element's value at a path
is strictly equal to what is sought.
"""

from typing import Any

from webhooks.payload.path import Path, PathError
from webhooks.payload.values import UNDEFINED, strictly_equal
from webhooks.templating.errors import RenderError
from webhooks.templating.helper import Helper, HelperCall
from webhooks.templating.losant_helpers.text import text_of


def last(call: HelperCall, value: Any = UNDEFINED) -> Any:
    """Return the last item or character, undefined if there is none."""
    if isinstance(value, str | list | tuple) and value:
        return value[-1]
    return UNDEFINED


def index_by_key(
    call: HelperCall,
    items: Any = UNDEFINED,
    sought: Any = UNDEFINED,
    key_path: Any = UNDEFINED,
) -> int:
    """Return the place of the first element with that key, -1 without one."""
    path = _path(call, key_path, "key")
    if isinstance(items, list | tuple):
        for index, item in enumerate(items):
            if strictly_equal(path.get(item), sought):
                return index
    return -1


def value_by_key(
    call: HelperCall,
    items: Any = UNDEFINED,
    sought: Any = UNDEFINED,
    key_path: Any = UNDEFINED,
    value_path: Any = UNDEFINED,
) -> Any:
    """Return a value of the first element with that key, undefined without one."""
    path = _path(call, value_path, "value")
    index = index_by_key(call, items, sought, key_path)
    return UNDEFINED if index < 0 else path.get(items[index])


def _path(call: HelperCall, text: Any, default: str) -> Path:
    try:
        return Path.parse(text_of(text) or default)
    except PathError as error:
        raise RenderError(f"{call.name}: {error}") from None


_PAYLOAD = {
    "data": [
        {"key": "temp", "value": 21, "unit": "C"},
        {"key": "wind", "value": 4, "unit": "m/s"},
    ]
}

HELPERS = (
    Helper(
        "last",
        last,
        "The last item of an array, or the last character of a text.",
        "value",
        "{{lookup (last data) 'unit'}}",
        _PAYLOAD,
        "m/s",
    ),
    Helper(
        "indexByKey",
        index_by_key,
        "The place of the first object whose value at a path is the key, or -1.",
        'array key [keyPath="key"]',
        "{{indexByKey data 'm/s' 'unit'}}",
        _PAYLOAD,
        "1",
    ),
    Helper(
        "valueByKey",
        value_by_key,
        "A value of the first object whose value at a path is the key; the path . is "
        "the object itself.",
        'array key [keyPath="key"] [valuePath="value"]',
        "{{valueByKey data 'temp'}}",
        _PAYLOAD,
        "21",
    ),
)
