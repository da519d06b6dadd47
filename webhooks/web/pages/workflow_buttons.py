"""Pressing a workflow's virtual button."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid, WebhooksError
from webhooks.payload.json_text import JsonProblem, parse_json
from webhooks.services import workflow_start, workflows
from webhooks.services.definitions import DEVELOP
from webhooks.services.workflow_start import Pressed
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.workflows import PressForm
from webhooks.web.pages.visitor import require, this_application, visitor
from webhooks.web.pages.workflow_details import details_address, page

workflow_button_pages = Blueprint(
    "workflow_buttons", __name__, url_prefix="/applications/<application_id>/workflows"
)


@workflow_button_pages.post("/<workflow_id>/press")
@require("flow.pressVirtualButton")
def press(workflow_id: str) -> ResponseReturnValue:
    """Queue a run of the button, with the payload of the form or its own."""
    site, application = current_site(), this_application()
    workflow = workflows.get(site, application.id, workflow_id)
    form = PressForm(request.form)
    if not form.validate():
        return page(workflow_id, form), 400
    principal, text = visitor().principal, form.payload.data or ""
    try:
        pressed = Pressed(
            button=form.key.data or "",
            payload=_payload(text),
            has_payload=bool(text),
            version=DEVELOP,
            relay_id=principal.id,
            relay_type=principal.kind,
        )
        workflow_start.press(site, application.id, workflow_id, pressed)
    except WebhooksError as error:
        blame(form, error)
        return page(workflow_id, form), error.status
    flash("Pressed. The run shows up here as soon as it has begun.")
    return redirect(details_address(workflow), 303)


def _payload(text: str) -> Any:
    try:
        return parse_json(text) if text else None
    except JsonProblem as problem:
        raise Invalid(f"This is not valid JSON: {problem}.", "payload") from None
