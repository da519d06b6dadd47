"""Signing in and out."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import TooMany, WebhooksError
from webhooks.services import setup, sign_in
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import SignInForm
from webhooks.web.pages import visitor

sign_in_pages = Blueprint("sign_in", __name__)


@sign_in_pages.get("/login")
def show() -> ResponseReturnValue:
    """Ask who is there."""
    if setup.is_needed(current_site()):
        return redirect(url_for("setup.show"), 303)
    target = visitor.safe_target(request.args.get("next", "/"))
    if visitor.find_visitor() is not None:
        return redirect(target, 303)
    return render_template("account/sign_in.html", form=SignInForm(next=target))


@sign_in_pages.post("/login")
def enter() -> ResponseReturnValue:
    """Check the password and open a session."""
    form = SignInForm(request.form)
    email, password = form.email.data or "", form.password.data or ""
    try:
        user = sign_in.authenticate(
            current_site(),
            email,
            password,
            visitor.remote_address(),
            visitor.device_mark(),
        )
    except WebhooksError as error:
        blame(form, error)
        page = render_template("account/sign_in.html", form=form)
        headers = {}
        if isinstance(error, TooMany):
            headers["Retry-After"] = str(error.retry_after_seconds)
        return page, error.status, headers
    target = visitor.safe_target(form.next.data or "/")
    return visitor.sign_in(make_response(redirect(target, 303)), user)


@sign_in_pages.post("/logout")
def leave() -> ResponseReturnValue:
    """End the session."""
    return visitor.sign_out(make_response(redirect(url_for("sign_in.show"), 303)))
