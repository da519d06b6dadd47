"""The test panel: sends a request to a webhook as anybody else would."""

from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.errors import WebhooksError
from webhooks.services import deliveries, sample_request, webhooks
from webhooks.services.sample_request import Sample
from webhooks.services.secret_parts import is_secret_query
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.sample import METHODS, MOST_BODY, SampleForm
from webhooks.web.pages.body_view import body_shown
from webhooks.web.pages.examples import examples_for
from webhooks.web.pages.visitor import may, require, this_application

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
    """Show the panel on a page of its own, filled with a past request if wanted.

    The inspector's script asks for the form alone.
    """
    wanted = request.args.get("from", "")
    if not wanted or not may("delivery.replay"):
        return _page(webhook_id, SampleForm(), None)
    return _page(webhook_id, *_filled(webhook_id, wanted))


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
                _headers(form),
            )
            status = 200
        except WebhooksError as error:
            blame(form, error)
            status = error.status
    return _page(webhook_id, form, sample), status


def _headers(form: SampleForm) -> list[tuple[str, str]]:
    kind = (form.content_type.data or "").strip()
    return [("Content-Type", kind)] if kind and form.body.data else []


def _filled(webhook_id: str, delivery_id: str) -> tuple[SampleForm, None, str]:
    """Return the form filled with a past request, and what it cannot hold."""
    delivery = deliveries.get(
        current_site(), this_application().id, webhook_id, delivery_id
    )
    query = "" if is_secret_query(delivery.status) else delivery.raw_query
    values = {
        "method": delivery.method if delivery.method in METHODS else "POST",
        "path": delivery.path + (f"?{query}" if query else ""),
        "content_type": delivery.content_type,
    }
    try:
        body = delivery.body.decode()
    except UnicodeDecodeError:
        note = "Its body is not text, so it was left out. Replay sends it as it came."
        return SampleForm(data={**values, "body": ""}), None, note
    if len(body) > MOST_BODY:
        note = "Its body is too long for this form. Replay sends it as it came."
        return SampleForm(data={**values, "body": ""}), None, note
    return SampleForm(data={**values, "body": body}), None, ""


def _page(
    webhook_id: str, form: SampleForm, sample: Sample | None, note: str = ""
) -> str:
    site, application = current_site(), this_application()
    webhook = webhooks.get(site, application.id, webhook_id)
    fragment = request.headers.get("X-Fragment", "")
    return render_template(
        _TEMPLATES.get(fragment, "webhooks/test.html"),
        application=application,
        webhook=webhook,
        form=form,
        note=note,
        sample=sample,
        answer=sample and _answer(sample),
        examples=examples_for(webhook, webhooks.url(site, webhook)),
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
    return body_shown(current_site(), sample.reply.body, kind, "pretty")
