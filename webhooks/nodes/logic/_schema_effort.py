"""How much work it is to check a value against a JSON schema, counted beforehand.

A schema of a few lines can ask for billions of checks, because references to
one place can be doubled at every step. Counting what will be visited, up to a
bound, is cheap, and tells before it is too late.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from webhooks.workflows.errors import NodeError

MOST_VISITS: Final = 250_000


def effort(schema: Any, value: Any) -> int:
    """Return how many times a part of the schema meets a part of the value.

    Raises NodeError when that is more than MOST_VISITS, and for references that
    do not lead to a place in the schema itself.
    """
    visits = 0
    waiting: list[tuple[Any, Any]] = [(schema, value)]
    while waiting:
        part, held = waiting.pop()
        visits += 1
        if visits > MOST_VISITS:
            message = "The schema asks for too many checks of this value."
            raise NodeError(message, "TooLarge")
        if not isinstance(part, Mapping):
            continue
        if part is not schema and isinstance(part.get("id"), str):
            raise NodeError("Only a whole schema can have an id.", "InvalidSchema")
        if isinstance(part.get("$ref"), str):
            waiting.append((_target(schema, part["$ref"]), held))
            continue
        waiting.extend((each, held) for each in _in_place(part))
        if isinstance(held, dict):
            waiting.extend(_of_object(part, held))
        elif isinstance(held, list):
            waiting.extend(_of_array(part, held))
    return visits


def _target(schema: Any, reference: str) -> Any:
    """Return the part of a schema that a reference leads to (RFC 6901)."""
    if reference.rstrip("/") == "#":
        return schema
    found = schema
    try:
        if not reference.startswith("#/"):
            raise KeyError(reference)
        for step in unquote(reference[2:]).split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found[name]
    except (KeyError, IndexError, TypeError, ValueError):
        message = f"The schema refers to {reference[:200]}, which is not in it."
        raise NodeError(message, "InvalidSchema") from None
    return found


def _in_place(part: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the schemas that the same value must be checked against."""
    for word in ("allOf", "anyOf", "oneOf"):
        branches = part.get(word)
        if isinstance(branches, list):
            yield from branches
    if "not" in part:
        yield part["not"]
    dependencies = part.get("dependencies")
    if isinstance(dependencies, Mapping):
        yield from dependencies.values()


def _of_object(
    part: Mapping[str, Any], held: Mapping[str, Any]
) -> Iterator[tuple[Any, Any]]:
    properties = part.get("properties")
    if isinstance(properties, Mapping):
        for name in properties.keys() & held.keys():
            yield properties[name], held[name]
    patterns = part.get("patternProperties")
    everywhere = list(patterns.values()) if isinstance(patterns, Mapping) else []
    if isinstance(part.get("additionalProperties"), Mapping):
        everywhere.append(part["additionalProperties"])
    for each in everywhere:
        for value in held.values():
            yield each, value


def _of_array(part: Mapping[str, Any], held: list[Any]) -> Iterator[tuple[Any, Any]]:
    items = part.get("items")
    if isinstance(items, list):
        yield from zip(items, held, strict=False)
        items = part.get("additionalItems")
    if isinstance(items, Mapping):
        for value in held:
            yield items, value
