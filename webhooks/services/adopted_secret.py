"""The secret that a sender tells in its first request, such as Notion and Asana.

Trusted on first use: whoever knows the URL could be first, so the owner is shown
what was adopted and compares it with what the sender shows.
"""

from webhooks.ingress.endpoint import Endpoint
from webhooks.services.site import Site
from webhooks.services.webhook_signature import LONGEST_SECRET
from webhooks.storage.models import Webhook


def adopt(site: Site, endpoint: Endpoint, secret: str) -> None:
    """Keep the secret that a sender has told in its first request.

    Only while the webhook has none: whoever comes later cannot change it.
    Raises Unavailable, so that the sender asks again.
    """
    with site.store.writing() as session:
        webhook = session.get(Webhook, endpoint.webhook_id)
        stored = None if webhook is None else webhook.signature
        if webhook is None or stored is None or stored["secrets"]:
            return
        if 0 < len(secret) <= LONGEST_SECRET:
            webhook.signature = {**stored, "secrets": [secret]}
            webhook.last_updated = site.clock.now()
