"""Requests of all webhooks of an application together."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webhooks.services import deliveries, delivery_list
from webhooks.services.delivery_view import seen_in_lists
from webhooks.services.run_outcomes import run_outcomes
from webhooks.web.current import current_site
from webhooks.web.pages.delivery_query import filter_bar, page_address, query_of
from webhooks.web.pages.visitor import require, sees_secrets, this_application

application_delivery_pages = Blueprint(
    "application_deliveries",
    __name__,
    url_prefix="/applications/<application_id>/deliveries",
)
for _function in (filter_bar, page_address, sees_secrets):
    application_delivery_pages.add_app_template_global(_function)


@application_delivery_pages.get("")
@require("deliveries.get")
def index() -> ResponseReturnValue:
    """List what came in, of all webhooks or of a chosen one."""
    site, application = current_site(), this_application()
    names = delivery_list.webhook_names(site, application.id)
    chosen = request.args.get("webhook", "")
    query = query_of(request.args)
    found = deliveries.list_(
        site, application.id, chosen if chosen in names else None, query
    )
    seen_in_lists(site, found.items)
    return render_template(
        "deliveries/index.html",
        application=application,
        deliveries=found.items,
        run_outcomes=run_outcomes(site, [row.seq for row in found.items]),
        names=names,
        webhook_names=names if len(names) > 1 else {},
        query=query,
        next_cursor=found.next_cursor,
        searched_to=found.searched_to,
    )
