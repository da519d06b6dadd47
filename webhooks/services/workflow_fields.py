"""The names of a workflow's fields outside, and the columns that hold them."""

from collections.abc import Mapping
from typing import Any, Final

from webhooks.services.workflow_parts import PARTS

COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "description": "description",
    "shortDescription": "short_description",
    "iconData": "icon_data",
    "docsUrl": "docs_url",
    "category": "category",
    "enabled": "enabled",
    "flowClass": "flow_class",
    "minimumAgentVersion": "minimum_agent_version",
    "customNodeConfig": "custom_node_config",
    "customNodeSupports": "custom_node_supports",
    "repeatAfterCrash": "repeat_after_crash",
}
VERSION_COLUMNS: Final[Mapping[str, str]] = {
    "version": "version",
    "notes": "notes",
    "enabled": "enabled",
    "minimumAgentVersion": "minimum_agent_version",
    "customNodeConfig": "custom_node_config",
}
# What a server says of a workflow, and nobody sets.
READ_ONLY: Final = frozenset(
    {
        "id",
        "flowId",
        "flowVersionId",
        "applicationId",
        "applicationName",
        "creationDate",
        "lastUpdated",
        "createdById",
        "createdByType",
        "createdByName",
        "lastUpdatedById",
        "lastUpdatedByType",
        "lastUpdatedByName",
        "customNodeUseCount",
        "customNodes",
        "deletedInDevelop",
        "stats",
        "exportHash",
        "defaultVersionId",
        "version",
        "versions",
        "_type",
        "_etag",
        "_links",
        "_actions",
        "_embedded",
    }
)


def to_columns(
    fields: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Return a document's fields by column, with the names that nobody knows.

    ``null`` is what a field is without being said, so it is left out.
    """
    columns: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in fields.items():
        if name in names or name in PARTS:
            if value is not None:
                columns[names.get(name, name)] = value
        elif name not in READ_ONLY:
            unknown.append(name)
    return columns, unknown
