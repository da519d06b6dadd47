"""``flows/import``: several workflows and versions at once, with ids of their own."""

from typing import Any

from webhooks.errors import Invalid
from webhooks.services import workflow_import
from webhooks.services.workflow_files import LARGEST_FILE, documents_in
from webhooks.web.api import flow_json
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.flow_import import FlowsImport, FlowsImported

OPERATIONS = Operations("flowImport")


@OPERATIONS.add(
    "POST",
    "/applications/<application_id>/flows/import",
    "flows.import",
    "Create workflows and versions; nothing is stored if one of them is wrong.",
    body=FlowsImport,
    answer=FlowsImported,
    status=201,
    most_bytes=LARGEST_FILE,
)
def post(call: Call) -> Any:
    """Import what the body holds."""
    given = {
        "flows": call.body.get("flows", []),
        "flowVersions": call.body.get("flow_versions", []),
    }
    if not any(given.values()):
        raise Invalid("flows is required", "flows")
    done = workflow_import.import_documents(
        call.site,
        call.application_id,
        documents_in(given, "The body"),
        principal=call.principal,
    )
    flows = [each for each in done if each.version is None]
    versions = [each for each in done if each.version is not None]
    return {
        "flows": flow_json.flows(call, [each.workflow for each in flows]),
        "flowVersions": flow_json.versions(
            call, [each.version for each in versions if each.version]
        ),
        "importedFlowIdMap": {
            each.source_id: each.workflow.id for each in flows if each.source_id
        },
        "importedVersionIdMap": {
            each.source_id: each.version.id
            for each in versions
            if each.version and each.source_id
        },
        "warnings": [
            {"flowId": each.workflow.id, **problem.to_json()}
            for each in done
            for problem in each.problems
        ],
    }
