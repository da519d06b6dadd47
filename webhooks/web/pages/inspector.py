"""The inspector of a webhook: its URL, the live list, and one delivery beside it.

Apart from the other pages of webhooks, because it is a list of deliveries more
than it is a webhook. The page's scripts ask for its list alone.
"""

from typing import Any, Final

from flask import render_template, request

from webhooks.errors import NotFound
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.services import deliveries, webhooks, workflow_overview
from webhooks.services.delivery_view import seen_by, seen_in_lists
from webhooks.services.run_outcomes import run_outcomes
from webhooks.services.signature_notices import notices
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.current import current_site
from webhooks.web.pages.delivery_detail import detail_of
from webhooks.web.pages.delivery_query import query_of
from webhooks.web.pages.examples import examples_for
from webhooks.web.pages.visitor import may, sees_secrets, this_application

_DELIVERIES: Final = 30


def inspector_page(webhook_id: str) -> str:
    """Return the page, or the list that the page's script asks for."""
    site, application = current_site(), this_application()
    webhook = webhooks.get(site, application.id, webhook_id)
    listed = {
        "application": application,
        "webhook": webhook,
        **_list(site, webhook),
    }
    if request.headers.get("X-Fragment") == "list":
        return render_template("deliveries/_list.html", **listed)
    url = webhooks.url(site, webhook)
    return render_template(
        "webhooks/show.html",
        url=url,
        verification=VERIFICATIONS.get(webhook.verification_type),
        examples=examples_for(webhook, url),
        notices=notices(site, webhook) if may("webhook.patch") else [],
        **{**_listeners(site, webhook), **listed, **_chosen(site, webhook)},
    )


def _listeners(site: Site, webhook: Webhook) -> dict[str, Any]:
    found = workflow_overview.listeners(site, webhook.application_id, webhook.id)
    return {"listeners": found}


def _list(site: Site, webhook: Webhook) -> dict[str, Any]:
    # Before the rows: what comes in between is sent, and not missed.
    newest = deliveries.newest_seq(site, webhook.id)
    query = query_of(request.args, _DELIVERIES)
    found = deliveries.list_(site, webhook.application_id, webhook.id, query)
    seen_in_lists(site, found.items)
    return {
        "found": found,
        "deliveries": found.items,
        "run_outcomes": run_outcomes(site, [row.seq for row in found.items]),
        "next_cursor": found.next_cursor,
        "query": query,
        "newest": newest,
        "is_live": not query.is_narrow and query.before is None,
    }


def _chosen(site: Site, webhook: Webhook) -> dict[str, Any]:
    """Return the detail of the delivery that the address names, if it is there.

    ``chosen`` tells whether it names one.
    """
    wanted = request.args.get("delivery", "")
    if not wanted:
        return {"chosen": False, "delivery": None}
    try:
        row = deliveries.get(site, webhook.application_id, webhook.id, wanted)
    except NotFound:
        return {"chosen": True, "delivery": None}
    detail = detail_of(
        site,
        seen_by(site, row, sees_secrets()),
        view=request.args.get("view", "pretty"),
        revealed=request.args.get("show") == "secrets",
        beside_list=True,
    )
    return {"chosen": True, **detail}
