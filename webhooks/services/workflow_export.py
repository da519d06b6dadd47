"""Workflows as files: as JSON in the API's shape, or as YAML in Losant's form."""

import json
from typing import Any, Final, Literal

from webhooks.errors import Invalid
from webhooks.services import workflows
from webhooks.services.site import Site
from webhooks.services.workflow_fields import COLUMNS
from webhooks.services.workflow_parts import PARTS
from webhooks.services.workflow_placeholders import by_placeholder, exchange
from webhooks.services.yaml_text import write_yaml
from webhooks.storage.models import Workflow, WorkflowDefinition

Form = Literal["yaml", "json"]
FORMS: Final = ("yaml", "json")


def export_document(
    site: Site,
    workflow: Workflow,
    form: Form = "yaml",
    placeholders: bool | None = None,
) -> str:
    """Return the editable version of a workflow as the text of a file.

    Triggers, nodes and globals are as they came, keys in their order. With
    ``placeholders`` (the default in YAML) ids of this server's workflows and
    webhooks are words made of their names, so that the file fits elsewhere.
    Raises Invalid for an unknown form.
    """
    if form not in FORMS:
        raise Invalid(f"format must be one of {', '.join(FORMS)}", "format")
    definition = workflows.definition(site, workflow.definition_id)
    document: Any = _document(workflow, definition)
    if form == "yaml" if placeholders is None else placeholders:
        document = _portable(site, workflow.application_id, document)
    if form == "json":
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return write_yaml({"resourceType": "Flow", "resources": [document], "version": 1})


def _document(workflow: Workflow, definition: WorkflowDefinition) -> dict[str, Any]:
    document = {
        "id": workflow.id,
        **_named(workflow),
        **_parts(definition),
    }
    if workflow.default_version_id is not None:
        document["defaultVersionId"] = workflow.default_version_id
    return document


def _named(row: Workflow) -> dict[str, Any]:
    """Return the fields that say something: neither null nor an empty text."""
    values = {name: getattr(row, column) for name, column in COLUMNS.items()}
    return {
        name: value
        for name, value in values.items()
        if value is not None
        and (value != "" or name == "description")
        and not (name == "repeatAfterCrash" and not value)
    }


def _parts(definition: WorkflowDefinition) -> dict[str, Any]:
    return {name: getattr(definition, name) for name in reversed(PARTS)}


def _portable(site: Site, application_id: str, document: dict[str, Any]) -> Any:
    """Return the document with words in place of the ids of this server."""
    words = {id_: word for word, id_ in by_placeholder(site, application_id).items()}
    exchanged: dict[str, Any] = {
        name: exchange(value, words) if name in (*PARTS, "id") else value
        for name, value in document.items()
    }
    # It names a version, and none is in the file.
    exchanged.pop("defaultVersionId", None)
    return exchanged
