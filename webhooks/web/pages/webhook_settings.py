"""A webhook's settings, its new URL, and its end."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import WebhooksError
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.services import losses, webhooks
from webhooks.services.signature_notices import notices
from webhooks.services.webhooks import Webhook
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.webhook_columns import changed_columns, form_values, version_of
from webhooks.web.forms.webhooks import WebhookForm
from webhooks.web.pages.visitor import asks_for_secrets, require, this_application
from webhooks.web.pages.webhooks import address_of

webhook_settings_pages = Blueprint(
    "webhook_settings",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>",
)


@webhook_settings_pages.get("/settings")
@require("webhook.patch")
def show(webhook_id: str) -> ResponseReturnValue:
    """Show everything that can be chosen; secrets as dots until asked for."""
    revealed = asks_for_secrets()
    webhook = _webhook(webhook_id)
    form = WebhookForm(data=form_values(webhook, hide_secrets=not revealed))
    return _page(webhook, form, revealed)


@webhook_settings_pages.post("/settings")
@require("webhook.patch")
def save(webhook_id: str) -> ResponseReturnValue:
    """Save what was changed, or nothing at all if anything is wrong."""
    webhook = _webhook(webhook_id)
    form, status = WebhookForm(request.form), 400
    if form.validate():
        try:
            changes = changed_columns(form, webhook)
            webhooks.update(current_site(), webhook.application_id, webhook_id, changes)
        except WebhooksError as error:
            blame(form, error)
            status = error.status
    if form.errors:
        return _page(webhook, form, revealed=False), status
    flash("Saved.")
    return redirect(address_of(webhook), 303)


@webhook_settings_pages.get("/rotate")
@require("webhook.rotateToken")
def confirm_rotate(webhook_id: str) -> ResponseReturnValue:
    """Say what a new URL means."""
    return render_template(
        "webhooks/rotate.html",
        application=this_application(),
        webhook=_webhook(webhook_id),
    )


@webhook_settings_pages.post("/rotate")
@require("webhook.rotateToken")
def rotate(webhook_id: str) -> ResponseReturnValue:
    """Give the webhook a new URL."""
    webhook = webhooks.rotate_token(current_site(), this_application().id, webhook_id)
    flash("This is the new URL. The old one no longer works.")
    return redirect(address_of(webhook), 303)


@webhook_settings_pages.get("/delete")
@require("webhook.delete")
def confirm_delete(webhook_id: str) -> ResponseReturnValue:
    """Say what would be lost."""
    site, webhook = current_site(), _webhook(webhook_id)
    return render_template(
        "webhooks/delete.html",
        application=this_application(),
        webhook=webhook,
        deliveries=losses.deliveries_of_webhook(site, webhook.id),
        waiting=len(site.replies.waiting(webhook.id)),
    )


@webhook_settings_pages.post("/delete")
@require("webhook.delete")
def delete(webhook_id: str) -> ResponseReturnValue:
    """Delete the webhook with its deliveries."""
    application, webhook = this_application(), _webhook(webhook_id)
    webhooks.delete(current_site(), application.id, webhook_id)
    flash(f"“{webhook.name}” was deleted.")
    return redirect(url_for("webhooks.index", application_id=application.id), 303)


def _webhook(webhook_id: str) -> Webhook:
    return webhooks.get(current_site(), this_application().id, webhook_id)


def _page(webhook: Webhook, form: WebhookForm, revealed: bool) -> str:
    form.mask_secrets(hidden=not revealed)
    form.seen.data = version_of(webhook)
    site = current_site()
    return render_template(
        "webhooks/settings.html",
        application=this_application(),
        webhook=webhook,
        form=form,
        revealed=revealed,
        verifications=VERIFICATIONS,
        notices=notices(site, webhook),
        default_timeout=site.settings.reply_timeout_seconds,
        default_rate=site.settings.rate_limit,
    )
