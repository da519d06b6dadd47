"""Set-up: the first user, by the code that the server printed."""

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from webhooks.errors import NotFound, WebhooksError
from webhooks.services import setup
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import SetupForm
from webhooks.web.pages.visitor import sign_in

setup_pages = Blueprint("setup", __name__)


@setup_pages.get("/setup")
def show() -> ResponseReturnValue:
    """Ask for the code; once there is a user, this page does not exist."""
    _only_before_the_first_user()
    return _page(SetupForm(request.args))


@setup_pages.post("/setup")
def finish() -> ResponseReturnValue:
    """Create the first user and take them to a webhook to try."""
    _only_before_the_first_user()
    form = SetupForm(request.form)
    if not form.validate():
        return _page(form), 400
    site = current_site()
    try:
        welcome = setup.finish(
            site,
            form.code.data or "",
            form.email.data or "",
            form.password.data or "",
        )
    except WebhooksError as error:
        blame(form, error)
        return _page(form), error.status
    flash("Welcome! This webhook is yours: send something to its URL.")
    webhook = welcome.webhook
    target = url_for(
        "webhooks.show",
        application_id=webhook.application_id,
        webhook_id=webhook.id,
    )
    return sign_in(make_response(redirect(target, 303)), welcome.user)


def _page(form: SetupForm) -> str:
    # A code that came with the link need not be looked at, unless it is wrong.
    wrong = form.code.errors or form.form_errors
    came_along = bool(request.args.get("code") or request.form.get("came_along"))
    return render_template(
        "account/setup.html",
        form=form,
        hide_code=came_along and form.code.data and not wrong,
    )


def _only_before_the_first_user() -> None:
    if not setup.is_needed(current_site()):
        raise NotFound("This server has been set up already.")
