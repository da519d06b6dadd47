"""The page of an application's globals."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid
from webhooks.services import applications
from webhooks.web.current import current_site
from webhooks.web.forms.applications import GlobalsForm
from webhooks.web.forms.base import blame
from webhooks.web.pages.visitor import require, sees_secrets, this_application

global_pages = Blueprint(
    "globals", __name__, url_prefix="/applications/<application_id>/globals"
)


@global_pages.get("")
@require("application.get")
def show() -> ResponseReturnValue:
    """Show the globals; their values may be secrets and are hidden from viewers."""
    return _page(GlobalsForm.of(this_application().globals))


@global_pages.post("")
@require("application.patch")
def save() -> ResponseReturnValue:
    """Replace the globals by what the form holds."""
    application = this_application()
    form = GlobalsForm(request.form)
    if not form.validate():
        return _page(form), 400
    try:
        entries = form.values(application.globals)
        applications.set_globals(current_site(), application.id, entries)
    except Invalid as error:
        blame(form, error)
        return _page(form), 400
    flash("Saved.")
    return redirect(url_for("globals.show", application_id=application.id), 303)


def _page(form: GlobalsForm) -> str:
    return render_template(
        "applications/globals.html",
        application=this_application(),
        form=form,
        show_values=sees_secrets(),
    )
