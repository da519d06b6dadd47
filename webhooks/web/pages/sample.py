"""The test panel: sends a request to a webhook as anybody else would."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.errors import WebhooksError
from webhooks.services import sample_request, webhooks
from webhooks.services.sample_request import Sample
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.sample import SampleForm
from webhooks.web.pages.body_view import shown_body
from webhooks.web.pages.visitor import require, this_application

sample_pages = Blueprint(
    "sample",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>",
)


@sample_pages.get("/test")
@require("webhook.get")
def show(webhook_id: str) -> ResponseReturnValue:
    """Show the panel on a page of its own."""
    return _page(webhook_id, SampleForm(), None)


@sample_pages.post("/test")
@require("delivery.replay")
def send(webhook_id: str) -> ResponseReturnValue:
    """Send the request and show what the caller would have got.

    The page's script asks for the result alone; without it the page is built
    anew around the result.
    """
    form = SampleForm(request.form)
    sample: Sample | None = None
    status = 400
    if form.validate():
        try:
            sample = sample_request.send(
                current_site(),
                this_application().id,
                webhook_id,
                form.method.data or "POST",
                form.path.data or "",
                form.body.data or "",
            )
            status = 200
        except WebhooksError as error:
            blame(form, error)
            status = error.status
    return _page(webhook_id, form, sample), status


def _page(webhook_id: str, form: SampleForm, sample: Sample | None) -> str:
    application = this_application()
    webhook = webhooks.get(current_site(), application.id, webhook_id)
    fragment = request.headers.get("X-Fragment") == "result"
    return render_template(
        "webhooks/_sample_result.html" if fragment else "webhooks/test.html",
        application=application,
        webhook=webhook,
        form=form,
        sample=sample,
        answer=sample and _answer(sample),
    )


def _answer(sample: Sample) -> object:
    kind = next(
        (
            value
            for name, value in sample.reply.headers
            if name.lower() == "content-type"
        ),
        "",
    )
    return shown_body(sample.reply.body, kind, "pretty")
