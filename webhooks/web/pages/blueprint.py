"""Every page there is, put together."""

from typing import Any, Final

from flask import Flask

from webhooks.services import applications
from webhooks.services.deliveries import Delivery
from webhooks.web import static_files, template_tools
from webhooks.web.current import current_site
from webhooks.web.pages import delivery_view, errors, live
from webhooks.web.pages.account import account_pages
from webhooks.web.pages.application_deliveries import application_delivery_pages
from webhooks.web.pages.application_globals import global_pages
from webhooks.web.pages.applications import application_pages
from webhooks.web.pages.deliveries import delivery_pages
from webhooks.web.pages.delivery_compare import compare_pages
from webhooks.web.pages.delivery_curl import curl_pages
from webhooks.web.pages.delivery_export import export_pages
from webhooks.web.pages.delivery_forward import forward_pages
from webhooks.web.pages.editor import editor_pages
from webhooks.web.pages.editor_runs import editor_run_pages
from webhooks.web.pages.editor_samples import editor_sample_pages
from webhooks.web.pages.editor_types import editor_type_pages
from webhooks.web.pages.home import home
from webhooks.web.pages.live import live_pages
from webhooks.web.pages.members import member_pages
from webhooks.web.pages.new_webhook import new_webhook_pages
from webhooks.web.pages.password_links import password_link_pages
from webhooks.web.pages.run_stream import run_stream_pages
from webhooks.web.pages.run_view import status_tone
from webhooks.web.pages.runs import run_pages
from webhooks.web.pages.sample import sample_pages
from webhooks.web.pages.setup import setup_pages
from webhooks.web.pages.sign_in import sign_in_pages
from webhooks.web.pages.signature_view import sender_check
from webhooks.web.pages.system import system_pages, warnings_of
from webhooks.web.pages.tokens import token_pages
from webhooks.web.pages.users import user_pages
from webhooks.web.pages.visitor import Visitor, find_visitor, may
from webhooks.web.pages.webhook_settings import webhook_settings_pages
from webhooks.web.pages.webhook_signature import webhook_signature_pages
from webhooks.web.pages.webhooks import webhook_pages
from webhooks.web.pages.workflow_buttons import workflow_button_pages
from webhooks.web.pages.workflow_details import workflow_detail_pages
from webhooks.web.pages.workflow_import import workflow_import_pages
from webhooks.web.pages.workflow_json import workflow_json_pages
from webhooks.web.pages.workflow_new import workflow_new_pages
from webhooks.web.pages.workflow_versions import workflow_version_pages
from webhooks.web.pages.workflows import workflow_pages

PAGES = (
    home,
    setup_pages,
    sign_in_pages,
    password_link_pages,
    application_pages,
    new_webhook_pages,
    webhook_pages,
    webhook_settings_pages,
    webhook_signature_pages,
    sample_pages,
    delivery_pages,
    application_delivery_pages,
    export_pages,
    forward_pages,
    curl_pages,
    compare_pages,
    live_pages,
    workflow_json_pages,
    workflow_import_pages,
    workflow_button_pages,
    workflow_pages,
    workflow_detail_pages,
    workflow_new_pages,
    workflow_version_pages,
    editor_pages,
    editor_type_pages,
    editor_sample_pages,
    editor_run_pages,
    run_pages,
    run_stream_pages,
    token_pages,
    global_pages,
    member_pages,
    user_pages,
    account_pages,
    system_pages,
)


# A workflow's text, and no more than lets it pass (``guard.py`` bounds the rest).
_FORM_BYTES: Final = 8 * 1024 * 1024


def register(app: Flask) -> None:
    """Add every page and its errors to an application."""
    app.config["MAX_FORM_MEMORY_SIZE"] = _FORM_BYTES
    for pages in PAGES:
        app.register_blueprint(pages)
    template_tools.register(app)
    static_files.register(app)
    live.register(app)
    errors.register(app)
    app.jinja_env.globals.update(
        may=may,
        find_visitor=find_visitor,
        outcome_of=outcome_of,
        query_is_secret=query_is_secret,
        run_tone=status_tone,
        sender_check=sender_check,
        node_label=node_label,
        trigger_label=trigger_label,
        switcher=switcher,
        warnings_for=warnings_for,
    )


def outcome_of(delivery: Delivery) -> delivery_view.Outcome:
    """Return what became of a delivery; for templates."""
    return delivery_view.outcome(current_site(), delivery)


def query_is_secret(delivery: Delivery) -> bool:
    """Tell whether lists show dots for a delivery's query; for templates."""
    return delivery_view.is_query_masked(delivery, revealed=False)


def trigger_label(type_: str) -> str:
    """Return what a trigger is called, given its word; for templates."""
    known = current_site().registry.triggers.get(type_)
    return known.label if known else type_


def node_label(type_: str) -> str:
    """Return what a node is called, given its word; for templates."""
    known = current_site().registry.nodes.get(type_)
    return known.label if known else type_


def switcher(found: Visitor) -> Any:
    """Return the applications between which the visitor may switch."""
    return applications.list_(current_site(), found.principal).items


def warnings_for(found: Visitor) -> list[str]:
    """Return what an administrator is told on every page."""
    return warnings_of(current_site()) if found.principal.is_admin else []
