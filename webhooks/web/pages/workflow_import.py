"""Files of workflows: imported from the browser, and handed out to it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.errors import Forbidden, Invalid, Unprocessable, WebhooksError
from webhooks.services import workflow_import, workflows
from webhooks.services.workflow_export import Form, export_document
from webhooks.services.workflow_files import Document, read_documents
from webhooks.services.workflow_import import Imported
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.workflows import ImportForm
from webhooks.web.pages.download import as_file, plain_name
from webhooks.web.pages.visitor import (
    require,
    sees_secrets,
    this_application,
    visitor,
)

workflow_import_pages = Blueprint(
    "workflow_import", __name__, url_prefix="/applications/<application_id>/workflows"
)

_MEDIA_TYPES: Final = {"yaml": "application/yaml", "json": "application/json"}
Problems = Sequence[Mapping[str, Any]]


@workflow_import_pages.post("/import")
@require("flows.import")
def create() -> ResponseReturnValue:
    """Import what was chosen and pasted, all of it or nothing."""
    form = ImportForm(request.form)
    if not form.validate():
        return _page(form), 400
    try:
        imported = workflow_import.import_documents(
            current_site(),
            this_application().id,
            _documents(form),
            restore_ids=bool(form.restore_ids.data),
            enabled=bool(form.enable.data),
            principal=visitor().principal,
        )
    except WebhooksError as error:
        problems = _problems(error)
        if not problems:
            blame(form, error)
        return _page(form, problems), error.status
    return _page(form, imported=imported)


@workflow_import_pages.get("/<workflow_id>/download")
@require("flow.get")
def download(workflow_id: str) -> Response:
    """Hand out the workflow as a file that can be imported again."""
    if not sees_secrets():
        raise Forbidden("Files hold the globals, which your role does not show.")
    workflow = workflows.get(current_site(), this_application().id, workflow_id)
    form: Form = "json" if request.args.get("form") == "json" else "yaml"
    text = export_document(current_site(), workflow, form)
    name = f"{plain_name(workflow.name, 'workflow')}.{form}"
    return as_file(text.encode(), name, _MEDIA_TYPES[form])


def _documents(form: ImportForm) -> list[Document]:
    """Return what is in all files and in the text. Raises Invalid and TooLarge."""
    files = [
        (file.read(), file.filename)
        for file in request.files.getlist("files")
        if file.filename
    ]
    if form.text.data:
        files.append((form.text.data.encode(), "the text"))
    if not files:
        raise Invalid("Choose a file, or paste one.", "files")
    offload = current_site().store.writer.offload
    return [each for file in files for each in offload(partial(read_documents, *file))]


def _problems(error: WebhooksError) -> Problems:
    if not isinstance(error, Unprocessable):
        return ()
    return [
        {"severity": "error", "message": f"{each['name']}: {each['message']}"}
        for each in error.validation_errors
    ]


def _page(
    form: ImportForm, problems: Problems = (), imported: Sequence[Imported] = ()
) -> str:
    return render_template(
        "workflows/import.html",
        application=this_application(),
        form=form,
        problems=problems,
        imported=imported,
    )
