"""What a workflow's fields may hold, whoever sets them.

Apart from the use cases, because every face (API, pages, commands, import) has
the same rules. Errors name fields as the API does. The limits are those of
Losant's published schemas for ``flow`` and ``flowVersion``.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.services.text_rules import clean_flag, clean_text
from webhooks.storage.models import Workflow, WorkflowVersion

LONGEST_NAME: Final = 255
LONGEST_TEXT: Final = 32767
LONGEST_SHORT: Final = 1024
FLOW_CLASSES: Final = ("cloud", "customNode", "edge", "embedded", "experience")
CATEGORIES: Final = ("", "data", "experience", "logic", "output", "debug")
RESERVED_VERSIONS: Final = ("develop", "default")
MOST_FIELDS: Final = 100

_ICON = re.compile(r"data:image/(jpg|jpeg|png|svg\+xml);base64,[0-9a-zA-Z+/=]*")
_SEMVER = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
_CUSTOM_KEYS = frozenset({"outputCount", "resultMode", "resultDescription", "fields"})
_RESULT_MODES = ("optional", "required", "none")


def clean_field(column: str, value: Any) -> Any:
    """Return the value as it is stored in that column of a workflow.

    Raises Invalid if the column cannot be set, or not to this value.
    """
    rule = RULES.get(column)
    if rule is None:
        raise Invalid(f"{column} of a workflow cannot be set", column)
    return rule(value)


def clean_version_field(column: str, value: Any) -> Any:
    """Return the value as it is stored in that column of a published version.

    Raises Invalid if the column cannot be set, or not to this value.
    """
    rule = VERSION_RULES.get(column)
    if rule is None:
        raise Invalid(f"{column} of a version cannot be set", column)
    return rule(value)


def changes_of(row: Workflow | WorkflowVersion, cleaned: Mapping[str, Any]) -> set[str]:
    """Return the columns whose values would change."""
    return {column for column, v in cleaned.items() if getattr(row, column) != v}


def _text(field: str, high: int, low: int = 0) -> Callable[[Any], str]:
    return lambda value: clean_text(value, field, low, high)


def _flag(field: str) -> Callable[[Any], bool]:
    return lambda value: clean_flag(value, field)


def _choice(field: str, choices: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            listed = ", ".join(choice or '""' for choice in choices)
            raise Invalid(f"{field} must be one of {listed}", field)
        return value

    return check


def _matching(
    field: str, pattern: re.Pattern[str], longest: int, what: str
) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if value is None:
            return None
        text = clean_text(value, field, 0, longest)
        if pattern.fullmatch(text) is None:
            raise Invalid(f"{field} must be {what}, or null", field)
        return text

    return check


def _version_name(value: Any) -> str:
    name = clean_text(value, "version", 1, LONGEST_NAME)
    if name in RESERVED_VERSIONS:
        raise Invalid(f"version must not be {name}: that word is reserved", "version")
    return name


def _custom_node_config(value: Any) -> dict[str, Any] | None:
    """Check what the engine reads of it; a field's own details stay as they came."""
    name = "customNodeConfig"
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise Invalid(f"{name} must be an object or null", name)
    unknown = sorted(set(map(str, value)) - _CUSTOM_KEYS)
    if unknown:
        raise Invalid(f"{name}.{unknown[0]} is not a known field", name)
    if value.get("outputCount", 1) not in (1, 2):
        raise Invalid(f"{name}.outputCount must be 1 or 2", name)
    if value.get("resultMode", "none") not in _RESULT_MODES:
        text = f"{name}.resultMode must be one of {', '.join(_RESULT_MODES)}"
        raise Invalid(text, name)
    clean_text(value.get("resultDescription", ""), f"{name}.resultDescription")
    _check_custom_fields(value.get("fields", []), f"{name}.fields")
    return dict(value)


def _check_custom_fields(fields: Any, name: str) -> None:
    if not isinstance(fields, list) or len(fields) > MOST_FIELDS:
        raise Invalid(f"{name} must be a list of at most {MOST_FIELDS}", name)
    for place, each in enumerate(fields):
        if not isinstance(each, Mapping) or not isinstance(each.get("type"), str):
            raise Invalid(f"{name}[{place}] must be an object with a type", name)


def _custom_node_supports(value: Any) -> list[str] | None:
    if value is None:
        return None
    known = ("cloud", "edge")
    if not isinstance(value, list) or not all(each in known for each in value):
        text = "customNodeSupports must be a list of cloud or edge, or null"
        raise Invalid(text, "customNodeSupports")
    return list(value)


_DESCRIPTIVE: Mapping[str, Callable[[Any], Any]] = {
    "minimum_agent_version": _matching(
        "minimumAgentVersion", _SEMVER, 64, "a version such as 1.2.3"
    ),
    "custom_node_config": _custom_node_config,
    "enabled": _flag("enabled"),
}

RULES: Final[Mapping[str, Callable[[Any], Any]]] = {
    **_DESCRIPTIVE,
    "name": _text("name", LONGEST_NAME, 1),
    "description": _text("description", LONGEST_TEXT),
    "short_description": _text("shortDescription", LONGEST_SHORT),
    "icon_data": _matching("iconData", _ICON, LONGEST_TEXT, "a data URI of an image"),
    "docs_url": _text("docsUrl", LONGEST_SHORT),
    "category": _choice("category", CATEGORIES),
    "flow_class": _choice("flowClass", FLOW_CLASSES),
    "custom_node_supports": _custom_node_supports,
    "repeat_after_crash": _flag("repeatAfterCrash"),
}

VERSION_RULES: Final[Mapping[str, Callable[[Any], Any]]] = {
    **_DESCRIPTIVE,
    "version": _version_name,
    "notes": _text("notes", LONGEST_TEXT),
}
