"""A stored request as a line for the shell, to be read or copied."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from webhooks.services import curl_command, deliveries, webhooks
from webhooks.services.delivery_view import seen_by
from webhooks.web.current import current_site
from webhooks.web.pages.visitor import (
    asks_for_secrets,
    require,
    sees_secrets,
    this_application,
)

curl_pages = Blueprint(
    "delivery_curl",
    __name__,
    url_prefix="/applications/<application_id>/webhooks/<webhook_id>/deliveries",
)


@curl_pages.get("/<delivery_id>/curl")
@require("delivery.get")
def show(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Show the command as plain text; ``show=secrets`` puts the secrets in."""
    site, application = current_site(), this_application()
    revealed = asks_for_secrets()
    delivery = deliveries.get(site, application.id, webhook_id, delivery_id)
    delivery = seen_by(site, delivery, sees_secrets())
    webhook = webhooks.get(site, application.id, webhook_id)
    made = curl_command.curl_command(delivery, webhooks.url(site, webhook), revealed)
    note = ""
    if made.body_file:
        note = f"# Download the body first: it is read from {made.body_file}\n"
    response = Response(f"{note}{made.text}\n", mimetype="text/plain")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
