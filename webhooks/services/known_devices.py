"""Browsers that have signed in before, so that guessing cannot keep them out.

Delays go by address. Behind one router, or a proxy that hides addresses, a
stranger's guesses would slow down the owner too; so a browser that knew the
password once is counted by itself. Its mark is signed and not stored. It is worth
nothing once there is a new password: whoever knew the old one could have collected
marks to guess with.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Final

from webhooks.ids import new_id
from webhooks.services.secret_key import secret_key
from webhooks.services.site import Site
from webhooks.storage.models import User

LIFE: Final = timedelta(days=365)


def mark(site: Site, user: User) -> str:
    """Return a new mark for a browser in which the user has just signed in."""
    device = new_id()
    return f"{device}.{_signature(site, user, device)}"


def find(site: Site, user: User, given: str) -> str | None:
    """Return which browser a mark names, or None if it is not one of this user."""
    device, _, signature = given.partition(".")
    expected = _signature(site, user, device)
    same = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
    return device if same else None


def _signature(site: Site, user: User, device: str) -> str:
    key = secret_key(site.settings.instance)
    text = f"known-device\0{user.id}\0{user.password_hash}\0{device}"
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
