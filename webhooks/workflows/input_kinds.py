"""What a custom node's inputs become, by the kinds of its fields.

Source: the field types of custom nodes in Losant's documentation.
"""

from collections.abc import Mapping
from typing import Any

from webhooks.payload.json_text import JsonProblem, parse_json
from webhooks.payload.path import Path, PathError
from webhooks.payload.values import UNDEFINED, is_truthy, to_number
from webhooks.workflows.errors import NodeError


def read_kinds(config: Any) -> dict[str, str]:
    """Return the kind of each field that a custom node's configuration declares."""
    fields = config.get("fields") if isinstance(config, Mapping) else None
    kinds = {}
    for field in fields if isinstance(fields, list) else ():
        if isinstance(field, Mapping) and isinstance(field.get("id"), str):
            kinds[field["id"]] = str(field.get("type") or "")
    return kinds


def shaped(
    inputs: Mapping[str, Any], kinds: Mapping[str, str], payload: Any
) -> dict[str, Any]:
    """Return the inputs as the custom node's workflow sees them.

    Raises NodeError for a text that is not what its field takes.
    """
    values = {
        name: _shaped(name, kinds.get(name, ""), value, payload)
        for name, value in inputs.items()
    }
    return {name: value for name, value in values.items() if value is not UNDEFINED}


def _shaped(name: str, kind: str, value: Any, payload: Any) -> Any:
    if kind == "checkbox":
        return is_truthy(value) and value != "false"
    if not isinstance(value, str):
        return value
    if kind == "numberTemplate":
        number = to_number(value) if value.strip() else UNDEFINED
        if number != number:
            raise NodeError(f"The input {name} is not a number.", "InvalidInput")
        return number
    if kind == "jsonTemplate" and value.strip():
        try:
            return parse_json(value)
        except JsonProblem as problem:
            message = f"The input {name} is not valid JSON: {problem}."
            raise NodeError(message, "InvalidJsonTemplate") from None
    if kind == "payloadPath":
        try:
            return Path.parse(value).get(payload)
        except PathError as error:
            message = f"The input {name} is not a payload path: {error}."
            raise NodeError(message, "InvalidPath") from None
    return value
