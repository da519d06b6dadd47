"""Deliveries put straight into the database, as old and as large as a test likes."""

from datetime import timedelta
from typing import Any

from webhooks.ids import new_id
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.storage.models import Delivery


def stored(site: Site, webhook: Webhook, days_old: float = 0, **columns: Any) -> int:
    """Store an accepted and answered delivery and return its ``seq``."""
    values: dict[str, Any] = {
        "id": new_id(),
        "webhook_id": webhook.id,
        "application_id": webhook.application_id,
        "received_at": site.clock.now() - timedelta(days=days_old),
        "method": "POST",
        "path": "/",
        "raw_query": "",
        "headers": [],
        "remote_address": "127.0.0.1",
        "content_type": "application/octet-stream",
        "status": "accepted",
        "scheme": "none",
        "verdict": "none",
        "response_status": 200,
        "body": b"x",
        **columns,
    }
    values["size"] = len(values["body"])
    with site.store.writing() as session:
        row = Delivery(**values)
        session.add(row)
        session.flush()
        return row.seq


def kept(site: Site) -> list[int]:
    """Return the ``seq`` of every delivery that is still there."""
    with site.store.reading() as session:
        return [row.seq for row in session.query(Delivery).order_by(Delivery.seq)]
