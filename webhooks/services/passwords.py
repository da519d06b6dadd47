"""Passwords: hashing and checking, off the hub and never too many at once.

Scrypt is slow on purpose and holds 32 MB while it works, so it runs on native
threads and only two at a time; everybody else waits in line without blocking.
"""

import threading
from typing import Any

from werkzeug.security import check_password_hash, generate_password_hash

from webhooks.errors import Invalid
from webhooks.services.site import Site
from webhooks.services.text_rules import is_storable

SHORTEST = 8
LONGEST = 2048
_METHOD = "scrypt"
_AT_ONCE = threading.Semaphore(2)

# A hash that nothing fits, with the parameters of a real one, so that a user
# who does not exist costs as much time as one who does.
NOBODY = "scrypt:32768:8:1$nobody$" + "0" * 128


def check_rules(password: Any) -> str:
    """Return the password if it may be used: 8 to 2048 characters.

    Raises Invalid if not; the message never holds the password.
    """
    if not isinstance(password, str) or not is_storable(password):
        raise Invalid("password must be text without NUL characters", "password")
    if not SHORTEST <= len(password) <= LONGEST:
        text = f"password must have {SHORTEST} to {LONGEST} characters"
        raise Invalid(text, "password")
    return password


def hash_password(site: Site, password: str) -> str:
    """Return the salted scrypt hash of a password that obeys the rules."""
    checked = check_rules(password)
    with _AT_ONCE:
        return site.store.writer.offload(
            lambda: generate_password_hash(checked, _METHOD)
        )


def check_password(site: Site, password_hash: str | None, password: str) -> bool:
    """Tell whether the password fits; None as hash does the same work in vain.

    A password that cannot be one (too long, unencodable) fits nothing, but its
    check costs the same as well.
    """
    usable = len(password) <= LONGEST and is_storable(password)
    candidate = password if usable else ""
    stored = password_hash or NOBODY
    with _AT_ONCE:
        fits = site.store.writer.offload(lambda: check_password_hash(stored, candidate))
    return fits and usable and password_hash is not None
