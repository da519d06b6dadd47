"""Pages for administrators: who has an account on this server."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid, WebhooksError
from webhooks.services import users
from webhooks.services.users import User
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import NewUserForm, UserPasswordForm
from webhooks.web.pages.visitor import administrators_only

user_pages = Blueprint("users", __name__, url_prefix="/admin/users")

# What a button on the list changes.
_SWITCHES = {
    "activate": {"is_active": True},
    "deactivate": {"is_active": False},
    "promote": {"is_admin": True},
    "demote": {"is_admin": False},
}


@user_pages.get("")
@administrators_only
def index() -> ResponseReturnValue:
    """List everybody."""
    return _page(NewUserForm())


@user_pages.post("")
@administrators_only
def create() -> ResponseReturnValue:
    """Add a user."""
    form = NewUserForm(request.form)
    if not form.validate():
        return _page(form), 400
    try:
        user = users.create(
            current_site(),
            form.email.data or "",
            form.password.data or "",
            form.name.data or "",
            bool(form.is_admin.data),
        )
    except WebhooksError as error:
        blame(form, error)
        return _page(form), error.status
    flash(f"{user.email} can sign in now.")
    return redirect(url_for("users.index"), 303)


@user_pages.get("/<user_id>")
@administrators_only
def show(user_id: str) -> ResponseReturnValue:
    """Show one user and what can be done."""
    return _one(users.get(current_site(), user_id), UserPasswordForm())


@user_pages.post("/<user_id>")
@administrators_only
def change(user_id: str) -> ResponseReturnValue:
    """Change what a user is."""
    changes = _SWITCHES.get(request.form.get("action", ""))
    if changes is None:
        raise Invalid("There is no such action.")
    users.update(current_site(), user_id, changes)
    flash("Saved.")
    return redirect(url_for("users.show", user_id=user_id), 303)


@user_pages.post("/<user_id>/password")
@administrators_only
def set_password(user_id: str) -> ResponseReturnValue:
    """Set somebody's password; they are signed out everywhere."""
    site = current_site()
    user = users.get(site, user_id)
    form = UserPasswordForm(request.form)
    if not form.validate():
        return _one(user, form), 400
    try:
        users.set_password(site, user_id, form.password.data or "")
    except WebhooksError as error:
        blame(form, error)
        return _one(user, form), error.status
    flash("The password was set. They are signed out everywhere.")
    return redirect(url_for("users.show", user_id=user_id), 303)


def _page(form: NewUserForm) -> str:
    found = users.list_(current_site()).items
    return render_template("users/index.html", users=found, form=form)


def _one(user: User, form: UserPasswordForm) -> str:
    return render_template("users/show.html", user=user, form=form)
