"""Webhooks: creating, finding, changing and deleting them."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webhooks.errors import Invalid, NotFound
from webhooks.ids import digest, is_id, new_id, new_webhook_token
from webhooks.ingress.verification import check_settings
from webhooks.services import applications, removal, webhook_signature, workflows
from webhooks.services.paging import ListQuery, Page, fetch
from webhooks.services.site import Site
from webhooks.services.webhook_rules import clean_field, clean_static_reply
from webhooks.services.workflow_triggers import listening_to
from webhooks.storage.models import Webhook

MISSING = "Webhook was not found"

_logger = logging.getLogger(__name__)

# Shown in place of a secret; sent back, it means "as it was".
SECRET_PLACEHOLDER: Final = "••••••••"  # noqa: S105  # stands for a secret
SECRET_FIELDS: Final = ("basic_auth_password", "verification_code")

_SORT = {
    "name": Webhook.name.collate("NOCASE"),
    "creationDate": Webhook.creation_date,
    "lastUpdated": Webhook.last_updated,
    "id": Webhook.id,
}
_FILTERS = {"name": Webhook.name}


def list_(
    site: Site, application_id: str, query: ListQuery | None = None
) -> Page[Webhook]:
    """Return a page of the application's webhooks. Raises NotFound."""
    statement = select(Webhook).where(Webhook.application_id == application_id)
    with site.store.reading() as session:
        applications.loaded(session, application_id)
        return fetch(session, statement, query or ListQuery(), _SORT, _FILTERS)


def create(site: Site, application_id: str, fields: Mapping[str, Any]) -> Webhook:
    """Create a webhook from the given columns; ``name`` alone is required.

    Raises Invalid for a value that cannot be used, and NotFound.
    """
    if "name" not in fields:
        raise Invalid("name is required", "name")
    for column in SECRET_FIELDS:
        if fields.get(column) == SECRET_PLACEHOLDER:
            raise Invalid("a new webhook needs the secret itself, not its placeholder")
    cleaned = {column: clean_field(column, value) for column, value in fields.items()}
    cleaned.update(_checked_together(_NEW, cleaned))
    if "signature" in cleaned:
        cleaned["signature"] = webhook_signature.clean(cleaned["signature"])
    now = site.clock.now()
    token = new_webhook_token()
    webhook = Webhook(
        id=new_id(),
        application_id=application_id,
        token=token,
        token_hash=digest(token),
        creation_date=now,
        last_updated=now,
        **cleaned,
    )
    with site.store.writing() as session:
        applications.loaded(session, application_id)
        session.add(webhook)
        session.flush()
    return webhook


def get(site: Site, application_id: str, webhook_id: str) -> Webhook:
    """Return the webhook if it belongs to the application. Raises NotFound."""
    with site.store.reading() as session:
        return loaded(session, application_id, webhook_id)


def update(
    site: Site,
    application_id: str,
    webhook_id: str,
    changes: Mapping[str, Any],
    who: str = "somebody",
) -> Webhook:
    """Change the given columns and no others; return the new state.

    A secret that is sent as its placeholder stays what it was. ``who`` goes into
    the log when signatures are no longer checked.
    Raises Invalid for a value that cannot be used or that does not go with the
    rest of the webhook, and NotFound.
    """
    cleaned = {
        column: clean_field(column, value)
        for column, value in changes.items()
        if not (column in SECRET_FIELDS and value == SECRET_PLACEHOLDER)
    }
    with site.store.writing() as session:
        webhook = loaded(session, application_id, webhook_id)
        was_checked = webhook.signature is not None
        if cleaned.get("is_websocket", webhook.is_websocket) != webhook.is_websocket:
            text = "isWebsocket cannot be changed once the webhook exists"
            raise Invalid(text, "isWebsocket")
        before = {column: getattr(webhook, column) for column in _NEW}
        cleaned.update(_checked_together(before, cleaned))
        if "signature" in cleaned:
            given = cleaned["signature"]
            cleaned["signature"] = webhook_signature.clean(given, webhook.signature)
        for column, value in cleaned.items():
            setattr(webhook, column, value)
        if cleaned:
            webhook.last_updated = site.clock.now()
    if was_checked and webhook.signature is None:
        _logger.warning("%s switched the signature of webhook %s off", who, webhook_id)
    return webhook


def delete(
    site: Site, application_id: str, webhook_id: str, include_workflows: bool = False
) -> None:
    """Delete the webhook with its deliveries; waiting callers are let go.

    With ``include_workflows`` every workflow goes too that has a trigger on this
    webhook, whatever else it has. Raises NotFound.
    """
    get(site, application_id, webhook_id)
    if include_workflows:
        with site.store.reading() as session:
            listening = listening_to(session, application_id, webhook_id)
        for workflow_id in listening:
            workflows.delete(site, application_id, workflow_id)
    removal.empty(site, [webhook_id])
    with site.store.writing() as session:
        session.delete(loaded(session, application_id, webhook_id))


def rotate_token(site: Site, application_id: str, webhook_id: str) -> Webhook:
    """Give the webhook a new URL; the old one is unknown from now on.

    Raises NotFound.
    """
    token = new_webhook_token()
    with site.store.writing() as session:
        webhook = loaded(session, application_id, webhook_id)
        webhook.token = token
        webhook.token_hash = digest(token)
        webhook.last_updated = site.clock.now()
        return webhook


def url(site: Site, webhook: Webhook) -> str:
    """Return the public address that senders use."""
    return f"{site.settings.public_url}/webhooks/{webhook.token}"


def loaded(session: Session, application_id: str, webhook_id: str) -> Webhook:
    """Return the webhook inside an open session. Raises NotFound."""
    found = session.get(Webhook, webhook_id) if is_id(webhook_id) else None
    if found is None or found.application_id != application_id:
        raise NotFound(MISSING)
    return found


# The columns whose values must fit each other, as they are in a new webhook.
_NEW: Final[Mapping[str, Any]] = {
    "verification_type": "none",
    "verification_code": "",
    "allow_html_replies": False,
    "static_reply": None,
}


def _checked_together(
    before: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Check the state that results, and return what that check has cleaned."""
    if not changes.keys() & before.keys():
        return {}
    after = {**before, **{c: v for c, v in changes.items() if c in before}}
    check_settings(after["verification_type"], after["verification_code"])
    reply = clean_static_reply(after["static_reply"], after["allow_html_replies"])
    return {"static_reply": reply} if "static_reply" in changes else {}
