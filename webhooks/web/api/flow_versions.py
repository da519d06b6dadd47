"""``flowVersions`` and ``flowVersion``."""

from typing import Any

from webhooks.services import workflow_versions
from webhooks.services.paging import ListQuery
from webhooks.services.workflow_parts import LARGEST_BYTES
from webhooks.web.api import flow_arguments, flow_json, resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.flow import FlowArguments
from webhooks.web.schemas.flow_version import (
    FlowVersion,
    FlowVersionList,
    VersionListArguments,
    VersionPatch,
    VersionPost,
    VersionSaveArguments,
    VersionsDelete,
    VersionsDeleted,
)
from webhooks.web.schemas.listing import Success

OPERATIONS = Operations("flowVersions")
_ALL = "/applications/<application_id>/flows/<flow_id>/versions"
_ONE = f"{_ALL}/<flow_version_id>"
_MOST_BYTES = LARGEST_BYTES * 3 // 2


@OPERATIONS.add(
    "GET",
    _ALL,
    "flowVersions.get",
    "List a workflow's versions, without develop.",
    query=VersionListArguments,
    answer=FlowVersionList,
)
def list_(call: Call) -> Any:
    """Answer a page of versions."""
    query: ListQuery = resource.list_query(call, sort_field="version")
    page = workflow_versions.list_(
        call.site,
        call.application_id,
        call.flow_id,
        query,
        flow_arguments.json_query(call),
    )
    application = f"/applications/{call.application_id}"
    one = f"{application}/flows/{call.flow_id}"
    return resource.collection(
        call,
        "flowVersions",
        page,
        flow_json.versions(call, page.items),
        {"application": application, "flow": one, "self": f"{one}/versions"},
        applicationId=call.application_id,
        flowId=call.flow_id,
    )


@OPERATIONS.add(
    "POST",
    _ALL,
    "flowVersions.post",
    "Publish a version; nothing is taken over from develop.",
    query=VersionSaveArguments,
    body=VersionPost,
    answer=FlowVersion,
    status=201,
    most_bytes=_MOST_BYTES,
)
def post(call: Call) -> Any:
    """Publish a version."""
    created = workflow_versions.create(
        call.site,
        call.application_id,
        call.flow_id,
        call.body,
        call.principal,
        flow_arguments.strictness(call),
        call.query.get("allow_replacement", False),
    )
    return flow_json.version(call, created)


@OPERATIONS.add(
    "POST",
    f"{_ALL}/delete",
    "flowVersions.delete",
    "Delete the versions that a query describes.",
    body=VersionsDelete,
    answer=VersionsDeleted,
)
def delete_many(call: Call) -> Any:
    """Delete versions; the default version stays."""
    done = workflow_versions.delete_many(
        call.site, call.application_id, call.flow_id, call.body.get("query", {})
    )
    return {"removed": done.removed, "failed": done.failed}


@OPERATIONS.add(
    "GET",
    _ONE,
    "flowVersion.get",
    "Get a version by its id or its name.",
    query=FlowArguments,
    answer=FlowVersion,
)
def get(call: Call) -> Any:
    """Answer one version."""
    row = workflow_versions.get(
        call.site, call.application_id, call.flow_id, call.ids["flow_version_id"]
    )
    return flow_json.version(call, row)


@OPERATIONS.add(
    "PATCH",
    _ONE,
    "flowVersion.patch",
    "Change a version's notes, or switch it on or off.",
    query=FlowArguments,
    body=VersionPatch,
    answer=FlowVersion,
)
def patch(call: Call) -> Any:
    """Change the given fields and no others."""
    row = workflow_versions.update(
        call.site,
        call.application_id,
        call.flow_id,
        call.ids["flow_version_id"],
        call.body,
    )
    return flow_json.version(call, row)


@OPERATIONS.add(
    "DELETE",
    _ONE,
    "flowVersion.delete",
    "Delete a version; not the one that runs by default.",
    answer=Success,
)
def delete(call: Call) -> Any:
    """Delete the version."""
    workflow_versions.delete(
        call.site, call.application_id, call.flow_id, call.ids["flow_version_id"]
    )
    return resource.SUCCESS
