"""A workflow as the editor gets it: the stored document and what surrounds it.

The document goes out exactly as it is stored, key by key in its order, so that
saving it unchanged changes nothing. Viewers, who cannot save, get it masked.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import url_for

from webhooks.clock import iso
from webhooks.errors import NotFound
from webhooks.services import (
    webhooks,
    workflow_check,
    workflow_editing,
    workflow_samples,
    workflow_versions,
    workflows,
)
from webhooks.services.applications import Application
from webhooks.services.paging import PER_PAGE_LIMIT, ListQuery
from webhooks.services.runs import RunDetail
from webhooks.services.secret_parts import without_secrets
from webhooks.services.site import Site
from webhooks.services.workflow_check import Outputs, varying_outputs
from webhooks.services.workflow_search import FlowFilter
from webhooks.services.workflows import Workflow, WorkflowDefinition
from webhooks.web.pages.editor_types import types_version
from webhooks.web.pages.visitor import may, sees_secrets
from webhooks.web.template_tools import sprite
from webhooks.workflows.problem import Problem

_EVERY_CLASS: Final = FlowFilter(flow_class=None)
_BY_NAME: Final = ListQuery(per_page=PER_PAGE_LIMIT)
_NEWEST: Final = ListQuery(
    sort_field="creationDate", sort_direction="desc", per_page=PER_PAGE_LIMIT
)
# Where the page puts in a run's id.
_RUN: Final = "RUN"
_PLACES: Final = {
    "check": "editor.check",
    "save": "editor.save",
    "preview": "editor.preview",
    "samples": "editor_samples.index",
    "dryRun": "editor_runs.try_out",
    "press": "editor_runs.press",
    "stream": "run_stream.stream",
    "runs": "runs.index",
    "versions": "workflow_versions.index",
    "compare": "workflow_versions.compare",
    "details": "workflow_details.show",
    "json": "workflow_json.edit",
    "delete": "workflows.confirm_delete",
}
_OF_RUNS: Final = {
    "run": "runs.show",
    "trace": "editor_runs.trace",
    "retry": "runs.retry",
}


def editor_data(
    site: Site, application: Application, workflow: Workflow, sample: str
) -> dict[str, Any]:
    """Return everything that the editor begins with. Raises Unavailable.

    ``sample`` is the id of a delivery to begin with; it may be anything.
    """
    definition = workflows.definition(site, workflow.definition_id)
    draft = workflow_check.check(site, workflow, _lists(definition))
    return {
        **_surroundings(site, application, workflow),
        "document": shown_document(definition),
        "versions": _versions(site, workflow),
        "problems": problems_json(draft.problems),
        "outputs": outputs_json(draft.outputs),
        "sample": sample_id(site, application.id, sample),
        "may": _rights(edit=may("flow.patch")),
    }


def drawing_data(
    site: Site, application: Application, workflow: Workflow, detail: RunDetail
) -> dict[str, Any] | None:
    """Return what draws a past run, None when its workflow is not kept as it was.

    The trace itself is fetched by the page (``urls.trace``).
    """
    definition = detail.definition
    if definition is None:
        return None
    graph = site.definitions.get(definition.seq)
    outputs = varying_outputs(site, application.id, graph, definition.nodes)
    return {
        **_surroundings(site, application, workflow),
        "document": shown_document(definition),
        "versions": [],
        "problems": [],
        "outputs": outputs_json(outputs),
        "sample": None,
        "run": detail.run.id,
        "may": _rights(edit=False),
    }


def _surroundings(
    site: Site, application: Application, workflow: Workflow
) -> dict[str, Any]:
    flows = workflows.list_(site, application.id, _BY_NAME, _EVERY_CLASS)
    hooks = webhooks.list_(site, application.id, _BY_NAME)
    return {
        "workflow": {
            **summary(workflow),
            "flowClass": workflow.flow_class,
            "defaultVersionId": workflow.default_version_id,
        },
        "typesUrl": url_for(
            "editor_types.types",
            application_id=application.id,
            v=types_version(site.registry),
        ),
        "applicationName": application.name,
        "webhooks": [
            {
                "id": hook.id,
                "name": hook.name,
                "url": webhooks.url(site, hook),
                "waits": hook.wait_for_reply,
            }
            for hook in hooks.items
        ],
        "workflows": [_listed(row) for row in flows.items],
        "sprite": sprite(),
        "urls": _urls(workflow),
    }


def _rights(*, edit: bool) -> dict[str, bool]:
    return {
        "edit": edit,
        "press": may("flow.pressVirtualButton"),
        "seesSecrets": sees_secrets(),
    }


def summary(workflow: Workflow) -> dict[str, Any]:
    """Return the columns that the editor saves, with the state that they make."""
    return {
        "id": workflow.id,
        "name": workflow.name,
        "description": workflow.description,
        "enabled": workflow.enabled,
        "repeatAfterCrash": workflow.repeat_after_crash,
        "seen": workflow_editing.state_of(workflow),
    }


def shown_document(definition: WorkflowDefinition) -> dict[str, Any]:
    """Return the three lists as they are stored, masked for viewers."""
    return shown_lists(_lists(definition))


def shown_lists(lists: Mapping[str, Any]) -> dict[str, Any]:
    """Return three lists of a workflow, masked for viewers."""
    if sees_secrets():
        return dict(lists)
    return {
        "triggers": without_secrets(lists["triggers"]),
        "nodes": without_secrets(lists["nodes"]),
        "globals": [{**each, "json": ""} for each in lists["globals"]],
    }


def problems_json(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems in the words of the API."""
    return [problem.to_json() for problem in problems]


def outputs_json(outputs: Outputs) -> dict[str, list[dict[str, str]]]:
    """Return outputs by node as their names and labels."""
    return {
        node: [{"name": each.name, "label": each.label} for each in ways]
        for node, ways in outputs.items()
    }


def sample_id(site: Site, application_id: str, given: str) -> str | None:
    """Return the delivery's id if the application has it, else None."""
    try:
        return workflow_samples.find(site, application_id, given).id
    except NotFound:
        return None


def _lists(definition: WorkflowDefinition) -> dict[str, Any]:
    return {
        "triggers": definition.triggers,
        "nodes": definition.nodes,
        "globals": definition.globals,
    }


def _listed(row: Workflow) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": row.id,
        "name": row.name,
        "flowClass": row.flow_class,
    }
    if row.custom_node_config is not None:
        told["customNodeConfig"] = row.custom_node_config
    return told


def _versions(site: Site, workflow: Workflow) -> list[dict[str, Any]]:
    found = workflow_versions.list_(site, workflow.application_id, workflow.id, _NEWEST)
    return [
        {
            "id": row.id,
            "version": row.version,
            "notes": row.notes,
            "isDefault": row.id == workflow.default_version_id,
            "created": iso(row.creation_date),
        }
        for row in found.items
    ]


def _urls(workflow: Workflow) -> dict[str, str]:
    here: dict[str, Any] = {
        "application_id": workflow.application_id,
        "workflow_id": workflow.id,
    }
    urls = {name: url_for(endpoint, **here) for name, endpoint in _PLACES.items()}
    for name, endpoint in _OF_RUNS.items():
        urls[name] = url_for(endpoint, run_id=_RUN, **here)
    for form in ("yaml", "json"):
        address = url_for("workflow_import.download", form=form, **here)
        urls[f"export{form.capitalize()}"] = address
    urls["list"] = url_for("workflows.index", application_id=workflow.application_id)
    return urls
