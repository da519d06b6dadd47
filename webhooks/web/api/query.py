"""Query strings as the official clients write them: ``a[b]=1&c[0]=x``."""

import re
from typing import Any
from urllib.parse import parse_qsl

from webhooks.errors import Invalid

_MOST_FIELDS = 1000
_DEEPEST = 5
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def parse_query(raw_query: str) -> dict[str, Any]:
    """Return the query as nested objects of strings.

    A name given more than once holds a list of its values; names that do not
    follow the pattern are taken as they are.
    Raises Invalid for too many fields.
    """
    try:
        pairs = parse_qsl(
            raw_query, keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        text = f"The query must not have more than {_MOST_FIELDS} fields."
        raise Invalid(text) from None
    query: dict[str, Any] = {}
    for name, value in pairs:
        _put(query, _path(name), value)
    return query


def _path(name: str) -> list[str]:
    match = _NAME.fullmatch(name)
    if match is None:
        return [name]
    parts = [match[1], *_PART.findall(match[2])]
    return parts if len(parts) <= _DEEPEST else [name]


def _put(query: dict[str, Any], path: list[str], value: str) -> None:
    inner = query
    for part in path[:-1]:
        found = inner.setdefault(part, {})
        if not isinstance(found, dict):
            found = inner[part] = {"": found}
        inner = found
    last = path[-1]
    if last not in inner:
        inner[last] = value
    elif isinstance(inner[last], list):
        inner[last].append(value)
    else:
        inner[last] = [inner[last], value]
