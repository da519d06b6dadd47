"""The front door: set-up, or the application last used, or the only one."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from webhooks.services import applications, setup
from webhooks.services.paging import ListQuery
from webhooks.web.current import current_site
from webhooks.web.pages.visitor import find_visitor, last_application, visitor

home = Blueprint("home", __name__)


@home.get("/")
def show() -> ResponseReturnValue:
    """Send everybody to where they go on."""
    if find_visitor() is None:
        needed = setup.is_needed(current_site())
        return redirect(url_for("setup.show" if needed else "sign_in.show"), 303)
    application_id = last_application() or _only_application()
    if application_id is None:
        return redirect(url_for("applications.index"), 303)
    return redirect(url_for("applications.show", application_id=application_id), 303)


def _only_application() -> str | None:
    query = ListQuery(per_page=2)
    found = applications.list_(current_site(), visitor().principal, query)
    return found.items[0].id if found.total_count == 1 else None
