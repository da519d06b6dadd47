"""The test panel: sends a request to a webhook as anybody else would."""

from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.errors import WebhooksError
from webhooks.services import deliveries, sample_draft, sample_request, webhooks
from webhooks.services.delivery_view import seen_by
from webhooks.services.sample_request import Sent
from webhooks.services.webhooks import Webhook
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.sample import SampleForm
from webhooks.web.pages.body_view import body_shown
from webhooks.web.pages.examples import examples_for
from webhooks.web.pages.sample_filling import draft_in, filled_from, filled_with
from webhooks.web.pages.visitor import may, require, sees_secrets, this_application

sample_pages = Blueprint(
    "sample",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>",
)


_TEMPLATES: Final = {
    "form": "webhooks/_sample_form.html",
    "result": "webhooks/_sample_result.html",
}


@sample_pages.get("/test")
@require("webhook.get")
def show(webhook_id: str) -> ResponseReturnValue:
    """Show the panel on a page of its own, filled with a past request or one of the
    sender's sample events if wanted.

    The inspector's script asks for the form alone.
    """
    webhook = _webhook(webhook_id)
    if not may("webhook.test"):
        return _page(webhook, SampleForm())
    earlier = request.args.get("from", "")
    if earlier:
        past = deliveries.get(
            current_site(), this_application().id, webhook_id, earlier
        )
        seen_by(current_site(), past, sees_secrets())
        form, note = filled_from(past, sample_draft.provider_of(webhook))
        return _page(webhook, form, note=note)
    provider = sample_draft.provider_of(webhook)
    if provider is None or not provider.samples:
        return _page(webhook, SampleForm())
    name = request.args.get("sample", provider.samples[0].name)
    form = filled_with(sample_draft.sample_named(provider, name))
    return _page(webhook, form, sample=name)


@sample_pages.post("/test")
@require("webhook.test")
def send(webhook_id: str) -> ResponseReturnValue:
    """Send the request and show what the caller would have got.

    The page's script asks for the result alone; without it the page is built
    anew around the result.
    """
    webhook = _webhook(webhook_id)
    form = SampleForm(request.form)
    sent: Sent | None = None
    status = 400
    if form.validate():
        try:
            sent = sample_request.send(
                current_site(),
                this_application().id,
                webhook_id,
                draft_in(form),
                sign=bool(form.sign.data) and webhook.signature is not None,
                wrong=bool(form.wrong.data),
            )
            status = 200
        except WebhooksError as error:
            blame(form, error)
            status = error.status
    return _page(webhook, form, sent), status


def _webhook(webhook_id: str) -> Webhook:
    return webhooks.get(current_site(), this_application().id, webhook_id)


def _page(
    webhook: Webhook,
    form: SampleForm,
    sent: Sent | None = None,
    note: str = "",
    sample: str = "",
) -> str:
    site, application = current_site(), this_application()
    fragment = request.headers.get("X-Fragment", "")
    return render_template(
        _TEMPLATES.get(fragment, "webhooks/test.html"),
        application=application,
        webhook=webhook,
        provider=sample_draft.provider_of(webhook),
        sample=sample,
        form=form,
        note=note,
        sent=sent,
        answer=sent and _answer(sent),
        examples=examples_for(webhook, webhooks.url(site, webhook)),
    )


def _answer(sent: Sent) -> object:
    kind = next(
        (value for name, value in sent.reply.headers if name.lower() == "content-type"),
        "",
    )
    return body_shown(current_site(), sent.reply.body, kind, "pretty")
