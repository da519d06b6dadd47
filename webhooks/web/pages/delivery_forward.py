"""Sending a stored request to another server, and what that answered."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.errors import WebhooksError
from webhooks.services import deliveries, forward, webhooks
from webhooks.services.deliveries import Delivery
from webhooks.services.delivery_view import seen_by
from webhooks.services.forward import Forwarded, Wish
from webhooks.services.secret_parts import is_secret_header
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.forward import ForwardForm
from webhooks.web.pages.body_view import body_shown
from webhooks.web.pages.delivery_view import content_type_of, shown_headers
from webhooks.web.pages.visitor import (
    require,
    sees_secrets,
    this_application,
    visitor,
)

forward_pages = Blueprint(
    "delivery_forward",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>/deliveries",
)


@forward_pages.get("/<delivery_id>/forward")
@require("delivery.replay")
def show(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Ask for the URL, and which headers go along."""
    delivery = _delivery(webhook_id, delivery_id)
    form = _form(delivery)
    names = _offered(delivery)
    form.headers.data = [name for name in names if not is_secret_header(name)]
    form.with_target.data = bool(delivery.path != "/" or delivery.raw_query)
    return _page(delivery, form, None)


@forward_pages.post("/<delivery_id>/forward")
@require("delivery.replay")
def send(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Send it, and show what the other server answered."""
    delivery = _delivery(webhook_id, delivery_id)
    form = _form(delivery)
    if not form.validate():
        return _page(delivery, form, None), 400
    wish = Wish(
        form.url.data or "",
        frozenset(form.headers.data or ()),
        with_secrets=sees_secrets(),
        with_target=bool(form.with_target.data),
    )
    try:
        answer = forward.forward(
            current_site(), delivery, wish, f"user {visitor().user.email}"
        )
    except WebhooksError as error:
        blame(form, error)
        return _page(delivery, form, None), error.status
    return _page(delivery, form, answer)


def _delivery(webhook_id: str, delivery_id: str) -> Delivery:
    found = deliveries.get(
        current_site(), this_application().id, webhook_id, delivery_id
    )
    return seen_by(current_site(), found, sees_secrets())


def _offered(delivery: Delivery) -> list[str]:
    """Return the headers that this visitor may send."""
    return [
        name
        for name in forward.sendable(delivery)
        if sees_secrets() or not is_secret_header(name)
    ]


def _form(delivery: Delivery) -> ForwardForm:
    form = ForwardForm(request.form)
    form.headers.choices = [(name, name) for name in _offered(delivery)]
    return form


def _page(delivery: Delivery, form: ForwardForm, answer: Forwarded | None) -> str:
    application = this_application()
    pairs = [list(pair) for pair in answer.headers] if answer else []
    return render_template(
        "deliveries/forward.html",
        application=application,
        webhook=webhooks.get(current_site(), application.id, delivery.webhook_id),
        delivery=delivery,
        form=form,
        answer=answer,
        answer_headers=shown_headers(pairs, revealed=sees_secrets()),
        answer_body=answer
        and body_shown(current_site(), answer.body, content_type_of(pairs), "pretty"),
        is_secret=is_secret_header,
    )
