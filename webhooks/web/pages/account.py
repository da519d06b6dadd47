"""A user's own page: name, password, and where they are signed in."""

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
from webhooks.services import sessions, sign_in, users
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import PasswordForm, ProfileForm
from webhooks.web.pages import visitor as visitors
from webhooks.web.pages.visitor import signed_in, visitor

account_pages = Blueprint("account", __name__, url_prefix="/account")


@account_pages.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Show the page."""
    return _page(ProfileForm(obj=visitor().user), PasswordForm())


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
        return _page(form, PasswordForm()), 400
    flash("Saved.")
    return redirect(url_for("account.show"), 303)


@account_pages.post("/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's password; every other browser and token is signed out."""
    site, user = current_site(), visitor().user
    form = PasswordForm(request.form)
    profile = ProfileForm(obj=user)
    if not form.validate():
        return _page(profile, form), 400
    try:
        sign_in.authenticate(
            site,
            user.email,
            form.current_password.data or "",
            visitors.remote_address(),
        )
        users.set_password(site, user.id, form.password.data or "")
    except Unauthorized:
        form.current_password.errors = ["This is not your current password."]
        return _page(profile, form), 400
    except TooMany as error:
        form.current_password.errors = [error.message]
        return _page(profile, form), error.status
    except WebhooksError as error:
        blame(form, error)
        return _page(profile, form), error.status
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


def _page(profile: ProfileForm, password: PasswordForm) -> str:
    site, found = current_site(), visitor()
    return render_template(
        "account/show.html",
        profile=profile,
        form=password,
        sessions=sessions.list_(site, found.user.id),
        current=found.session.id,
    )
