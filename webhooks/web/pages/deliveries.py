"""Pages of one delivery: what came, what was answered, and what to do with it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import Forbidden, WebhooksError
from webhooks.services import (
    deliveries,
    replay,
    replies,
    runs,
    webhooks,
    workflow_overview,
)
from webhooks.services.deliveries import Delivery
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.sample import ReplyForm
from webhooks.web.pages import delivery_view
from webhooks.web.pages.body_view import VIEWS, shown_body
from webhooks.web.pages.download import as_file
from webhooks.web.pages.visitor import require, sees_secrets, this_application

delivery_pages = Blueprint(
    "deliveries",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>/deliveries",
)


# As many workflows at most are named on the page of a delivery.
_RUNS = 50


@delivery_pages.get("/<delivery_id>")
@require("delivery.get")
def show(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Show everything that is known of a request."""
    delivery = _delivery(webhook_id, delivery_id)
    return _page(delivery, ReplyForm())


@delivery_pages.get("/<delivery_id>/body")
@require("delivery.get")
def body(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Hand out the exact bytes, as a file and never as a page."""
    delivery = _delivery(webhook_id, delivery_id)
    return as_file(delivery.body, f"delivery-{delivery.id}.bin")


@delivery_pages.get("/<delivery_id>/reply")
@require("delivery.get")
def answer_body(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Hand out the exact bytes of the answer."""
    delivery = _delivery(webhook_id, delivery_id)
    return as_file(delivery.response_body or b"", f"reply-{delivery.id}.bin")


@delivery_pages.post("/<delivery_id>/reply")
@require("reply.post")
def reply(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Answer the caller who waits."""
    delivery = _delivery(webhook_id, delivery_id)
    form = ReplyForm(request.form)
    if not form.validate():
        return _page(delivery, form), 400
    try:
        replies.reply(
            current_site(),
            this_application().id,
            delivery.reply_id or "",
            form.status_code.data or 200,
            [("Content-Type", form.content_type.data or "text/plain")],
            (form.body.data or "").encode(),
        )
    except WebhooksError as error:
        blame(form, error)
        return _page(_delivery(webhook_id, delivery_id), form), error.status
    flash("The caller has your answer.")
    return redirect(_address(delivery), 303)


@delivery_pages.post("/<delivery_id>/replay")
@require("delivery.replay")
def send_again(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Send the stored request once more, and show what it became."""
    delivery = _delivery(webhook_id, delivery_id)
    result = replay.replay(
        current_site(), this_application().id, webhook_id, delivery_id
    )
    if result.delivery_id is None:
        flash(f"It was answered with {result.reply.status}, and nothing was stored.")
        return redirect(_address(delivery), 303)
    flash("Sent once more. This is the new delivery.")
    return redirect(_address(delivery, result.delivery_id), 303)


def _delivery(webhook_id: str, delivery_id: str) -> Delivery:
    return deliveries.get(
        current_site(), this_application().id, webhook_id, delivery_id
    )


def _page(delivery: Delivery, form: ReplyForm) -> str:
    site, application = current_site(), this_application()
    revealed = request.args.get("show") == "secrets"
    if revealed and not sees_secrets():
        raise Forbidden("Your role in this application does not show secrets.")
    view = request.args.get("view", "pretty")
    shown = shown_body(delivery.body, delivery.content_type, view)
    caused = runs.list_(site, application.id, limit=_RUNS, delivery_seq=delivery.seq)
    caused_by = [run.workflow_id for run in caused.items]
    return render_template(
        "deliveries/show.html",
        application=application,
        webhook=webhooks.get(site, application.id, delivery.webhook_id),
        delivery=delivery,
        outcome=delivery_view.outcome(site, delivery),
        waiting=delivery_view.is_waiting(site, delivery),
        headers=delivery_view.shown_headers(delivery.headers, revealed),
        query=delivery_view.shown_query(delivery, revealed),
        query_masked=delivery_view.is_query_masked(delivery, revealed),
        body=shown,
        views=VIEWS,
        verdict_text=delivery_view.verdict_text(delivery),
        answered_by=delivery_view.answered_by(delivery),
        answer_headers=delivery_view.shown_headers(delivery.response_headers, revealed),
        answer=shown_body(
            delivery.response_body or b"",
            delivery_view.content_type_of(delivery.response_headers),
            "pretty",
        ),
        late=delivery.late_reply,
        runs=caused.items,
        workflow_names=workflow_overview.names_of(site, caused_by),
        form=form,
        can_reveal=sees_secrets(),
        revealed=revealed,
    )


def _address(delivery: Delivery, delivery_id: str | None = None) -> str:
    return url_for(
        "deliveries.show",
        application_id=delivery.application_id,
        webhook_id=delivery.webhook_id,
        delivery_id=delivery_id or delivery.id,
    )
