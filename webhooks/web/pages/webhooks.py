"""Pages of webhooks: list, a new one, and the inspector."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import Invalid
from webhooks.ingress.verification import VERIFICATIONS
from webhooks.services import deliveries, webhooks, workflow_overview
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.paging import ListQuery
from webhooks.services.webhooks import Webhook
from webhooks.web.current import current_site
from webhooks.web.forms.base import blame
from webhooks.web.forms.sample import SampleForm
from webhooks.web.forms.webhooks import NewWebhookForm
from webhooks.web.pages.examples import examples_for
from webhooks.web.pages.visitor import require, this_application

webhook_pages = Blueprint(
    "webhooks", __name__, url_prefix="/applications/<application_id>/webhooks"
)

_PER_PAGE = 50
_DELIVERIES = 30


@webhook_pages.get("")
@require("webhooks.get")
def index() -> ResponseReturnValue:
    """List the application's webhooks."""
    application, site = this_application(), current_site()
    wanted = request.args.get("q", "").strip()[:200]
    number = request.args.get("page", "0")[:9]
    query = ListQuery(
        page=int(number) if number.isascii() and number.isdecimal() else 0,
        per_page=_PER_PAGE,
        filter_field="name" if wanted else "",
        filter=f"*{wanted}*" if wanted else "",
    )
    found = webhooks.list_(site, application.id, query)
    return render_template(
        "webhooks/index.html",
        application=application,
        found=found,
        wanted=wanted,
        urls={row.id: webhooks.url(site, row) for row in found.items},
        verifications=VERIFICATIONS,
    )


@webhook_pages.get("/new")
@require("webhooks.post")
def new() -> ResponseReturnValue:
    """Ask for a name; everything else can wait."""
    form = NewWebhookForm()
    return render_template(
        "webhooks/new.html", application=this_application(), form=form
    )


@webhook_pages.post("/new")
@require("webhooks.post")
def create() -> ResponseReturnValue:
    """Create a webhook and show its URL."""
    application = this_application()
    form = NewWebhookForm(request.form)
    if form.validate():
        try:
            made = webhooks.create(
                current_site(), application.id, {"name": form.name.data}
            )
        except Invalid as error:
            blame(form, error)
        else:
            flash("The webhook is ready. Send something to its URL.")
            return redirect(address_of(made), 303)
    page = render_template("webhooks/new.html", application=application, form=form)
    return page, 400


@webhook_pages.get("/<webhook_id>")
@require("webhook.get")
def show(webhook_id: str) -> ResponseReturnValue:
    """Show the URL, how to call it, and what came in."""
    site, application = current_site(), this_application()
    webhook = webhooks.get(site, application.id, webhook_id)
    status = request.args.get("status", "")
    query = DeliveryQuery(
        limit=_DELIVERIES,
        before=request.args.get("before") or None,
        status=status if status in deliveries.STATUSES else None,
        q=request.args.get("q", "").strip()[:200] or None,
    )
    found = deliveries.list_(site, application.id, webhook_id, query)
    url = webhooks.url(site, webhook)
    return render_template(
        "webhooks/show.html",
        application=application,
        webhook=webhook,
        url=url,
        verification=VERIFICATIONS.get(webhook.verification_type),
        examples=examples_for(webhook, url),
        deliveries=found.items,
        next_cursor=found.next_cursor,
        query=query,
        newest=deliveries.newest_seq(site, webhook_id),
        listeners=workflow_overview.listeners(site, application.id, webhook_id),
        form=SampleForm(),
        sample=None,
    )


def address_of(webhook: Webhook) -> str:
    """Return the address of a webhook's inspector."""
    return url_for(
        "webhooks.show", application_id=webhook.application_id, webhook_id=webhook.id
    )
