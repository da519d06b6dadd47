"""The page of who may do what in an application."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.access import MANAGE_MEMBERS, ROLES
from webhooks.errors import Conflict, Invalid, WebhooksError
from webhooks.services import users
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import MemberForm
from webhooks.web.pages.visitor import require, this_application, visitor

member_pages = Blueprint(
    "members", __name__, url_prefix="/applications/<application_id>/members"
)


# What each role may do, in the words of the page.
_MEANINGS = {
    "owner": "Everything, also managing members and API tokens, and deleting the "
    "application.",
    "editor": "Webhooks, workflows and globals: create, change, delete, replay, reply. "
    "Sees secrets. No members and no API tokens.",
    "viewer": "Looks at everything and changes nothing. Passwords, codes and values "
    "of globals stay hidden.",
}


@member_pages.get("")
@require("application.get")
def index() -> ResponseReturnValue:
    """List the members with their roles."""
    return _page(MemberForm())


@member_pages.post("")
@require(MANAGE_MEMBERS)
def add() -> ResponseReturnValue:
    """Give somebody a role, by e-mail address."""
    site, application = current_site(), this_application()
    form = MemberForm(request.form)
    if not form.validate():
        return _page(form), 400
    try:
        user = users.find_by_email(site, form.email.data or "")
        if user is None:
            raise Invalid(
                "Nobody here has this address. An administrator can add them first.",
                "email",
            )
        users.set_role(site, application.id, user.id, form.role.data)
    except WebhooksError as error:
        blame(form, error)
        return _page(form), error.status
    flash(f"{user.name or user.email} is now {form.role.data}.")
    return redirect(_address(), 303)


@member_pages.post("/<user_id>")
@require(MANAGE_MEMBERS)
def change(user_id: str) -> ResponseReturnValue:
    """Change a member's role, or take it away."""
    role = request.form.get("role", "")
    if role and role not in ROLES:
        raise Invalid("There is no such role.")
    try:
        users.set_role(current_site(), this_application().id, user_id, role or None)
    except Conflict as error:
        form = MemberForm()
        blame(form, error)
        return _page(form), error.status
    flash("Saved." if role else "They are no longer a member.")
    gone = not role and user_id == visitor().user.id
    target = url_for("applications.index") if gone else _address()
    return redirect(target, 303)


def _address() -> str:
    return url_for("members.index", application_id=this_application().id)


def _page(form: MemberForm) -> str:
    application = this_application()
    return render_template(
        "applications/members.html",
        application=application,
        members=users.members(current_site(), application.id),
        roles=ROLES,
        meanings=_MEANINGS,
        form=form,
    )
