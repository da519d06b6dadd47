"""What every page is guarded by: cookies, CSRF, origins, hosts and headers.

Apart from the pages, because a single forgotten page would be a hole. The JSON
API knows no cookies and is left out of the cookie-related checks.
"""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from werkzeug.sansio.utils import host_is_trusted

from webhooks.errors import Forbidden, Invalid
from webhooks.services.secret_key import secret_key
from webhooks.web.current import current_site, site_of

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Probes come by address and know no host name.
_ANY_HOST: Final = frozenset({"/healthz", "/readyz", "/metrics"})

_csrf = CSRFProtect()


class KeyedSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, with a key that is made at the first request.

    Not when the application is built: a command that only looks must not leave
    a key behind, which would belong to whoever ran the command.
    """

    def __init__(self, instance: Path) -> None:
        self._instance = instance

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the session's cookie."""
        if app.secret_key is None:
            app.secret_key = secret_key(self._instance)
        return super().open_session(app, request)


def register(app: Flask) -> None:
    """Guard an application's pages; its instance must be known already."""
    settings = site_of(app).settings
    secure = settings.public_url.startswith("https://")
    app.session_interface = KeyedSessions(settings.instance)
    app.config.update(
        SESSION_COOKIE_NAME="__Host-switchhook-form" if secure else "switchhook-form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        # Checked below, where the API can be told apart.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    _csrf.init_app(app)
    app.before_request(_check_host)
    app.before_request(_check_origin)
    app.before_request(_check_csrf)
    app.after_request(_add_headers)


def is_api() -> bool:
    """Tell whether the request is for the JSON API."""
    return request.path == "/api" or request.path.startswith("/api/")


def check_same_origin() -> None:
    """Raise Forbidden if another site's page made the browser send this.

    Browsers say so in ``Sec-Fetch-Site`` and ``Origin``; what says neither is
    no browser, or one so old that the form's token alone must do.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise Forbidden("This came from another site. Open the page here and repeat.")
    origin = request.headers.get("Origin")
    if origin is None:
        return
    ours = {urlsplit(current_site().settings.public_url).netloc, request.host}
    if urlsplit(origin).netloc.lower() not in {host.lower() for host in ours if host}:
        raise Forbidden("This came from another site. Open the page here and repeat.")


def _check_host() -> None:
    trusted = current_site().settings.trusted_hosts
    if not trusted or request.path in _ANY_HOST:
        return
    if not host_is_trusted(request.environ.get("HTTP_HOST", ""), list(trusted)):
        raise Invalid("This server does not answer to that host name.")


def _check_origin() -> None:
    if request.method not in SAFE_METHODS and not is_api():
        check_same_origin()


def _check_csrf() -> None:
    if request.method not in SAFE_METHODS and not is_api() and request.endpoint:
        _csrf.protect()


def _add_headers(response: Response) -> Response:
    if is_api():
        return response
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
