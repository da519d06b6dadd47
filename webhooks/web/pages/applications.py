"""Pages of applications: list, overview, settings, deletion."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webhooks.errors import Forbidden, Invalid
from webhooks.services import (
    application_overview,
    applications,
    deliveries,
    losses,
)
from webhooks.services.applications import Application
from webhooks.services.delivery_view import seen_in_lists
from webhooks.services.paging import PER_PAGE_LIMIT, ListQuery
from webhooks.services.run_outcomes import run_outcomes
from webhooks.web.current import current_site
from webhooks.web.forms.applications import ApplicationForm, DeletionForm
from webhooks.web.forms.base import blame
from webhooks.web.forms.webhooks import NewWebhookForm
from webhooks.web.pages.charts import chart, sparkline
from webhooks.web.pages.visitor import (
    may,
    require,
    signed_in,
    this_application,
    visitor,
)

application_pages = Blueprint("applications", __name__, url_prefix="/applications")

# How many webhooks and requests the overview names.
_SHOWN = 8
_FIRST_SPAN = "24h"
_SPAN_WORDS = {"24h": "24 hours", "7d": "7 days", "30d": "30 days"}


@application_pages.get("")
@signed_in
def index() -> ResponseReturnValue:
    """List the applications that the visitor has a role in."""
    return _index(ApplicationForm())


@application_pages.post("")
@signed_in
def create() -> ResponseReturnValue:
    """Create an application and go to it."""
    if not may("applications.post"):
        raise Forbidden("You may not create applications.")
    form = ApplicationForm(request.form)
    if not form.validate():
        return _index(form), 400
    principal = visitor().principal
    try:
        application = applications.create(
            current_site(), principal, form.name.data or "", form.description.data or ""
        )
    except Invalid as error:
        blame(form, error)
        return _index(form), 400
    return redirect(_address(application), 303)


@application_pages.get("/<application_id>")
@require("application.get")
def show() -> ResponseReturnValue:
    """Show what came in and ran over time, what is wrong, and the newest requests."""
    site, application = current_site(), this_application()
    wanted = request.args.get("span", "")
    key = wanted if wanted in application_overview.SPANS else _FIRST_SPAN
    span = application_overview.SPANS[key]
    overview = application_overview.look(site, application.id, span, _SHOWN)
    found = overview.webhooks
    recent = deliveries.latest_of(site, application.id, _SHOWN)
    seen_in_lists(site, [row for row, _ in recent])
    return render_template(
        "applications/show.html",
        application=application,
        span=key,
        spans=_SPAN_WORDS,
        requests=chart(overview.deliveries, span.hours),
        runs=chart(overview.runs, span.hours),
        overview=overview,
        webhooks=found.items,
        webhook_count=found.total_count,
        sparks={row.webhook.id: sparkline(row.hours) for row in found.items},
        recent=recent,
        run_outcomes=run_outcomes(site, [row.seq for row, _ in recent]),
        form=NewWebhookForm(),
    )


@application_pages.get("/<application_id>/settings")
@require("application.patch")
def settings() -> ResponseReturnValue:
    """Show name, description and the way out."""
    application = this_application()
    form = ApplicationForm(obj=application)
    return render_template(
        "applications/settings.html", application=application, form=form
    )


@application_pages.post("/<application_id>/settings")
@require("application.patch")
def save() -> ResponseReturnValue:
    """Rename or describe the application."""
    application = this_application()
    form = ApplicationForm(request.form)
    if form.validate():
        changes = {"name": form.name.data, "description": form.description.data or ""}
        try:
            applications.update(current_site(), application.id, changes)
        except Invalid as error:
            blame(form, error)
    if form.errors:
        page = render_template(
            "applications/settings.html", application=application, form=form
        )
        return page, 400
    flash("Saved.")
    return redirect(
        url_for("applications.settings", application_id=application.id), 303
    )


@application_pages.get("/<application_id>/delete")
@require("application.delete")
def confirm_delete() -> ResponseReturnValue:
    """Say what would be lost, and ask for the name."""
    return _deletion(DeletionForm())


@application_pages.post("/<application_id>/delete")
@require("application.delete")
def delete() -> ResponseReturnValue:
    """Delete the application with everything in it, if its name was typed."""
    application = this_application()
    form = DeletionForm(request.form)
    # Blanks at the ends are the browser's business and nobody's intention.
    if (form.name.data or "").strip() != application.name.strip():
        form.name.errors = ["This is not its name."]
        return _deletion(form), 400
    applications.delete(current_site(), application.id)
    flash(f"“{application.name}” was deleted.")
    return redirect(url_for("applications.index"), 303)


def _deletion(form: DeletionForm) -> str:
    site, application = current_site(), this_application()
    return render_template(
        "applications/delete.html",
        application=application,
        summary=applications.summary(site, application.id),
        deliveries=losses.deliveries_of_application(site, application.id),
        runs=losses.runs_of_application(site, application.id),
        form=form,
    )


def _index(form: ApplicationForm) -> str:
    site, principal = current_site(), visitor().principal
    found = applications.list_(site, principal, ListQuery(per_page=PER_PAGE_LIMIT))
    ids = [row.id for row in found.items]
    return render_template(
        "applications/index.html",
        applications=found.items,
        summaries=applications.summaries(site, ids),
        last=application_overview.last_activity(site, ids),
        form=form,
    )


def _address(application: Application) -> str:
    return url_for("applications.show", application_id=application.id)
