"""Users and their roles in applications."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete as delete_from
from sqlalchemy import func, select
from sqlalchemy import update as update_rows
from sqlalchemy.orm import Session as DatabaseSession

from webhooks.access import ROLES
from webhooks.errors import Conflict, Invalid, NotFound
from webhooks.ids import is_id, new_id
from webhooks.services import passwords
from webhooks.services.paging import ListQuery, Page, fetch
from webhooks.services.site import Site
from webhooks.services.text_rules import clean_flag, clean_text, is_storable
from webhooks.storage.models import Application, Membership, Session, User, UserToken

_MISSING = "User was not found"
# Enough to catch slips of the pen; whether mail arrives is not ours to know.
_EMAIL = re.compile(r"[^\s@<>\"(),;:\\]+@[^\s@<>\"(),;:\\]+")
_SORT = {
    "name": User.name.collate("NOCASE"),
    "email": User.email,
    "creationDate": User.creation_date,
    "lastUpdated": User.last_updated,
    "id": User.id,
}
_FILTERS = {"name": User.name, "email": User.email}


def normal_email(email: Any) -> str:
    """Return the address as it is stored: trimmed, in lower case.

    Raises Invalid if it does not look like an address.
    """
    text = clean_text(email, "email", 3, 1024).strip().lower()
    if len(text) > 255 or _EMAIL.fullmatch(text) is None:
        raise Invalid("email must be an address such as ada@example.org", "email")
    return text


def create(
    site: Site, email: str, password: str, name: str = "", is_admin: bool = False
) -> User:
    """Create a user who may sign in at once.

    Raises Invalid for an unusable address, name or password, and Conflict if
    the address is taken.
    """
    address = normal_email(email)
    shown = clean_text(name, "name", 0, 255)
    password_hash = passwords.hash_password(site, password)
    now = site.clock.now()
    user = User(
        id=new_id(),
        email=address,
        name=shown,
        password_hash=password_hash,
        is_admin=is_admin,
        is_active=True,
        creation_date=now,
        last_updated=now,
    )
    with site.store.writing() as session:
        _check_free(session, address)
        session.add(user)
    return user


def find(site: Site, user_id: str) -> User | None:
    """Return the user with this id, if there is one."""
    if not is_id(user_id):
        return None
    with site.store.reading() as session:
        return session.get(User, user_id)


def get(site: Site, user_id: str) -> User:
    """Return the user with this id. Raises NotFound."""
    user = find(site, user_id)
    if user is None:
        raise NotFound(_MISSING)
    return user


def find_by_email(site: Site, email: str) -> User | None:
    """Return the user with this address, in whatever case it is written."""
    if not is_storable(email):
        return None
    with site.store.reading() as session:
        wanted = email.strip().lower()
        return session.scalar(select(User).where(User.email == wanted))


def list_(site: Site, query: ListQuery | None = None) -> Page[User]:
    """Return a page of all users, by default sorted by address."""
    chosen = query or ListQuery(sort_field="email", per_page=1000)
    with site.store.reading() as session:
        return fetch(session, select(User), chosen, _SORT, _FILTERS)


def count(site: Site) -> int:
    """Return how many users exist."""
    with site.store.reading() as session:
        return session.scalar(select(func.count()).select_from(User)) or 0


def set_password(
    site: Site, user_id: str, password: str, replaced: str | None = None
) -> None:
    """Set a new password and end everything that the old one opened.

    ``replaced`` is the hash that it may replace, None for any.
    Raises Invalid if the password breaks the rules, NotFound, and Conflict if
    there is another one by now.
    """
    password_hash = passwords.hash_password(site, password)
    with site.store.writing() as session:
        user = _loaded(session, user_id)
        if replaced not in {None, user.password_hash}:
            raise Conflict("The password was changed meanwhile. Reload the page.")
        user.password_hash = password_hash
        user.last_updated = site.clock.now()
        _end_sign_ins(session, user_id)


def update(site: Site, user_id: str, changes: Mapping[str, Any]) -> User:
    """Change ``name``, ``email``, ``is_admin`` or ``is_active``; return the new state.

    Whoever is made inactive is signed out everywhere.
    Raises Invalid for a value that cannot be used, and Conflict if the address is
    taken or no active administrator would be left.
    """
    cleaned = _cleaned(changes)
    with site.store.writing() as session:
        user = _loaded(session, user_id)
        if cleaned.get("email", user.email) != user.email:
            _check_free(session, cleaned["email"])
        ruled = user.is_admin and user.is_active
        for column, value in cleaned.items():
            setattr(user, column, value)
        if cleaned:
            user.last_updated = site.clock.now()
        session.flush()
        if ruled:
            keep_an_admin(session)
        if not user.is_active:
            _end_sign_ins(session, user_id)
        return user


def roles_of(site: Site, user_id: str) -> dict[str, str]:
    """Return the user's role in each application, by application id."""
    with site.store.reading() as session:
        return roles_within(session, user_id)


