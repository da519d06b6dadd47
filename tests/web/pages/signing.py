"""Requests that GitHub has signed, or has not, for tests of pages."""

import hashlib
import hmac

from tests.web.pages.sending import JSON, arrive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

GITHUB = {"provider": "github", "secrets": ["sesame-new", "sesame-old"]}


def signed(
    site: Site,
    webhook: Webhook,
    key: str = "sesame-new",
    number: str = "1",
    body: bytes = b'{"zen":"Keep it small."}',
) -> str:
    """Let a request arrive that is signed with the key; return its delivery."""
    code = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    headers = (
        *JSON,
        ("X-HUB-SIGNATURE-256", f"sha256={code}"),
        ("X-GITHUB-DELIVERY", number),
    )
    return arrive(site, webhook, body, headers=headers)
