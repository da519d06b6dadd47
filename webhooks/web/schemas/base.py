"""What every schema shares: names, closedness, and errors as one sentence."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError
from marshmallow.fields import Field

from webhooks.errors import Invalid
from webhooks.web.schemas.fields import QueryFlag

_LONGEST_NAME = 100


class Closed(Schema):
    """A JSON object in which every key must be known; camelCase outside."""

    class Meta:
        """Refuse unknown keys."""

        unknown = RAISE

    error_messages = {  # noqa: RUF012  # marshmallow's way
        "unknown": "is not a known field",
        "type": "must be an object",
    }

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:
        """Name the field in JSON as the API does."""
        field_obj.data_key = camel(field_obj.data_key or field_name)


class Arguments(Closed):
    """A query string: unknown names are ignored, empty values are not given."""

    class Meta:
        """Ignore what we do not know; clients send more than we use."""

        unknown = EXCLUDE

    links = QueryFlag(
        data_key="_links",
        load_default=True,
        metadata={"description": "Whether answers carry links.", "default": True},
    )


def camel(name: str) -> str:
    """Return ``wait_for_reply`` as ``waitForReply``; a leading ``_`` stays."""
    first, *rest = name.split("_") if not name.startswith("_") else [name]
    return first + "".join(word.capitalize() for word in rest)


def read(schema: type[Closed], value: Any) -> dict[str, Any]:
    """Return a JSON value as the fields of a schema, in snake_case.

    Raises Invalid with a sentence about the first thing that is wrong.
    """
    if not isinstance(value, Mapping):
        raise Invalid("The body must be a JSON object.")
    try:
        loaded: dict[str, Any] = schema().load(value)
    except ValidationError as error:
        field, text = _first(error.messages)
        raise Invalid(f"{field} {text}", field) from None
    return loaded


def read_arguments(schema: type[Arguments], query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a parsed query string as the fields of a schema. Raises Invalid."""
    return read(schema, {name: value for name, value in query.items() if value != ""})


def _first(messages: Any, path: str = "") -> tuple[str, str]:
    while not isinstance(messages, str):
        if isinstance(messages, list):
            messages = messages[0]
            continue
        key, messages = next(iter(messages.items()))
        if key == "_schema":
            continue
        if isinstance(key, int):
            path = f"{path}[{key}]"
        else:
            name = str(key)[:_LONGEST_NAME]
            path = f"{path}.{name}" if path else name
    return path, messages
