"""Pages of API tokens: made once, seen once, switched off, deleted."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.access import known_scopes
from webhooks.errors import WebhooksError
from webhooks.services import api_tokens
from webhooks.services.paging import PER_PAGE_LIMIT, ListQuery
from webhooks.web.current import current_site
from webhooks.web.forms.applications import COMMON_SCOPES, TokenForm
from webhooks.web.forms.base import blame
from webhooks.web.pages.visitor import require, this_application, visitor

token_pages = Blueprint(
    "tokens", __name__, url_prefix="/applications/<application_id>/tokens"
)


@token_pages.get("")
@require("applicationApiTokens.get")
def index() -> ResponseReturnValue:
    """List the application's tokens, without their secrets."""
    return _page(TokenForm())


@token_pages.post("")
@require("applicationApiTokens.post")
def create() -> ResponseReturnValue:
    """Create a token and show its secret, for the only time."""
    form = TokenForm(request.form)
    if not form.validate():
        return _page(form), 400
    site = current_site()
    days = form.days.data
    try:
        token, secret = api_tokens.create(
            site,
            this_application().id,
            visitor().principal,
            form.name.data or "",
            scope=tuple(form.scope.data or ()),
            expiration_date=site.clock.now() + timedelta(int(days)) if days else None,
        )
    except WebhooksError as error:
        blame(form, error)
        return _page(form), error.status
    return render_template(
        "tokens/created.html",
        application=this_application(),
        token=token,
        secret=secret,
        api_url=f"{site.settings.public_url}/api",
    )


@token_pages.post("/<token_id>")
@require("applicationApiToken.patch")
def switch(token_id: str) -> ResponseReturnValue:
    """Switch a token on or off."""
    status = "active" if request.form.get("status") == "active" else "inactive"
    application = this_application()
    token = api_tokens.update(
        current_site(), application.id, token_id, {"status": status}
    )
    flash(f"“{token.name}” is now {status}.")
    return redirect(url_for("tokens.index", application_id=application.id), 303)


@token_pages.get("/<token_id>/delete")
@require("applicationApiToken.delete")
def confirm_delete(token_id: str) -> ResponseReturnValue:
    """Say what would stop working."""
    application = this_application()
    token = api_tokens.get(current_site(), application.id, token_id)
    return render_template("tokens/delete.html", application=application, token=token)


@token_pages.post("/<token_id>/delete")
@require("applicationApiToken.delete")
def delete(token_id: str) -> ResponseReturnValue:
    """Delete a token for good."""
    application = this_application()
    api_tokens.delete(current_site(), application.id, token_id)
    flash("The token was deleted.")
    return redirect(url_for("tokens.index", application_id=application.id), 303)


def _page(form: TokenForm) -> str:
    site, application = current_site(), this_application()
    everything = ListQuery(per_page=PER_PAGE_LIMIT)
    return render_template(
        "tokens/index.html",
        application=application,
        tokens=api_tokens.list_(site, application.id, everything).items,
        now=site.clock.now(),
        form=form,
        common_scopes=COMMON_SCOPES,
        scopes=known_scopes(),
    )
