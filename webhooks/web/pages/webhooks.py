"""Pages of webhooks: their list, and the inspector."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.services import webhook_list, webhooks
from webhooks.services.webhook_list import Wanted
from webhooks.services.webhooks import Webhook
from webhooks.web.current import current_site
from webhooks.web.pages.charts import sparkline
from webhooks.web.pages.inspector import inspector_page
from webhooks.web.pages.page_number import page_number
from webhooks.web.pages.visitor import require, this_application

webhook_pages = Blueprint(
    "webhooks", __name__, url_prefix="/applications/<application_id>/webhooks"
)

_PER_PAGE = 50


@webhook_pages.get("")
@require("webhooks.get")
def index() -> ResponseReturnValue:
    """List the application's webhooks."""
    application, site = this_application(), current_site()
    wanted = request.args.get("q", "").strip()[:200]
    sort = request.args.get("sort", "")
    number = page_number(request.args)
    order = sort if sort in webhook_list.SORTS else webhook_list.SORTS[0]
    found = webhook_list.page(
        site, application.id, Wanted(wanted, order, number, _PER_PAGE)
    )
    return render_template(
        "webhooks/index.html",
        application=application,
        found=found,
        wanted=wanted,
        sort=sort,
        number=number,
        last_number=max(0, found.total_count - 1) // _PER_PAGE,
        sparks={row.webhook.id: sparkline(row.hours) for row in found.items},
        urls={row.webhook.id: webhooks.url(site, row.webhook) for row in found.items},
    )


@webhook_pages.get("/<webhook_id>")
@require("webhook.get")
def show(webhook_id: str) -> ResponseReturnValue:
    """Show the URL, how to call it, and what came in."""
    return inspector_page(webhook_id)


def address_of(webhook: Webhook) -> str:
    """Return the address of a webhook's inspector."""
    return url_for(
        "webhooks.show", application_id=webhook.application_id, webhook_id=webhook.id
    )
