"""Two stored requests side by side: what differs."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.services import deliveries, delivery_difference, webhooks
from webhooks.services.delivery_view import seen_by
from webhooks.web.current import current_site
from webhooks.web.pages.visitor import (
    asks_for_secrets,
    require,
    sees_secrets,
    this_application,
)

compare_pages = Blueprint(
    "delivery_compare",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>/deliveries",
)


@compare_pages.get("/<delivery_id>/compare")
@require("delivery.get")
def show(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Compare with ``with``, or with the request that came before."""
    site, application = current_site(), this_application()
    revealed = asks_for_secrets()
    delivery = deliveries.get(site, application.id, webhook_id, delivery_id)
    seen_by(site, delivery, sees_secrets())
    others = delivery_difference.neighbours(site, delivery)
    earlier = [row.id for row in others if row.seq < delivery.seq]
    chosen = request.args.get("with", "").strip() or next(iter(earlier), "")
    other = deliveries.get(site, application.id, webhook_id, chosen) if chosen else None
    if other is not None:
        seen_by(site, other, sees_secrets())
    return render_template(
        "deliveries/compare.html",
        application=application,
        webhook=webhooks.get(site, application.id, webhook_id),
        delivery=delivery,
        other=other,
        others=others,
        found=other and delivery_difference.difference(site, other, delivery, revealed),
        revealed=revealed,
        can_reveal=sees_secrets(),
    )
