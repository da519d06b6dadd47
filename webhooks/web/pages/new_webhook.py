"""A new webhook: a name, and what kind of sender it is for."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid
from webhooks.services import webhooks
from webhooks.services.webhooks import Webhook
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.webhooks import NewWebhookForm
from webhooks.web.pages.visitor import require, this_application
from webhooks.web.presets import BY_KEY, PRESETS

new_webhook_pages = Blueprint(
    "new_webhook", __name__, url_prefix="/applications/<application_id>/webhooks/new"
)


@new_webhook_pages.get("")
@require("webhooks.post")
def ask() -> ResponseReturnValue:
    """Ask for a name; everything else can wait."""
    return _page(NewWebhookForm(request.args))


@new_webhook_pages.post("")
@require("webhooks.post")
def create() -> ResponseReturnValue:
    """Create a webhook and show its URL."""
    application = this_application()
    form = NewWebhookForm(request.form)
    if form.validate():
        preset = BY_KEY[form.preset.data]
        fields = {"name": form.name.data, **preset.columns()}
        try:
            made = webhooks.create(current_site(), application.id, fields)
        except Invalid as error:
            blame(form, error)
        else:
            if preset.asks_code:
                flash(f"The webhook is ready but for the code: {preset.tell}")
                return redirect(_address_of("webhook_settings.show", made), 303)
            if preset.provider:
                flash(f"The webhook is ready. Next: how {preset.label} is recognised.")
                wanted = {"provider": preset.provider, "new": 1}
                target = _address_of("webhook_signature.show", made, **wanted)
                return redirect(target, 303)
            flash("The webhook is ready. Send something to its URL.")
            return redirect(_address_of("webhooks.show", made), 303)
    return _page(form), 400


def _page(form: NewWebhookForm) -> str:
    return render_template(
        "webhooks/new.html",
        application=this_application(),
        form=form,
        presets=PRESETS,
    )


def _address_of(endpoint: str, webhook: Webhook, **wanted: Any) -> str:
    return url_for(
        endpoint,
        application_id=webhook.application_id,
        webhook_id=webhook.id,
        **wanted,
    )