def roles_within(session: DatabaseSession, user_id: str) -> dict[str, str]:
    """Return the same inside an open session."""
    memberships = session.scalars(
        select(Membership).where(Membership.user_id == user_id)
    )
    return {each.application_id: each.role for each in memberships}


def members(site: Site, application_id: str) -> list[tuple[User, str]]:
    """Return who has a role in the application, sorted by address."""
    with site.store.reading() as session:
        rows = session.execute(
            select(User, Membership.role)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.application_id == application_id)
            .order_by(User.email)
        )
        return [(user, role) for user, role in rows]


def set_role(site: Site, application_id: str, user_id: str, role: str | None) -> None:
    """Give a user a role in an application, or take it away with None.

    An application that has an owner keeps one: the last owner can hand over
    only after somebody else has become owner too. (One without owners is
    looked after by the administrators.)
    Raises Invalid for an unknown role, NotFound, and Conflict for the last owner.
    """
    if role is not None and role not in ROLES:
        raise Invalid(f"role must be one of {', '.join(ROLES)}", "role")
    now = site.clock.now()
    with site.store.writing() as session:
        _loaded(session, user_id)
        application = session.get(Application, application_id)
        if application is None:
            raise NotFound("Application was not found")
        membership = session.get(Membership, (user_id, application_id))
        losing = membership is not None and membership.role == "owner"
        if membership is not None:
            session.delete(membership)
            session.flush()
        if role is not None:
            session.add(
                Membership(user_id=user_id, application_id=application_id, role=role)
            )
            session.flush()
        owners = owners_within(session, application_id)
        if losing and not owners:
            raise Conflict(
                "An application needs an owner. Make somebody else owner first."
            )
        _name_owner(session, application_id, owners, now)


def _name_owner(
    session: DatabaseSession, application_id: str, owners: list[str], now: datetime
) -> None:
    """Let the application name one of its owners, as the API shows it."""
    application = session.get_one(Application, application_id)
    if owners and application.owner_id not in owners:
        session.execute(
            update_rows(Application)
            .where(Application.id == application_id)
            .values(owner_id=owners[0], last_updated=now)
        )


def owners_within(session: DatabaseSession, application_id: str) -> list[str]:
    """Return an application's owners: who can sign in first, for one to be named."""
    return list(
        session.scalars(
            select(Membership.user_id)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.application_id == application_id, Membership.role == "owner"
            )
            .order_by(User.is_active.desc(), Membership.user_id)
        )
    )


def _check_free(session: DatabaseSession, address: str) -> None:
    if session.scalar(select(User.id).where(User.email == address)):
        raise Conflict("A user with this e-mail address exists already.")


def _loaded(session: DatabaseSession, user_id: str) -> User:
    user = session.get(User, user_id) if is_id(user_id) else None
    if user is None:
        raise NotFound(_MISSING)
    return user


def _cleaned(changes: Mapping[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    for column, value in changes.items():
        if column == "name":
            cleaned[column] = clean_text(value, "name", 0, 255)
        elif column == "email":
            cleaned[column] = normal_email(value)
        elif column in {"is_admin", "is_active"}:
            cleaned[column] = clean_flag(value, column)
        else:
            raise Invalid(f"{column} of a user cannot be changed", column)
    return cleaned


def keep_an_admin(session: DatabaseSession) -> None:
    """Raise Conflict if an open session leaves no active administrator."""
    left = session.scalar(
        select(func.count())
        .select_from(User)
        .where(User.is_admin.is_(True), User.is_active.is_(True))
    )
    if not left:
        raise Conflict(
            "At least one active administrator must be left. "
            "Make somebody else administrator first."
        )


def _end_sign_ins(session: DatabaseSession, user_id: str) -> None:
    session.execute(delete_from(Session).where(Session.user_id == user_id))
    session.execute(delete_from(UserToken).where(UserToken.user_id == user_id))
