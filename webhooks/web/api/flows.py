"""``flows`` and ``flow``."""

from typing import Any

from webhooks.services import workflow_custom_nodes, workflow_versions, workflows
from webhooks.services.workflow_parts import LARGEST_BYTES
from webhooks.web.api import flow_arguments, flow_json, resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.flow import (
    Flow,
    FlowArguments,
    FlowList,
    FlowListArguments,
    FlowPatch,
    FlowPost,
    FlowSaveArguments,
    FlowsByVersionArguments,
    Palette,
)
from webhooks.web.schemas.flow_version import FlowVersionList
from webhooks.web.schemas.listing import Success

OPERATIONS = Operations("flows")
_ALL = "/applications/<application_id>/flows"
_ONE = f"{_ALL}/<flow_id>"
# The workflow's bytes are counted without the spaces that its text may have.
_MOST_BYTES = LARGEST_BYTES * 3 // 2
_PALETTE = (
    "id",
    "name",
    "description",
    "short_description",
    "icon_data",
    "docs_url",
    "category",
    "custom_node_config",
)


@OPERATIONS.add(
    "GET",
    _ALL,
    "flows.get",
    "List an application's workflows.",
    query=FlowListArguments,
    answer=FlowList,
)
def list_(call: Call) -> Any:
    """Answer a page of workflows."""
    page = workflows.list_(
        call.site,
        call.application_id,
        resource.list_query(call),
        flow_arguments.flow_filter(call),
    )
    application = f"/applications/{call.application_id}"
    return resource.collection(
        call,
        "flows",
        page,
        flow_json.flows(call, page.items),
        {"application": application, "self": f"{application}/flows"},
        applicationId=call.application_id,
    )


@OPERATIONS.add(
    "POST",
    _ALL,
    "flows.post",
    "Create a workflow.",
    query=FlowSaveArguments,
    body=FlowPost,
    answer=Flow,
    status=201,
    most_bytes=_MOST_BYTES,
)
def post(call: Call) -> Any:
    """Create a workflow."""
    created = workflows.create(
        call.site,
        call.application_id,
        call.body,
        call.principal,
        flow_arguments.strictness(call),
    )
    return flow_json.flow(call, created)


@OPERATIONS.add(
    "GET",
    f"{_ALL}/version",
    "flows.getByVersion",
    "List the versions of this name of an application's workflows.",
    query=FlowsByVersionArguments,
    answer=FlowVersionList,
)
def get_by_version(call: Call) -> Any:
    """Answer a page of versions."""
    page = workflow_versions.by_name(
        call.site,
        call.application_id,
        call.query.get("version"),
        resource.list_query(call),
        flow_arguments.flow_filter(call),
    )
    application = f"/applications/{call.application_id}"
    return resource.collection(
        call,
        "flowVersions",
        page,
        flow_json.versions(call, page.items),
        {"application": application, "self": f"{application}/flows/version"},
        applicationId=call.application_id,
    )


@OPERATIONS.add(
    "GET",
    f"{_ALL}/palette",
    "flows.palette",
    "List the custom nodes that workflows can use.",
    answer=Palette,
)
def palette(call: Call) -> Any:
    """Answer the application's custom nodes."""
    found = workflow_custom_nodes.palette(call.site, call.application_id)
    classes = dict.fromkeys(("cloud", "experience", "customNode"), True)
    nodes = []
    for row, version in found:
        node: dict[str, Any] = Flow(only=_PALETTE).dump(row)
        node["compatibleFlowClasses"] = classes | {"edge": False, "embedded": False}
        if version is not None:
            node |= {"flowVersionId": version.id, "version": version.version}
            node["customNodeConfig"] = version.custom_node_config
        nodes.append(node)
    return {"customNodes": nodes, "instanceNodes": []}


@OPERATIONS.add(
    "GET", _ONE, "flow.get", "Get a workflow.", query=FlowArguments, answer=Flow
)
def get(call: Call) -> Any:
    """Answer one workflow."""
    row = workflows.get(call.site, call.application_id, call.flow_id)
    return flow_json.flow(call, row)


@OPERATIONS.add(
    "PATCH",
    _ONE,
    "flow.patch",
    "Change a workflow; lists are replaced as wholes.",
    query=FlowSaveArguments,
    body=FlowPatch,
    answer=Flow,
    most_bytes=_MOST_BYTES,
)
def patch(call: Call) -> Any:
    """Change the given fields and no others."""
    changed = workflows.update(
        call.site,
        call.application_id,
        call.flow_id,
        call.body,
        call.principal,
        flow_arguments.strictness(call),
    )
    return flow_json.flow(call, changed)


@OPERATIONS.add(
    "DELETE",
    _ONE,
    "flow.delete",
    "Delete a workflow with its versions, values and runs.",
    answer=Success,
)
def delete(call: Call) -> Any:
    """Delete the workflow."""
    workflows.delete(call.site, call.application_id, call.flow_id)
    return resource.SUCCESS
