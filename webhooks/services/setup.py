"""The first start: how the first user comes to be.

Either the settings name them, or a code printed by the server lets whoever
runs it make themselves the administrator. The code is good for one use.
"""

import base64
import secrets
import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import delete
from sqlalchemy.engine import CursorResult

from webhooks.errors import Forbidden, TooMany, WebhooksError
from webhooks.ids import digest
from webhooks.services import applications, passwords, principals, users, webhooks
from webhooks.services.site import Site
from webhooks.storage.models import InstanceState, User, Webhook

_KEY = "setup_code_hash"
_WRONG_CODE = (
    "This is not the code. The server printed it when it started; "
    "a restart prints a new one."
)
# Guesses for the whole instance: 128 bits need no more, this is only manners.
_GUESSES = 10
_GUESS_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the first user finds: themselves and a webhook to try."""

    user: User
    webhook: Webhook


class _Throttle:
    """Counts wrong codes in a window of time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: list[float] = []

    def check(self, now: float) -> None:
        with self._lock:
            self._wrong = [at for at in self._wrong if now - at < _GUESS_SECONDS]
            if len(self._wrong) >= _GUESSES:
                wait = int(_GUESS_SECONDS - (now - self._wrong[0])) + 1
                raise TooMany(
                    f"Too many wrong codes. Try again in {wait} seconds.", wait
                )

    def count(self, now: float) -> None:
        with self._lock:
            self._wrong.append(now)


# Not a row: whoever can restart the server may guess again.
_THROTTLES: WeakKeyDictionary[Site, _Throttle] = WeakKeyDictionary()


def is_needed(site: Site) -> bool:
    """Tell whether there is no user yet."""
    return users.count(site) == 0


def prepare(site: Site) -> str | None:
    """Return a new code to print, or None when nobody needs one.

    Every start makes a new code; the one before it stops working.
    """
    if not is_needed(site):
        _forget(site, None)
        return None
    raw = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
    with site.store.writing() as database:
        database.merge(InstanceState(key=_KEY, value=digest(raw)))
    # Groups are easier to read from a terminal; the dashes do not count.
    return "-".join(raw[start : start + 5] for start in range(0, len(raw), 5))


def first_user_from_settings(site: Site) -> User | None:
    """Create the administrator that the settings name, on a first start only.

    The password is forgotten in any case. Raises Invalid when the address or
    the password breaks the rules, so that the start is refused.
    """
    email, password = site.settings.admin_email, site.settings.admin_password
    try:
        if not (email and password) or not is_needed(site):
            return None
        user = users.create(site, email, password, is_admin=True)
    finally:
        site.settings.forget_admin_password()
    _first_webhook(site, user)
    return user


def finish(site: Site, code: str, email: str, password: str) -> Welcome:
    """Make the holder of the code administrator, with something to try.

    Raises Forbidden for a wrong or used code, TooMany after many of them, and
    Invalid for an address or password that breaks the rules.
    """
    throttle = _THROTTLES.setdefault(site, _Throttle())
    now = site.clock.monotonic()
    throttle.check(now)
    hashed = digest(_plain(code))
    # Checked before the code is spent: a slip must not cost it.
    users.normal_email(email)
    passwords.check_rules(password)
    if not _forget(site, hashed):
        throttle.count(now)
        raise Forbidden(_WRONG_CODE)
    try:
        user = users.create(site, email, password, is_admin=True)
    except WebhooksError:
        with site.store.writing() as database:
            database.merge(InstanceState(key=_KEY, value=hashed))
        raise
    return Welcome(user, _first_webhook(site, user))


def _forget(site: Site, hashed: str | None) -> bool:
    """Delete the code, if it is this one; True for the one caller who did."""
    statement = delete(InstanceState).where(InstanceState.key == _KEY)
    if hashed is not None:
        statement = statement.where(InstanceState.value == hashed)
    with site.store.writing() as database:
        result = database.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def _first_webhook(site: Site, user: User) -> Webhook:
    principal = principals.for_user(site, user)
    application = applications.create(site, principal, "My application")
    return webhooks.create(site, application.id, {"name": "My first webhook"})


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()
