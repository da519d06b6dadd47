"""Taking workflows from files: all of a file, or nothing of it.

Settings of nodes that cannot be understood do not stop an import: the workflow
is taken as a draft, its problems are told, and such a node fails when a run
reaches it. Each workflow is stored by itself once all have been checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from webhooks.access import Principal
from webhooks.errors import Invalid, NotFound, Unprocessable
from webhooks.ids import new_id
from webhooks.services import (
    applications,
    workflow_parts,
    workflow_saving,
    workflow_versions,
    workflows,
)
from webhooks.services.site import Site
from webhooks.services.workflow_fields import COLUMNS, VERSION_COLUMNS, to_columns
from webhooks.services.workflow_files import Document, read_documents
from webhooks.services.workflow_import_warnings import import_warnings
from webhooks.services.workflow_placeholders import by_placeholder, exchange
from webhooks.services.workflow_rules import clean_field, clean_version_field
from webhooks.services.workflow_saving import Strictness, Target, given_parts
from webhooks.storage.models import Workflow, WorkflowVersion
from webhooks.workflows.problem import Problem

_DRAFT: Final = Strictness(draft=True)


@dataclass(frozen=True, slots=True)
class Imported:
    """A workflow that was taken, or a version of one, and what to know of it.

    ``source_id`` is what the file called it by; all ``problems`` are warnings.
    """

    workflow: Workflow
    problems: tuple[Problem, ...]
    version: WorkflowVersion | None = None
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A document with the workflow it goes into, checked and ready."""

    document: Document
    target: Target
    fields: Mapping[str, Any]
    exists: bool
    warnings: list[Problem] = field(default_factory=list)


def import_file(
    site: Site,
    application_id: str,
    data: bytes,
    filename: str = "",
    *,
    restore_ids: bool = False,
    enabled: bool | None = None,
    principal: Principal | None = None,
) -> list[Imported]:
    """Import a file's workflows; see ``import_documents``. Raises TooLarge too."""
    documents = site.store.writer.offload(lambda: read_documents(data, filename))
    return import_documents(
        site,
        application_id,
        documents,
        restore_ids=restore_ids,
        enabled=enabled,
        principal=principal,
    )


def import_documents(
    site: Site,
    application_id: str,
    documents: Iterable[Document],
    *,
    restore_ids: bool = False,
    enabled: bool | None = None,
    principal: Principal | None = None,
) -> list[Imported]:
    """Create a workflow or version for each document, with ids that are its own.

    With ``restore_ids`` a workflow of this application that a document is an
    export of is brought to that state instead. ``enabled`` overrides what the
    documents say. Raises NotFound, Invalid, and Unprocessable with one sentence
    for each document that is wrong; then nothing has been stored.
    """
    applications.get(site, application_id)
    listed = _in_order(site, application_id, documents)
    ids = _ids(site, application_id, listed, restore_ids)
    plans: list[_Plan] = []
    errors: list[dict[str, str]] = []
    for document in listed:
        try:
            plans.append(_plan(site, application_id, document, ids, enabled, plans))
        except (Invalid, NotFound) as error:
            errors.append(_refusal(document, error.message))
    if errors:
        text = f"{errors[0]['name']}: {errors[0]['message']}"
        raise Unprocessable(text, errors)
    done = [_stored(site, plan, principal) for plan in plans]
    return _with_defaults(site, plans, done)


def _in_order(
    site: Site, application_id: str, documents: Iterable[Document]
) -> list[Document]:
    """Return workflows before versions; a version of nothing is a workflow."""
    listed = list(documents)
    flows = {each.flow_id for each in listed if each.kind == "flow"}
    flows = (flows | by_placeholder(site, application_id).keys()) - {""}
    for place, each in enumerate(listed):
        if each.flow_id not in flows and not _is_ours(
            site, application_id, each.flow_id
        ):
            listed[place] = each.standing_alone()
            flows.add(each.flow_id)
    return sorted(listed, key=lambda document: document.kind)


def _ids(
    site: Site, application_id: str, documents: Sequence[Document], restore_ids: bool
) -> dict[str, str]:
    """Return what each id of the files is to be here."""
    here = by_placeholder(site, application_id)
    ids = dict(here)
    for document in documents:
        old = document.flow_id
        if not old or document.kind == "version":
            continue
        if restore_ids and (old in here or _is_ours(site, application_id, old)):
            ids[old] = here.get(old, old)
        else:
            ids[old] = new_id()
    return ids


def _is_ours(site: Site, application_id: str, workflow_id: str) -> bool:
    try:
        workflows.get(site, application_id, workflow_id)
    except NotFound:
        return False
    return True


