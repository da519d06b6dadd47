"""A user's own page: name, address, password, and where they are signed in."""

from typing import Any

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

from webhooks.errors import TooMany, Unauthorized, WebhooksError
from webhooks.services import sessions, sign_in, user_roles, users
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import EmailForm, PasswordForm, ProfileForm
from webhooks.web.pages import visitor as visitors
from webhooks.web.pages.visitor import signed_in, visitor

account_pages = Blueprint("account", __name__, url_prefix="/account")


@account_pages.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Show the page."""
    return _page()


@account_pages.post("")
@signed_in
def save() -> ResponseReturnValue:
    """Change one's name."""
    form = ProfileForm(request.form)
    if form.validate():
        try:
            changes = {"name": form.name.data or ""}
            users.update(current_site(), visitor().user.id, changes)
        except WebhooksError as error:
            blame(form, error)
    if form.errors:
        return _page(profile=form), 400
    flash("Saved.")
    return redirect(url_for("account.show"), 303)


@account_pages.post("/email")
@signed_in
def change_email() -> ResponseReturnValue:
    """Change the address that one signs in with."""
    site, user = current_site(), visitor().user
    form = EmailForm(request.form)
    if not form.validate():
        return _page(email=form), 400
    refused = _check_password(form.email_password)
    if refused:
        return _page(email=form), refused
    try:
        changed = users.update(site, user.id, {"email": form.email.data})
    except WebhooksError as error:
        blame(form, error)
        return _page(email=form), error.status
    flash(f"From now on you sign in with {changed.email}.")
    return redirect(url_for("account.show"), 303)


@account_pages.post("/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's password; every other browser and token is signed out."""
    site, user = current_site(), visitor().user
    form = PasswordForm(request.form)
    if not form.validate():
        return _page(password=form), 400
    refused = _check_password(form.current_password)
    if refused:
        return _page(password=form), refused
    try:
        users.set_password(site, user.id, form.password.data or "")
    except WebhooksError as error:
        blame(form, error)
        return _page(password=form), error.status
    flash("The password was changed. All other browsers are signed out.")
    response = make_response(redirect(url_for("account.show"), 303))
    return visitors.sign_in(response, user)


@account_pages.post("/sessions/others")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign out everywhere else."""
    sessions.end_others(current_site(), visitor().user.id, visitor().session.id)
    flash("All other browsers are signed out.")
    return redirect(url_for("account.show"), 303)


@account_pages.post("/sessions/<session_id>/end")
@signed_in
def end(session_id: str) -> ResponseReturnValue:
    """Sign one browser out."""
    sessions.end(current_site(), visitor().user.id, session_id)
    flash("That browser is signed out.")
    return redirect(url_for("account.show"), 303)


def _check_password(field: Any) -> int:
    """Return 0 if the field holds the visitor's password, else the status to answer.

    Counted like a sign-in: a stolen session is no place to guess from.
    """
    email, password = visitor().user.email, field.data or ""
    address, mark = visitors.remote_address(), visitors.device_mark()
    try:
        sign_in.authenticate(current_site(), email, password, address, mark)
    except Unauthorized:
        field.errors = ["This is not your current password."]
        return 400
    except TooMany as error:
        field.errors = [error.message]
        return error.status
    return 0


def _page(
    profile: ProfileForm | None = None,
    email: EmailForm | None = None,
    password: PasswordForm | None = None,
) -> str:
    site, found = current_site(), visitor()
    return render_template(
        "account/show.html",
        profile=profile or ProfileForm(obj=found.user),
        email=email or EmailForm(obj=found.user),
        form=password or PasswordForm(),
        roles=user_roles.of_user(site, found.user.id),
        sessions=sessions.list_(site, found.user.id),
        current=found.session.id,
    )
