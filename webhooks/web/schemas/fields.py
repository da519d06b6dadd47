"""Fields that take exactly what JSON calls by that name, and nothing near it.

marshmallow's own are lenient: ``true`` passes as 1 and ``"yes"`` as true. The
query fields at the end read the texts that a URL can hold.
"""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields

from webhooks.clock import iso
from webhooks.services.text_rules import is_storable

_COMMON = {"required": "is required", "null": "must not be null"}
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


class Text(fields.String):
    """A JSON string that any encoding can hold."""

    default_error_messages = {  # noqa: RUF012  # marshmallow's way
        **_COMMON,
        "invalid": "must be a string",
        "unstorable": "must not hold NUL or half characters",
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not is_storable(value):
            raise self.make_error("unstorable")
        return value


class Whole(fields.Integer):
    """A JSON number without a fraction; ``true`` is none."""

    default_error_messages = {  # noqa: RUF012
        **_COMMON,
        "invalid": "must be a whole number",
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> int:
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class Number(fields.Float):
    """A JSON number."""

    default_error_messages = {  # noqa: RUF012
        **_COMMON,
        "invalid": "must be a number",
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> float:
        if type(value) not in {int, float} or not _is_finite(value):
            raise self.make_error("invalid")
        # A whole number stays one: 10 must not come back as 10.0.
        number: float = value
        return number

    def _serialize(
        self, value: Any, attr: str | None, obj: Any, **kwargs: Any
    ) -> float | None:
        if value is None:
            return None
        return int(value) if value == int(value) else float(value)


class Flag(fields.Boolean):
    """``true`` or ``false``."""

    default_error_messages = {  # noqa: RUF012
        **_COMMON,
        "invalid": "must be true or false",
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Moment(fields.DateTime):
    """A time with its offset, such as ``2026-01-05T10:11:12.345Z``."""

    default_error_messages = {  # noqa: RUF012
        **_COMMON,
        "invalid": "must be a time with its offset, such as 2026-01-05T10:11:12Z",
    }

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return None if value is None else iso(value)

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.make_error("invalid") from None
        if moment.tzinfo is None:
            raise self.make_error("invalid")
        return moment


class Anything(fields.Raw):
    """Any JSON value; the service tells what it may be."""

    default_error_messages = {**_COMMON}  # noqa: RUF012


class ListOf(fields.List[Any]):
    """A JSON array."""

    default_error_messages = {  # noqa: RUF012
        **_COMMON,
        "invalid": "must be a list",
    }


class Part(fields.Nested):
    """A JSON object inside another."""

    default_error_messages = {  # noqa: RUF012
        **_COMMON,
        "type": "must be an object",
    }


class QueryText(Text):
    """A text in the query, where a repeated name makes a list."""

    default_error_messages = {"invalid": "must be given once"}  # noqa: RUF012


class QueryFlag(fields.Boolean):
    """``true`` or ``false`` in the query, in any case; also 1 and 0."""

    default_error_messages = {  # noqa: RUF012
        "invalid": "must be true or false"
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> bool:
        text = value.lower() if isinstance(value, str) else value
        if text not in ("true", "false", "1", "0", ""):
            raise self.make_error("invalid")
        return text in ("true", "1")


class QueryWhole(fields.Integer):
    """A whole number in the query."""

    default_error_messages = {  # noqa: RUF012
        "invalid": "must be a whole number"
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> int:
        if not isinstance(value, str) or _WHOLE.fullmatch(value) is None:
            raise self.make_error("invalid")
        return int(value)


class QueryNumber(fields.Float):
    """A number of at least 0 in the query."""

    default_error_messages = {  # noqa: RUF012
        "invalid": "must be a number"
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> float:
        if not isinstance(value, str) or _DECIMAL.fullmatch(value) is None:
            raise self.make_error("invalid")
        return float(value)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
