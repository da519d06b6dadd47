"""What scripts read of a delivery through the API, by whether they may see secrets."""

from flask import Flask

from tests import cast
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def read_by_scripts(
    app: Flask, site: Site, application: Application, hook: Webhook, delivery_id: str
) -> dict[str, str]:
    """Return all that a reader and an owner get: the list, the delivery, its body."""
    place = f"/api/applications/{application.id}/webhooks/{hook.id}/deliveries"
    scripts = {
        "reader": cast.bearer(cast.token(site, application, "all.Application.read")),
        "owner": cast.bearer(cast.token(site, application)),
    }
    seen = dict.fromkeys(scripts, "")
    for who, headers in scripts.items():
        for path in ("", f"/{delivery_id}", f"/{delivery_id}/body"):
            answer = app.test_client().get(f"{place}{path}", headers=headers)
            assert answer.status_code == 200, path
            seen[who] += answer.text
    return seen
