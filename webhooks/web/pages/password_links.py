"""The page behind a link by which somebody chooses their password."""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid
from webhooks.services import password_links
from webhooks.services.users import User
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.people import ChosenPasswordForm
from webhooks.web.pages import visitor

password_link_pages = Blueprint("password_links", __name__, url_prefix="/password")


@password_link_pages.get("/<link>")
def show(link: str) -> ResponseReturnValue:
    """Ask whoever has the link for a password."""
    return _page(password_links.find(current_site(), link), link, ChosenPasswordForm())


@password_link_pages.post("/<link>")
def choose(link: str) -> ResponseReturnValue:
    """Set the password and sign its owner in; the link is worth nothing then."""
    site = current_site()
    user = password_links.find(site, link)
    form = ChosenPasswordForm(request.form)
    if not form.validate():
        return _page(user, link, form), 400
    try:
        password_links.use(site, link, form.password.data or "")
    except Invalid as error:
        blame(form, error)
        return _page(user, link, form), 400
    response = visitor.sign_in(make_response(redirect("/", 303)), user)
    flash("Your password is set, and you are signed in.")
    return response


def _page(user: User, link: str, form: ChosenPasswordForm) -> str:
    return render_template(
        "account/choose_password.html", user=user, link=link, form=form
    )
