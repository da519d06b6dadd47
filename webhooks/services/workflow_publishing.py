"""Publishing what is being edited as a version, as it was when somebody looked.

Apart from versions as such: the API publishes whatever it is sent.
"""

from collections.abc import Mapping
from typing import Any

from webhooks.access import Principal
from webhooks.services import workflow_definitions, workflow_versions, workflows
from webhooks.services.site import Site
from webhooks.services.workflow_editing import ChangedMeanwhile, state_of
from webhooks.services.workflow_parts import PARTS
from webhooks.services.workflows import Workflow, WorkflowVersion


def publish(
    site: Site,
    workflow: Workflow,
    seen: str,
    fields: Mapping[str, Any],
    principal: Principal,
    *,
    chosen: bool,
) -> WorkflowVersion:
    """Publish the editable state if it is still ``seen``; ``fields`` name it.

    With ``chosen`` the version runs by default from now on. Raises
    ChangedMeanwhile, and what creating a version raises.
    """
    if state_of(workflow) != seen:
        raise ChangedMeanwhile
    definition = workflows.definition(site, workflow.definition_id)
    parts = workflow_definitions.parts_of(definition)
    made = workflow_versions.create(
        site,
        workflow.application_id,
        workflow.id,
        {
            **{name: getattr(parts, name) for name in PARTS},
            "custom_node_config": workflow.custom_node_config,
            "minimum_agent_version": workflow.minimum_agent_version,
            **fields,
        },
        principal,
    )
    if chosen:
        workflows.update(
            site,
            workflow.application_id,
            workflow.id,
            {"default_version_id": made.id},
            principal,
        )
    return made
