"""Who looks at the page, and the fence in front of every view.

Our own loader rather than Flask-Login: that keeps a user's id in Flask's signed
cookie, which cannot be listed or revoked, while our sessions are rows and the
cookie holds their secret. What is left of the task is this file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Response, g, redirect, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from webhooks.access import Principal
from webhooks.errors import Forbidden, NotFound
from webhooks.services import (
    applications,
    known_devices,
    principals,
    sessions,
    users,
)
from webhooks.services.applications import Application
from webhooks.services.sessions import Session
from webhooks.services.site import Site
from webhooks.services.users import User
from webhooks.web.current import current_site

_LAST_APPLICATION: Final = "application"

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in."""

    user: User
    session: Session
    principal: Principal


def cookie_name() -> str:
    """Return the name of the sign-in cookie; ``__Host-`` where it may be."""
    return "__Host-switchhook" if _is_secure() else "switchhook"


def find_visitor() -> Visitor | None:
    """Return who is signed in, or None; looked up once a request."""
    if "visitor" not in g:
        site = current_site()
        found = sessions.find(site, request.cookies.get(cookie_name(), ""))
        g.visitor = found and Visitor(
            found[1], found[0], principals.for_user(site, found[1])
        )
    visitor: Visitor | None = g.visitor
    return visitor


def visitor() -> Visitor:
    """Return who is signed in, in a view that asks for it."""
    found: Visitor = g.visitor
    return found


def remote_address() -> str:
    """Return the address of the peer, as far as it is to be trusted."""
    return request.remote_addr or ""


def sign_in(response: Response, user: User) -> Response:
    """Open a session and hand its secret to the browser.

    What the browser held before is dropped, so that nobody can plant it.
    """
    form_session.clear()
    agent = request.headers.get("User-Agent", "")
    site = current_site()
    _, secret = sessions.start(site, user.id, remote_address(), agent)
    _set_cookie(response, cookie_name(), secret, sessions.LIFE_LIMIT)
    # Its password may have been changed since it was read.
    now = users.get(site, user.id)
    if known_devices.find(site, now, device_mark()) is None:
        mark = known_devices.mark(site, now)
        _set_cookie(response, _device_cookie(), mark, known_devices.LIFE)
    return response


def device_mark() -> str:
    """Return what the browser shows of having signed in here before."""
    return request.cookies.get(_device_cookie(), "")


def sign_out(response: Response) -> Response:
    """End the session and take the cookies back."""
    found = find_visitor()
    if found is not None:
        sessions.end(current_site(), found.user.id, found.session.id)
    form_session.clear()
    response.delete_cookie(
        cookie_name(), path="/", secure=_is_secure(), httponly=True, samesite="Lax"
    )
    return response


def safe_target(target: str) -> str:
    """Return a path of ours to go on to, or ``/`` if this is not one.

    Only a path: ``//host`` and ``/\\host`` leave for elsewhere in browsers, and
    control characters are dropped by them before they look.
    """
    if not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return "/"
    if not target.isprintable() or "\\" in target:
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target


def signed_in(view: View) -> View:
    """Let nobody in who is not signed in; they get the sign-in page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if find_visitor() is None:
            return _to_sign_in()
        return view(*args, **kwargs)

    return guarded


def administrators_only(view: View) -> View:
    """Let in administrators of the instance; others learn that it exists."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not visitor().principal.is_admin:
            raise Forbidden("Only administrators may see this page.")
        return view(*args, **kwargs)

    return signed_in(guarded)


def require(action: str) -> Callable[[View], View]:
    """Let in whoever may take the action in the application of the address.

    The view finds the application by ``this_application``. To somebody who has
    no role in it, it does not exist (404); others are told that they may not
    (403).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*, application_id: str, **kwargs: Any) -> ResponseReturnValue:
            principal = visitor().principal
            if not principal.sees(application_id):
                raise NotFound("Application was not found")
            g.application = applications.get(current_site(), application_id)
            if not principal.may(action, application_id):
                raise Forbidden("Your role in this application does not allow this.")
            form_session[_LAST_APPLICATION] = application_id
            return view(**kwargs)

        return signed_in(guarded)

    return decorate


def is_still_let_in(
    site: Site, found: Visitor, action: str, application_id: str
) -> bool:
    """Tell whether what ``require`` found still holds, long after it looked.

    Needs no request, and does not count as a use of the session.
    """
    user = sessions.user_of(site, found.session.id)
    if user is None:
        return False
    return principals.for_user(site, user).may(action, application_id)


def this_application() -> Application:
    """Return the application that the address names and ``require`` let pass."""
    found: Application = g.application
    return found


def last_application() -> str | None:
    """Return the id of the application last looked at, if it is still seen."""
    found = form_session.get(_LAST_APPLICATION)
    seen = isinstance(found, str) and visitor().principal.sees(found)
    return found if seen else None


def may(action: str) -> bool:
    """Tell whether the visitor may take the action here; for templates."""
    application = g.get("application")
    found = find_visitor()
    if found is None:
        return False
    return found.principal.may(action, application.id if application else None)


def sees_secrets() -> bool:
    """Tell whether the visitor may ask for this application's secrets."""
    return visitor().principal.sees_secrets(this_application().id)


def asks_for_secrets() -> bool:
    """Tell whether the page is to show secrets (``?show=secrets``).

    Raises Forbidden for whoever may not see them.
    """
    asked = request.args.get("show") == "secrets"
    if asked and not sees_secrets():
        raise Forbidden("Your role in this application does not show secrets.")
    return asked


def _to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    target = safe_target(wanted) if wanted else "/"
    if target == "/":
        return redirect(url_for("sign_in.show"), 303)
    return redirect(url_for("sign_in.show", next=target), 303)


def _device_cookie() -> str:
    return f"{cookie_name()}-device"


def _set_cookie(response: Response, name: str, value: str, life: timedelta) -> None:
    response.set_cookie(
        name,
        value,
        max_age=life,
        path="/",
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _is_secure() -> bool:
    url: str = current_site().settings.public_url
    return url.startswith("https://")
