"""Pages of one delivery: what came, what was answered, and what to do with it."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import NotFound, WebhooksError
from webhooks.ingress.media_type import parse_media_type
from webhooks.ingress.multipart import MultipartProblem, file_content
from webhooks.services import deliveries, replay, replies
from webhooks.services.deliveries import Delivery
from webhooks.services.delivery_view import seen_by
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.sample import ReplyForm
from webhooks.web.pages.delivery_detail import detail_of
from webhooks.web.pages.download import as_file, as_image, plain_name
from webhooks.web.pages.visitor import require, sees_secrets, this_application

delivery_pages = Blueprint(
    "deliveries",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>/deliveries",
)

_NUMBER = re.compile(r"[0-9]{1,4}")


@delivery_pages.get("/<delivery_id>")
@require("delivery.get")
def show(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Show everything that is known of a request.

    Scripts ask for the ``detail`` beside the list, or for the ``whole`` of what
    stands on the page, alone.
    """
    delivery = _delivery(webhook_id, delivery_id)
    fragment = request.headers.get("X-Fragment", "")
    if fragment in {"detail", "whole"}:
        beside_list = fragment == "detail"
        return _page(delivery, None, "deliveries/_detail.html", beside_list=beside_list)
    return _page(delivery)


@delivery_pages.get("/<delivery_id>/body")
@require("delivery.get")
def body(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Hand out the exact bytes, as a file and never as a page.

    With ``file`` a file out of a form, by its number. With ``show=image`` a
    picture to look at, if the bytes are one.
    """
    delivery = _delivery(webhook_id, delivery_id)
    if "file" in request.args:
        return _file(delivery, request.args["file"])
    if request.args.get("show") == "image":
        return as_image(delivery.body)
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
    found = deliveries.get(
        current_site(), this_application().id, webhook_id, delivery_id
    )
    return seen_by(current_site(), found, sees_secrets())


def _file(delivery: Delivery, number: str) -> ResponseReturnValue:
    boundary = parse_media_type(delivery.content_type).parameters.get("boundary", "")
    try:
        index = int(number) if _NUMBER.fullmatch(number) else -1
        file, content = file_content(delivery.body, boundary, index)
    except MultipartProblem as problem:
        raise NotFound(f"The form could not be read: {problem}.") from None
    return as_file(content, plain_name(file.filename, f"file-{number}.bin"))


def _page(
    delivery: Delivery,
    form: ReplyForm | None = None,
    template: str = "deliveries/show.html",
    *,
    beside_list: bool = False,
) -> str:
    detail = detail_of(
        current_site(),
        delivery,
        view=request.args.get("view", "pretty"),
        revealed=request.args.get("show") == "secrets",
        form=form,
        beside_list=beside_list,
    )
    return render_template(template, application=this_application(), **detail)


def _address(delivery: Delivery, delivery_id: str | None = None) -> str:
    """Return where somebody goes on who has just sent a form of the detail."""
    wanted = delivery_id or delivery.id
    ids: dict[str, Any] = {
        "application_id": delivery.application_id,
        "webhook_id": delivery.webhook_id,
    }
    if request.form.get("from") == "inspector":
        return url_for("webhooks.show", **ids, delivery=wanted)
    return url_for("deliveries.show", **ids, delivery_id=wanted)
