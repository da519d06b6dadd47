"""The front door: set-up, or the application last used."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from webhooks.services import setup
from webhooks.web.current import current_site
from webhooks.web.pages.visitor import find_visitor, last_application

home = Blueprint("home", __name__)


@home.get("/")
def show() -> ResponseReturnValue:
    """Send everybody to where they go on."""
    if find_visitor() is None:
        needed = setup.is_needed(current_site())
        return redirect(url_for("setup.show" if needed else "sign_in.show"), 303)
    application_id = last_application()
    if application_id is None:
        return redirect(url_for("applications.index"), 303)
    return redirect(url_for("applications.show", application_id=application_id), 303)
