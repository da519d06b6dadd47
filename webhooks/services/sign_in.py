"""Signing in with a password, and slowing down those who guess.

Failures are counted for each pair of account and address, and more loosely for
each address. Nobody can lock the owner out from elsewhere, because no delay
depends on the account alone; nor from the owner's own address, because a browser
that has signed in before is counted by itself.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webhooks.errors import TooMany, Unauthorized
from webhooks.ids import digest
from webhooks.runtime.addresses import sender_of
from webhooks.services import known_devices, passwords, users
from webhooks.services.site import Site
from webhooks.storage.models import LoginAttempt, User

_WRONG = "The e-mail address or the password is wrong."
_SLOW = "Too many wrong passwords. Try again in {seconds} s."
_FORGOTTEN_AFTER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class _Count:
    """What is counted: free failures first, then delays that double."""

    key: str
    free: int
    longest_seconds: int

    def delay_seconds(self, failures: int) -> int:
        if failures <= self.free:
            return 0
        # Bounded before it is raised: the count may have become large.
        return min(self.longest_seconds, 1 << min(failures - self.free - 1, 30))


def authenticate(
    site: Site, email: str, password: str, remote_address: str, mark: str = ""
) -> User:
    """Return the active user with this address and password.

    ``mark`` is what the browser shows of having signed in before.

    Raises Unauthorized, with one text and after the same work whatever is
    wrong, and TooMany while a delay lasts: after three failures of one account
    from one address 1, 2, 4 … 60 seconds, after twenty of any account from one
    address up to 5 seconds. A browser that the user has signed in with before has
    three failures and delays of its own, and none of its address.
    """
    user = users.find_by_email(site, email) if len(email) <= 1024 else None
    device = known_devices.find(site, user, mark) if user and mark else None
    counts = _counts(email, remote_address, device)
    with site.store.reading() as session:
        _check_delays(session, counts, site.clock.now())
    # Counted before the password is looked at, so that guesses that come at
    # the same time count as well.
    with site.store.writing() as session:
        now = site.clock.now()
        _check_delays(session, counts, now)
        for count in counts:
            _count_failure(session, count, now)
    known = user.password_hash if user is not None and user.is_active else None
    if not passwords.check_password(site, known, password) or user is None:
        raise Unauthorized(_WRONG)
    with site.store.writing() as session:
        _forgive(session, counts)
    return user


def _counts(email: str, remote_address: str, device: str | None) -> tuple[_Count, ...]:
    """Return what a try counts for, the account's own count first."""
    if device is not None:
        return (_Count(digest(f"device\0{device}"), 3, 60),)
    network = sender_of(remote_address)
    account = email[:1024].strip().lower().encode("utf-8", "replace").decode()
    return (
        _Count(digest(f"account\0{network}\0{account}"), 3, 60),
        _Count(digest(f"address\0{network}"), 20, 5),
    )


def _check_delays(session: Session, counts: tuple[_Count, ...], now: datetime) -> None:
    for count in counts:
        row = session.get(LoginAttempt, count.key)
        if row is None:
            continue
        elapsed = (now - row.last_failure).total_seconds()
        left = count.delay_seconds(row.failures) - elapsed
        # A failure that lies ahead means the clock was set back: it is over.
        if elapsed >= 0 and left > 0:
            seconds = math.ceil(left)
            raise TooMany(_SLOW.format(seconds=seconds), seconds)


def _count_failure(session: Session, count: _Count, now: datetime) -> None:
    row = session.get(LoginAttempt, count.key)
    if row is None:
        session.add(LoginAttempt(key=count.key, failures=1, last_failure=now))
        return
    age = (now - row.last_failure).total_seconds()
    row.failures = 1 if age > _FORGOTTEN_AFTER_SECONDS else row.failures + 1
    row.last_failure = now


def _forgive(session: Session, counts: tuple[_Count, ...]) -> None:
    """Clear the account's count and take this try back from the address's.

    The address's other failures stay, or anybody with an account of his own
    could clear them for his guesses at other accounts.
    """
    account, *addresses = (session.get(LoginAttempt, count.key) for count in counts)
    if account is not None:
        session.delete(account)
    for address in filter(None, addresses):
        address.failures -= 1
        if address.failures <= 0:
            session.delete(address)
