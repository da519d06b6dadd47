"""Links by which somebody chooses a password: invitations, and forgotten ones.

This server sends no mail, so an administrator hands the link over. It is signed
and not stored: the signature covers the password that it replaces, so it is worth
nothing once any new one has been set.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Final

from webhooks.errors import Conflict, Gone
from webhooks.ids import new_secret
from webhooks.services import passwords, users
from webhooks.services.secret_key import secret_key
from webhooks.services.site import Site
from webhooks.storage.models import User

LIFE: Final = timedelta(days=7)
_OVER: Final = (
    "This link has been used, or is too old. Ask an administrator of this server for "
    "a new one."
)


def make(site: Site, user: User) -> str:
    """Return the secret part of a link for the user, good for seven days."""
    until = int(site.clock.wall() + LIFE.total_seconds())
    return f"{user.id}.{until:x}.{_signature(site, user, until)}"


def find(site: Site, link: str) -> User:
    """Return whose link this is. Raises Gone if it is not good, or not any more."""
    user_id, _, rest = link.partition(".")
    written, _, signature = rest.partition(".")
    until = _number(written)
    user = users.find(site, user_id)
    if user is None or not user.is_active or until < site.clock.wall():
        raise Gone(_OVER)
    expected = _signature(site, user, until)
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise Gone(_OVER)
    return user


def use(site: Site, link: str, password: str) -> User:
    """Set the password of whoever the link is for; it ends all their sign-ins.

    Raises Gone as ``find``, and Invalid if the password breaks the rules.
    """
    user = find(site, link)
    try:
        # Hashing takes a while, in which the link may be used once more.
        users.set_password(site, user.id, password, replaced=user.password_hash)
    except Conflict:
        raise Gone(_OVER) from None
    return user


def invite(site: Site, email: str, name: str = "", is_admin: bool = False) -> User:
    """Create a user who cannot sign in before they have chosen a password.

    Raises what ``users.create`` raises.
    """
    # A real hash of something that nobody knows: to guess at it costs what every
    # guess costs.
    return users.create(site, email, new_secret()[: passwords.LONGEST], name, is_admin)


def _signature(site: Site, user: User, until: int) -> str:
    text = f"password-link\0{user.id}\0{until}\0{user.password_hash}"
    key = secret_key(site.settings.instance)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _number(text: str) -> int:
    digits = text.isascii() and text.isalnum() and len(text) <= 12
    try:
        return int(text, 16) if digits else 0
    except ValueError:
        return 0
