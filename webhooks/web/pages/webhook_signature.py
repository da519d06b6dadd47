"""How a webhook's sender is recognised: choosing the provider, its secrets.

Apart from the other settings: which fields there are depends on the provider, so
it is chosen first, and the page works without scripts.
"""

from secrets import token_urlsafe
from typing import Final

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid, WebhooksError
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.signatures.contract import Provider
from webhooks.services import webhooks
from webhooks.services.signature_notices import notices, signs_url
from webhooks.services.webhooks import Webhook
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.signature import SignatureForm, form_for, options_of
from webhooks.web.forms.signature_values import (
    blame_signature,
    changed_columns,
    companion_of,
    form_values,
    stored_for,
)
from webhooks.web.forms.webhook_columns import version_of
from webhooks.web.pages.signature_view import what_is_signed
from webhooks.web.pages.visitor import require, this_application, visitor
from webhooks.web.pages.webhooks import address_of

webhook_signature_pages = Blueprint(
    "webhook_signature",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>/signature",
)

# Senders for which the code is anything that both sides know; others tell theirs.
_MADE_UP_CODES: Final = frozenset({"facebook"})


@webhook_signature_pages.get("")
@require("webhook.patch")
def show(webhook_id: str) -> ResponseReturnValue:
    """Show the form of the wanted provider, or the providers to choose from."""
    webhook = _webhook(webhook_id)
    stored = (webhook.signature or {}).get("provider", "")
    key = request.args.get("provider", stored)
    provider = PROVIDERS.get(key)
    if provider is None or "choose" in request.args:
        return _choice(webhook)
    code = token_urlsafe(18) if provider.companion in _MADE_UP_CODES else ""
    form = _form_type(webhook, provider)(data=form_values(webhook, provider, code))
    return _page(webhook, provider, form)


@webhook_signature_pages.post("")
@require("webhook.patch")
def save(webhook_id: str) -> ResponseReturnValue:
    """Save the whole signature, or nothing at all if anything is wrong."""
    webhook = _webhook(webhook_id)
    provider = PROVIDERS.get(request.form.get("provider", ""))
    if provider is None:
        raise Invalid("No such sender is known here. Choose another.")
    form, status = _form_type(webhook, provider)(request.form), 400
    if form.validate():
        try:
            changes = changed_columns(form, webhook, provider)
            webhooks.update(
                current_site(), webhook.application_id, webhook_id, changes, _who()
            )
        except WebhooksError as error:
            _blame(form, error)
            status = error.status
    if form.errors:
        return _page(webhook, provider, form), status
    flash("Saved. The next request shows whether it fits.")
    return redirect(address_of(webhook), 303)


@webhook_signature_pages.get("/off")
@require("webhook.patch")
def confirm_off(webhook_id: str) -> ResponseReturnValue:
    """Say what it means to check signatures no more."""
    webhook = _webhook(webhook_id)
    return render_template(
        "webhooks/signature_off.html",
        application=this_application(),
        webhook=webhook,
        provider=PROVIDERS.get((webhook.signature or {}).get("provider", "")),
    )


@webhook_signature_pages.post("/off")
@require("webhook.patch")
def switch_off(webhook_id: str) -> ResponseReturnValue:
    """Check signatures no more, and forget the secrets."""
    webhook = _webhook(webhook_id)
    changes = {"signature": None}
    webhooks.update(current_site(), webhook.application_id, webhook_id, changes, _who())
    flash("Signatures are no longer checked.")
    return redirect(address_of(webhook), 303)


@webhook_signature_pages.get("/words")
@require("webhook.patch")
def words(webhook_id: str) -> ResponseReturnValue:
    """Say what would be signed under the options in the query; for the script."""
    _webhook(webhook_id)
    provider = PROVIDERS.get(request.args.get("provider", ""))
    if provider is None:
        return jsonify(text="No such sender is known here.", right=False)
    text, is_right = what_is_signed(provider, options_of(request.args, provider))
    return jsonify(text=text, right=is_right)


def _webhook(webhook_id: str) -> Webhook:
    return webhooks.get(current_site(), this_application().id, webhook_id)


def _who() -> str:
    return f"user {visitor().user.email}"


def _form_type(webhook: Webhook, provider: Provider) -> type[SignatureForm]:
    has_secrets = bool(stored_for(webhook, provider).get("secrets"))
    return form_for(provider, companion_of(webhook, provider), has_secrets)


def _blame(form: SignatureForm, error: WebhooksError) -> None:
    if not isinstance(error, Invalid) or not blame_signature(form, error):
        blame(form, error)


def _choice(webhook: Webhook) -> str:
    return render_template(
        "webhooks/signature_choose.html",
        application=this_application(),
        webhook=webhook,
        providers=PROVIDERS.values(),
        current=(webhook.signature or {}).get("provider", ""),
    )


def _page(webhook: Webhook, provider: Provider, form: SignatureForm) -> str:
    site = current_site()
    form.provider.data = provider.key
    form.seen.data = version_of(webhook)
    stored = stored_for(webhook, provider)
    text, is_right = what_is_signed(provider, form.options())
    return render_template(
        "webhooks/signature.html",
        application=this_application(),
        webhook=webhook,
        provider=provider,
        form=form,
        secrets=len(stored.get("secrets", ())),
        replaced=bool(webhook.signature) and not stored,
        notices=notices(site, webhook) if stored else [],
        url=webhooks.url(site, webhook),
        signs_url=signs_url(provider),
        words=text,
        words_right=is_right,
        is_new="new" in request.args,
    )