def _plan(
    site: Site,
    application_id: str,
    document: Document,
    ids: Mapping[str, str],
    enabled: bool | None,
    before: Sequence[_Plan],
) -> _Plan:
    """Check a document. Raises Invalid, and NotFound for a version of nothing."""
    is_version = document.kind == "version"
    names, clean = (
        (VERSION_COLUMNS, clean_version_field) if is_version else (COLUMNS, clean_field)
    )
    given = {"flowClass": document.flow_class} | dict(document.fields)
    columns, unknown = to_columns(given, names)
    for name in ("flowClass", "name"):
        if is_version and name in unknown:
            unknown.remove(name)
    if enabled is not None:
        columns["enabled"] = enabled
    columns = {
        column: exchange(value, ids) if column in workflow_parts.PARTS else value
        for column, value in columns.items()
    }
    parts = given_parts(columns)
    for column in columns.keys() - parts.keys():
        clean(column, columns[column])
    if not is_version and "name" not in columns:
        raise Invalid("name is required", "name")
    target, exists = _target(site, application_id, document, ids, columns, before)
    checked = workflow_saving.checked(site, target, parts, _DRAFT)
    warnings = import_warnings(site, application_id, checked, unknown)
    for name in workflow_parts.PARTS:
        columns[name] = getattr(checked.parts, name)
    return _Plan(document, target, columns, exists, warnings)


def _target(
    site: Site,
    application_id: str,
    document: Document,
    ids: Mapping[str, str],
    columns: Mapping[str, Any],
    before: Sequence[_Plan],
) -> tuple[Target, bool]:
    """Return the workflow that a document goes into, and whether it exists."""
    workflow_id = ids.get(document.flow_id) or document.flow_id
    if document.kind == "version":
        for plan in before:
            if plan.target.workflow_id == workflow_id:
                return plan.target, True
        found = workflows.get(site, application_id, workflow_id)
        return Target(application_id, found.id, found.flow_class), True
    if any(plan.target.workflow_id == workflow_id for plan in before):
        raise Invalid("the same workflow is there twice")
    if workflow_id and _is_ours(site, application_id, workflow_id):
        found = workflows.get(site, application_id, workflow_id)
        return Target(application_id, found.id, found.flow_class), True
    flow_class = columns.get("flow_class", "cloud")
    return Target(application_id, workflow_id or new_id(), flow_class), False


def _stored(site: Site, plan: _Plan, principal: Principal | None) -> Imported:
    application_id, workflow_id = plan.target.application_id, plan.target.workflow_id
    source_id, warnings = str(plan.document.fields.get("id") or ""), plan.warnings
    if plan.document.kind == "version":
        version = workflow_versions.create(
            site,
            application_id,
            workflow_id,
            plan.fields,
            principal,
            _DRAFT,
            allow_replacement=True,
        )
        workflow = workflows.get(site, application_id, workflow_id)
        return Imported(workflow, tuple(warnings), version, source_id)
    fields = dict(plan.fields)
    if plan.exists:
        fields.pop("flow_class", None)
        workflow = workflows.update(
            site, application_id, workflow_id, fields, principal, _DRAFT
        )
    else:
        workflow = workflows.create(
            site, application_id, fields, principal, _DRAFT, workflow_id
        )
    return Imported(workflow, tuple(warnings), None, plan.document.flow_id)


def _with_defaults(
    site: Site, plans: Sequence[_Plan], done: Sequence[Imported]
) -> list[Imported]:
    """Let workflows run the version by default that their documents name."""
    versions = {each.source_id: each.version for each in done if each.version}
    finished = []
    for plan, each in zip(plans, done, strict=True):
        wanted = plan.document.fields.get("defaultVersionId")
        version = versions.get(wanted) if isinstance(wanted, str) else None
        if each.version is None and version is not None:
            workflow = workflows.update(
                site,
                plan.target.application_id,
                each.workflow.id,
                {"default_version_id": version.id},
            )
            each = replace(each, workflow=workflow)
        elif each.version is None and wanted and not plan.exists:
            text = "Its default version is not in the file; develop runs instead."
            warning = Problem("/defaultVersionId", text, "warning")
            each = replace(each, problems=(*each.problems, warning))
        finished.append(each)
    return finished


def _refusal(document: Document, message: str) -> dict[str, str]:
    return {
        "type": "flowVersion" if document.kind == "version" else "flow",
        "name": document.name,
        "id": str(document.fields.get("id") or ""),
        "message": message,
    }
