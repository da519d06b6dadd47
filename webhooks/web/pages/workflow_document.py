"""A workflow as one JSON text to read and edit, and back into its fields."""

from collections.abc import Mapping
from typing import Any, Final

from webhooks.errors import Invalid
from webhooks.payload.json_text import JsonProblem, encode_json, parse_json
from webhooks.services.workflow_definitions import WorkflowDefinition
from webhooks.services.workflow_parts import PARTS
from webhooks.services.workflows import Workflow
from webhooks.web.schemas.base import Closed, camel, read

_ALWAYS: Final = ("name", "description", "enabled")
# Left out of the text where they say nothing.
_OPTIONAL: Final = (
    "short_description",
    "icon_data",
    "docs_url",
    "category",
    "minimum_agent_version",
    "custom_node_config",
    "repeat_after_crash",
    "default_version_id",
)
# What the API adds to a workflow: allowed in a pasted text, and ignored.
_READ_ONLY: Final = frozenset(
    {
        "id",
        "flowId",
        "applicationId",
        "creationDate",
        "lastUpdated",
        "createdById",
        "createdByType",
        "lastUpdatedById",
        "lastUpdatedByType",
        "customNodeUseCount",
        "deletedInDevelop",
        "stats",
    }
)
EXAMPLE: Final = """{
  "name": "My workflow",
  "triggers": [],
  "nodes": [],
  "globals": []
}"""


def document_text(workflow: Workflow, definition: WorkflowDefinition) -> str:
    """Return everything about a workflow that can be changed, laid out to edit."""
    fields = {camel(name): getattr(workflow, name) for name in _ALWAYS}
    for name in _OPTIONAL:
        if getattr(workflow, name):
            fields[camel(name)] = getattr(workflow, name)
    parts = {name: getattr(definition, name) for name in PARTS}
    return encode_json({**fields, **parts}, 2)


def document_fields(text: str, schema: type[Closed]) -> dict[str, Any]:
    """Return an edited text as the fields of a workflow.

    It is the whole workflow: triggers, nodes or globals that are left out are
    none. Raises Invalid for what is not JSON and for fields that do not exist.
    """
    try:
        value = parse_json(text)
    except JsonProblem as problem:
        raise Invalid(f"This is not valid JSON: {problem}.", "document") from None
    if not isinstance(value, Mapping):
        raise Invalid("The text must be a JSON object: {…}.", "document")
    given = {name: item for name, item in value.items() if not _is_ignored(name)}
    return read(schema, {**{name: [] for name in PARTS}, **given})


def _is_ignored(name: str) -> bool:
    return name in _READ_ONLY or name.startswith("_")
