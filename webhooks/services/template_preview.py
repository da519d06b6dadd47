"""What templates, expressions and paths come to over a payload, while one types.

On a native thread and bounded: whoever types a costly template must not hold up
the requests of everybody else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.payload.path import Path, PathError
from webhooks.payload.values import UNDEFINED, to_number
from webhooks.services.site import Site
from webhooks.templating.environment import Environment
from webhooks.templating.errors import RenderError, TemplateError

MOST_ITEMS: Final = 50
LONGEST_RESULT: Final = 4096
SECONDS: Final = 2.0
_CUT: Final = "…"
_TOO_LONG: Final = (
    "This took too long to work out. Simplify it, or try a smaller sample."
)
_NO_NUMBER: Final = "The result is not a number."


@dataclass(frozen=True, slots=True)
class Item:
    """A field's text and the kind of the field."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """What an item came to: ``text`` of the ``type``, or an error.

    ``line`` and ``column`` count from 1 and are 0 where there is no place.
    """

    text: str = ""
    type: str = ""
    error: str = ""
    line: int = 0
    column: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the result for the page."""
        told: dict[str, Any] = {
            "ok": not self.error,
            "text": self.text,
            "type": self.type,
            "error": None,
        }
        if self.error:
            told["error"] = {
                "message": self.error,
                "line": self.line or None,
                "column": self.column or None,
            }
        return told


def preview(site: Site, given: Any, payload: Mapping[str, Any]) -> list[Result]:
    """Return what each of the items comes to over the payload.

    ``given`` are objects with ``kind`` and ``text``. Raises Invalid for what is
    none of those, and for more than 50.
    """
    items = _items(given)
    work = partial(_results, site.templating, items, payload, site.clock.monotonic)
    with site.searches:
        return site.store.writer.offload(work)


def _items(given: Any) -> list[Item]:
    if not isinstance(given, list) or len(given) > MOST_ITEMS:
        raise Invalid(f"items must be a list of at most {MOST_ITEMS}", "items")
    items = []
    for place, each in enumerate(given):
        kind = each.get("kind") if isinstance(each, Mapping) else None
        text = each.get("text") if isinstance(each, Mapping) else None
        if kind not in _KINDS or not isinstance(text, str):
            words = ", ".join(_KINDS)
            raise Invalid(
                f"items[{place}] must have a text, and a kind of {words}", "items"
            )
        items.append(Item(str(kind), text))
    return items


def _results(
    environment: Environment,
    items: list[Item],
    payload: Mapping[str, Any],
    monotonic: Callable[[], float],
) -> list[Result]:
    end = monotonic() + SECONDS
    return [
        _result(environment, item, payload)
        if monotonic() < end
        else Result(error=_TOO_LONG)
        for item in items
    ]


def _result(environment: Environment, item: Item, payload: Mapping[str, Any]) -> Result:
    try:
        value = _KINDS[item.kind](environment, item.text, payload)
        return Result(_text(value), _type(value))
    except TemplateError as error:
        return Result(error=f"{error.message}.", line=error.line, column=error.column)
    except (RenderError, PathError, JsonProblem) as error:
        return Result(error=f"{error}.")
    except _NotANumber:
        return Result(error=_NO_NUMBER)


class _NotANumber(Exception):
    """A number field's template makes something else."""


def _template(environment: Environment, text: str, payload: Any) -> Any:
    return environment.template(text).render(payload)


def _value_template(environment: Environment, text: str, payload: Any) -> Any:
    return environment.template(text).value(payload)


def _number_template(environment: Environment, text: str, payload: Any) -> Any:
    rendered = environment.template(text).render(payload)
    if not rendered.strip():
        return UNDEFINED
    number = to_number(rendered)
    if number != number:
        raise _NotANumber
    return number


def _json_template(environment: Environment, text: str, payload: Any) -> Any:
    rendered = environment.template(text).render(payload)
    return parse_json(rendered) if rendered.strip() else UNDEFINED


def _expression(environment: Environment, text: str, payload: Any) -> Any:
    if not text.strip():
        return UNDEFINED
    return environment.expression(text).evaluate(payload)


def _path(environment: Environment, text: str, payload: Any) -> Any:
    path = Path.parse(text)
    return UNDEFINED if path.is_blank else path.get(payload)


_KINDS: Final[Mapping[str, Callable[[Environment, str, Any], Any]]] = {
    "template": _template,
    "valueTemplate": _value_template,
    "numberTemplate": _number_template,
    "jsonTemplate": _json_template,
    "expression": _expression,
    "path": _path,
}


def _text(value: Any) -> str:
    if value is UNDEFINED:
        return ""
    text = value if isinstance(value, str) else encode_json(value, 2)
    if isinstance(value, datetime):
        text = text.strip('"')
    return text if len(text) <= LONGEST_RESULT else text[:LONGEST_RESULT] + _CUT


def _type(value: Any) -> str:
    if value is UNDEFINED:
        return "undefined"
    if value is None:
        return "null"
    for type_, word in _WORDS:
        if isinstance(value, type_):
            return word
    return "object"


_WORDS: Final = (
    (bool, "boolean"),
    (int, "number"),
    (float, "number"),
    (str, "string"),
    (datetime, "date"),
    (list, "array"),
)
