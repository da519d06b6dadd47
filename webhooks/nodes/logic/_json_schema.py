"""Checks a value against a JSON Schema (draft 4) and tells what is wrong with it.

Apart from the node because it is the only place that knows the library: its
patterns run on an engine that cannot backtrack, and nothing is fetched.
"""

from functools import lru_cache
from typing import Any, Final

import jsonschema_rs

from webhooks.nodes.logic._schema_effort import effort
from webhooks.payload.json_text import JsonProblem, encode_json, to_plain
from webhooks.workflows.errors import NodeError

MOST_SCHEMA_CHARACTERS: Final = 256 * 1024
# Beyond so much work only the first problem is told: a list of all of them
# could be many times larger than the value.
_EFFORT_FOR_ALL: Final = 5_000
_MOST_PROBLEMS: Final = 1_000

# The words of is-my-json-valid, which Losant's documented errors come from.
_MESSAGES: Final = {
    "additionalItems": "has additional items",
    "additionalProperties": "has additional properties",
    "anyOf": "no schemas match",
    "enum": "must be an enum value",
    "exclusiveMaximum": "is more than maximum",
    "exclusiveMinimum": "is less than minimum",
    "maxItems": "has more items than allowed",
    "maxLength": "has longer length than allowed",
    "maxProperties": "has more properties than allowed",
    "maximum": "is more than maximum",
    "minItems": "has less items than allowed",
    "minLength": "has less length than allowed",
    "minProperties": "has less properties than allowed",
    "minimum": "is less than minimum",
    "multipleOf": "has a remainder",
    "not": "negative schema matches",
    "oneOf": "no (or more than one) schemas match",
    "pattern": "pattern mismatch",
    "required": "is required",
    "type": "is the wrong type",
    "uniqueItems": "must be unique",
}


def schema_errors(schema: Any, value: Any) -> list[dict[str, str]]:
    """Return what is wrong with a value: ``field`` from ``data`` on, ``message``.

    Raises NodeError for a schema that is none, refers elsewhere, has a pattern
    that needs backtracking, or asks for too much work.
    """
    try:
        text = encode_json(schema)
        plain = to_plain(value)
    except JsonProblem as problem:
        message = f"The value cannot be validated: {problem}."
        raise NodeError(message, "TooLarge") from None
    if len(text) > MOST_SCHEMA_CHARACTERS:
        raise NodeError("The schema is too large.", "TooLarge")
    work = effort(schema, plain)
    validator = _validator(text)
    if validator.is_valid(plain):
        return []
    if work <= _EFFORT_FOR_ALL:
        found = list(validator.iter_errors(plain))
        return [_described(each) for each in found[:_MOST_PROBLEMS]]
    try:
        validator.validate(plain)
    except jsonschema_rs.ValidationError as error:
        return [_described(error)]
    return []


@lru_cache(maxsize=64)
def _validator(text: str) -> jsonschema_rs.Draft4Validator:
    try:
        return jsonschema_rs.Draft4Validator(
            text,
            validate_formats=True,
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
    except ValueError as error:
        reason = str(error).partition("\n")[0][:300].rstrip(".")
        message = f"The schema is not a JSON schema of draft 4: {reason}."
        raise NodeError(message, "InvalidSchema") from None


def _described(error: jsonschema_rs.ValidationError) -> dict[str, str]:
    kind = error.kind.as_dict()
    word = str(error.schema_path[-1]) if error.schema_path else ""
    place = ["data", *map(str, error.instance_path)]
    if word not in _MESSAGES and len(error.schema_path) > 1:
        word = str(error.schema_path[-2])
    if "property" in kind:
        place.append(str(kind["property"]))
        word = "required"
    if "format" in kind:
        return {"field": ".".join(place), "message": f"must be {kind['format']} format"}
    message = _MESSAGES.get(word, error.message.partition("\n")[0][:300])
    return {"field": ".".join(place), "message": message}
