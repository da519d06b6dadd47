"""A workflow in words: what it does, keeps and did, without any script.

Beside the editor, which is a drawing: this page also serves those without
JavaScript, and whoever wants to read instead of to look.
"""

from typing import Final

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from webhooks.services import runs, workflow_overview, workflow_storage, workflows
from webhooks.services.workflow_versions import default_name
from webhooks.services.workflows import Workflow
from webhooks.web.current import current_site
from webhooks.web.forms.workflows import PressForm
from webhooks.web.pages.stored_values import SHOWN_ENTRIES, shown_entries, shown_globals
from webhooks.web.pages.visitor import require, sees_secrets, this_application
from webhooks.web.pages.workflow_view import configs_of, shown_nodes, shown_triggers
from webhooks.web.pages.workflows import class_word

workflow_detail_pages = Blueprint(
    "workflow_details", __name__, url_prefix="/applications/<application_id>/workflows"
)

_RUNS: Final = 10


@workflow_detail_pages.get("/<workflow_id>/details")
@require("flow.get")
def show(workflow_id: str) -> ResponseReturnValue:
    """Show what the workflow does, what is wrong with it, and how it ran."""
    return page(workflow_id, PressForm())


def page(workflow_id: str, press: PressForm) -> str:
    """Return the page of a workflow; ``press`` is the form of its buttons."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    definition = workflows.definition(site, workflow.definition_id)
    graph = site.definitions.get(workflow.definition_id)
    names = workflow_overview.webhook_names(site, application.id)
    entries = workflow_storage.entries(site, application.id, workflow_id)
    found = runs.list_(site, application.id, workflow_id, limit=_RUNS)
    return render_template(
        "workflows/details.html",
        application=application,
        workflow=workflow,
        class_word=class_word(workflow),
        problems=workflows.problems(site, workflow),
        triggers=shown_triggers(graph, names),
        nodes=shown_nodes(graph, configs_of(definition.nodes)),
        globals=shown_globals(definition.globals, masked=not sees_secrets()),
        entries=shown_entries(entries),
        more_entries=max(0, len(entries) - SHOWN_ENTRIES),
        default_version=default_name(site, workflow),
        runs=found.items,
        press=press,
        can_download=sees_secrets(),
    )


def details_address(workflow: Workflow) -> str:
    """Return the address of this page."""
    return url_for(
        "workflow_details.show",
        application_id=workflow.application_id,
        workflow_id=workflow.id,
    )
