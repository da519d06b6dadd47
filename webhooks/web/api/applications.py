"""``applications``, ``application`` and its globals."""

from collections.abc import Mapping
from typing import Any

from webhooks.services import applications
from webhooks.services.applications import Application as Row
from webhooks.web.api import resource
from webhooks.web.api.operation import Call, Operations
from webhooks.web.schemas.application import (
    Application,
    ApplicationList,
    ApplicationListArguments,
    ApplicationPatch,
    ApplicationPost,
    GlobalsPatch,
    SummaryArguments,
)
from webhooks.web.schemas.listing import Success

OPERATIONS = Operations("applications")
_SHOWING_GLOBALS = ("application.get", "applications.get")
_ONE = "/applications/<application_id>"


@OPERATIONS.add(
    "GET",
    "/applications",
    "applications.get",
    "List the applications that the caller may know of.",
    query=ApplicationListArguments,
    answer=ApplicationList,
)
def list_(call: Call) -> Any:
    """Answer a page of applications with their summaries."""
    page = applications.list_(call.site, call.principal, resource.list_query(call))
    summaries = applications.summaries(call.site, [row.id for row in page.items])
    items = [_item(call, row, summaries[row.id]) for row in page.items]
    return resource.collection(
        call, "applications", page, items, {"self": "/applications"}
    )


@OPERATIONS.add(
    "POST",
    "/applications",
    "applications.post",
    "Create an application.",
    query=SummaryArguments,
    body=ApplicationPost,
    answer=Application,
    status=201,
)
def post(call: Call) -> Any:
    """Create an application that the caller owns."""
    return _shown(call, applications.create(call.site, call.principal, **call.body))


@OPERATIONS.add(
    "GET",
    _ONE,
    "application.get",
    "Get an application.",
    query=SummaryArguments,
    answer=Application,
)
def get(call: Call) -> Any:
    """Answer one application."""
    return _shown(call, applications.get(call.site, call.application_id))


@OPERATIONS.add(
    "PATCH",
    _ONE,
    "application.patch",
    "Change an application.",
    query=SummaryArguments,
    body=ApplicationPatch,
    answer=Application,
)
def patch(call: Call) -> Any:
    """Change name or description."""
    return _shown(call, applications.update(call.site, call.application_id, call.body))


@OPERATIONS.add(
    "DELETE",
    _ONE,
    "application.delete",
    "Delete an application with everything in it.",
    answer=Success,
)
def delete(call: Call) -> Any:
    """Delete the application."""
    applications.delete(call.site, call.application_id)
    return resource.SUCCESS


@OPERATIONS.add(
    "PATCH",
    f"{_ONE}/globals",
    "application.patch",
    "Replace an application's globals.",
    query=SummaryArguments,
    body=GlobalsPatch,
    body_is_list=True,
    answer=Application,
)
def globals_(call: Call) -> Any:
    """Replace the globals by the list in the body."""
    changed = applications.set_globals(
        call.site, call.application_id, call.body["globals"]
    )
    return _shown(call, changed)


def _shown(call: Call, row: Row) -> dict[str, Any]:
    return _item(call, row, applications.summary(call.site, row.id))


def _item(call: Call, row: Row, summary: Mapping[str, int]) -> dict[str, Any]:
    fields: dict[str, Any] = Application().dump(row)
    fields["ownerType"] = "user"
    fields["summary"] = _chosen(call, summary)
    if not call.principal.sees_secrets(row.id, _SHOWING_GLOBALS):
        # Passwords and codes may be made of them.
        fields["globals"] = [{**each, "json": ""} for each in fields["globals"]]
    links = {"applications": "/applications", "self": f"/applications/{row.id}"}
    return resource.item(call, "application", fields, links)


def _chosen(call: Call, summary: Mapping[str, int]) -> dict[str, int]:
    include = _names(call.query.get("summary_include", ""))
    exclude = _names(call.query.get("summary_exclude", ""))
    return {
        name: count
        for name, count in summary.items()
        if name not in exclude and (not include or name in include)
    }


def _names(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())
