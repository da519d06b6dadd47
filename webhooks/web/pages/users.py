"""Pages for administrators: who has an account on this server."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid, WebhooksError
from webhooks.services import password_links, user_roles, users
from webhooks.services.users import User
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import NewUserForm, UserForm, UserPasswordForm
from webhooks.web.pages.visitor import administrators_only, visitor

user_pages = Blueprint("users", __name__, url_prefix="/admin/users")

# What a button on the page changes, and what it says then.
_SWITCHES = {
    "activate": ({"is_active": True}, "They can sign in again."),
    "deactivate": ({"is_active": False}, "They are signed out and cannot sign in."),
    "promote": ({"is_admin": True}, "They are an administrator now."),
    "demote": ({"is_admin": False}, "They are no longer an administrator."),
}


@user_pages.get("")
@administrators_only
def index() -> ResponseReturnValue:
    """List everybody."""
    return _page(NewUserForm())


@user_pages.post("")
@administrators_only
def create() -> ResponseReturnValue:
    """Add a user, with a password or with a link to choose one."""
    site, form = current_site(), NewUserForm(request.form)
    if not form.validate():
        return _page(form), 400
    email, name = form.email.data or "", form.name.data or ""
    password, is_admin = form.password.data or "", bool(form.is_admin.data)
    try:
        if not password:
            user = password_links.invite(site, email, name, is_admin)
            return _link(user)
        user = users.create(site, email, password, name, is_admin)
    except WebhooksError as error:
        blame(form, error)
        return _page(form), error.status
    flash(f"{user.email} can sign in now.")
    return redirect(url_for("users.show", user_id=user.id), 303)


@user_pages.get("/<user_id>")
@administrators_only
def show(user_id: str) -> ResponseReturnValue:
    """Show one user and what can be done."""
    user = users.get(current_site(), user_id)
    return _one(user, UserForm(obj=user), UserPasswordForm())


@user_pages.post("/<user_id>")
@administrators_only
def change(user_id: str) -> ResponseReturnValue:
    """Change what a user is."""
    switch = _SWITCHES.get(request.form.get("action", ""))
    if switch is None:
        raise Invalid("There is no such action.")
    changes, said = switch
    users.update(current_site(), user_id, changes)
    if user_id == visitor().user.id:
        return redirect(url_for("account.show"), 303)
    flash(said)
    return redirect(url_for("users.show", user_id=user_id), 303)


@user_pages.post("/<user_id>/profile")
@administrators_only
def save(user_id: str) -> ResponseReturnValue:
    """Change somebody's name and address."""
    site = current_site()
    user = users.get(site, user_id)
    form = UserForm(request.form)
    if form.validate():
        try:
            users.update(
                site, user_id, {"name": form.name.data, "email": form.email.data}
            )
        except WebhooksError as error:
            blame(form, error)
    if form.errors:
        return _one(user, form, UserPasswordForm()), 400
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
        return _one(user, UserForm(obj=user), form), 400
    try:
        users.set_password(site, user_id, form.password.data or "")
    except WebhooksError as error:
        blame(form, error)
        return _one(user, UserForm(obj=user), form), error.status
    if user_id == visitor().user.id:
        return redirect(url_for("sign_in.show"), 303)
    flash("The password was set. They are signed out everywhere.")
    return redirect(url_for("users.show", user_id=user_id), 303)


@user_pages.post("/<user_id>/link")
@administrators_only
def make_link(user_id: str) -> ResponseReturnValue:
    """Show a new link by which somebody chooses a password."""
    return _link(users.get(current_site(), user_id))


@user_pages.get("/<user_id>/delete")
@administrators_only
def confirm_delete(user_id: str) -> ResponseReturnValue:
    """Say what goes and what stays."""
    site = current_site()
    user = users.get(site, user_id)
    roles = user_roles.of_user(site, user_id)
    return render_template("users/delete.html", user=user, roles=roles)


@user_pages.post("/<user_id>/delete")
@administrators_only
def delete(user_id: str) -> ResponseReturnValue:
    """Delete a user for good."""
    user = user_roles.delete(current_site(), user_id)
    flash(f"{user.email} was deleted.")
    return redirect(url_for("users.index"), 303)


def _link(user: User) -> str:
    site = current_site()
    path = url_for("password_links.show", link=password_links.make(site, user))
    return render_template(
        "users/link.html",
        user=user,
        address=site.settings.public_url + path,
        days=password_links.LIFE.days,
    )


def _page(form: NewUserForm) -> str:
    found = users.list_(current_site()).items
    return render_template("users/index.html", users=found, form=form)


def _one(user: User, profile: UserForm, form: UserPasswordForm) -> str:
    return render_template(
        "users/show.html",
        user=user,
        profile=profile,
        form=form,
        roles=user_roles.of_user(current_site(), user.id),
        is_me=user.id == visitor().user.id,
    )
