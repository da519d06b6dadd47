"""What stands before Flask: one process, and whole bodies."""

from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from webhooks.services.site import Site
from webhooks.web.guard import WholeBody

ENVIRON: dict[str, Any] = {"wsgi.multiprocess": True}


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/me", "/webhooks/x"])
def test_several_processes_are_refused_everywhere(
    client: FlaskClient, path: str
) -> None:
    """P9: whatever started them, and with the reason."""
    answer = client.get(path, environ_overrides=ENVIRON)
    assert answer.status_code == 503
    assert "exactly one" in answer.text
    assert answer.headers["Retry-After"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.is_json == path.startswith(("/api", "/webhooks"))


@pytest.fixture
def echo(site: Site) -> FlaskClient:
    """An application that gives back what Flask sees of a body."""
    inner = Flask("echo")

    @inner.post("/<path:path>")
    def view(path: str) -> bytes:
        return request.get_data()

    inner.wsgi_app = WholeBody(site, inner.wsgi_app)  # type: ignore[assignment]
    return inner.test_client()


def test_flask_sees_the_whole_body(site: Site, echo: FlaskClient) -> None:
    limit = site.settings.max_body_bytes
    body = bytes(limit)
    assert echo.post("/api/x", data=body).data == body
    assert site.bodies.used == 0
    refused = echo.post("/api/x", data=body + b"x")
    assert refused.status_code == 413
    assert refused.get_json()["type"] == "PayloadTooLarge"


def test_half_a_body_does_not_reach_flask(site: Site, echo: FlaskClient) -> None:
    refused = echo.post(
        "/page", data=b"abc", environ_overrides={"CONTENT_LENGTH": "10"}
    )
    assert refused.status_code == 400
    assert refused.mimetype == "text/plain"
    assert site.bodies.used == 0


def test_bodies_beyond_the_budget_are_sent_away(site: Site, echo: FlaskClient) -> None:
    site.bodies.limit_bytes = 10
    refused = echo.post("/api/x", data=bytes(11))
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert echo.post("/api/x", data=bytes(10)).status_code == 200


@pytest.mark.parametrize("environment", [{"SWITCHHOOK_MAX_BODY_BYTES": "1"}])
def test_pages_and_api_work_however_little_senders_may_send(echo: FlaskClient) -> None:
    assert echo.post("/login", data=b"abc").data == b"abc"
