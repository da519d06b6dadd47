"""/healthz, /readyz and /metrics: for machines, without sessions or cookies."""

import hmac
import ipaddress

from flask import Blueprint, Flask, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from werkzeug.exceptions import NotFound

from webhooks.services import health
from webhooks.services.site import Site
from webhooks.web.current import current_site

blueprint = Blueprint("ops", __name__)

# What reverse proxies add; a request that carries one did not come directly.
_TRACES_OF_PROXIES = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-Ip")


def register(app: Flask) -> None:
    """Add the addresses to an application."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process serves; nothing is looked at."""
    return _unstored(jsonify(status="ok"))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say whether requests can be stored now, or 503 with every reason."""
    reasons = health.problems(current_site())
    response = jsonify(status="unready" if reasons else "ready", reasons=reasons)
    if reasons:
        response.status_code = 503
        response.headers["Retry-After"] = "5"
    return _unstored(response)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give the numbers in the form of Prometheus; 404 to whoever may not ask."""
    site = current_site()
    if not (_has_token(site) or _is_direct_loopback(site)):
        raise NotFound
    health.refresh_gauges(site)
    text = generate_latest(site.metrics.registry)
    return _unstored(Response(text, content_type=CONTENT_TYPE_LATEST))


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _has_token(site: Site) -> bool:
    expected: str = site.settings.metrics_token
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return (
        bool(expected)
        and scheme.lower() == "bearer"
        and hmac.compare_digest(given.strip().encode(), expected.encode())
    )


def _is_direct_loopback(site: Site) -> bool:
    """Tell whether the peer is a program on this machine and no proxy."""
    if site.settings.trusted_proxies:
        return False
    if any(name in request.headers for name in _TRACES_OF_PROXIES):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
