"""/healthz, /readyz and /metrics: what they say, and to whom."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webhooks.services.site import Site

TOKEN = "scrape-me-now"
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


def test_healthz_looks_at_nothing(client: FlaskClient, site: Site) -> None:
    site.settings.database_path.unlink()
    site.draining = True
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_readyz_is_ready(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json == {"status": "ready", "reasons": []}


def test_readyz_tells_every_reason_while_healthz_stays_well(
    client: FlaskClient, site: Site
) -> None:
    site.draining = True
    site.trouble = "Nothing was stored: the disk is full."
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.json == {
        "status": "unready",
        "reasons": ["the server is stopping", site.trouble],
    }
    assert client.get("/healthz").status_code == 200


def test_a_lost_database_makes_it_unready(client: FlaskClient, site: Site) -> None:
    client.get("/readyz")
    site.settings.database_path.unlink()
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_no_cookie_is_set_and_nothing_is_cached(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_metrics_are_for_programs_on_this_machine(client: FlaskClient) -> None:
    response = client.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "switchhook_waiting_callers 0.0" in response.text
    assert client.get("/metrics", environ_base=ELSEWHERE).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_metrics_are_hidden_behind_a_proxy(client: FlaskClient, header: str) -> None:
    response = client.get("/metrics", headers={header: "127.0.0.1"})
    assert response.status_code == 404


class TestWithAToken:
    """A token opens the metrics to whoever has it."""

    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"SWITCHHOOK_METRICS_TOKEN": TOKEN}

    @pytest.mark.parametrize("given", [f"Bearer {TOKEN}", f"bearer {TOKEN}"])
    def test_the_token_opens(self, client: FlaskClient, given: str) -> None:
        headers = {"Authorization": given}
        response = client.get("/metrics", headers=headers, environ_base=ELSEWHERE)
        assert response.status_code == 200

    @pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", "é"])
    def test_anything_else_does_not(self, client: FlaskClient, given: str) -> None:
        headers = {"Authorization": given}
        response = client.get("/metrics", headers=headers, environ_base=ELSEWHERE)
        assert response.status_code == 404


class TestBehindProxies:
    """With trusted proxies, an address of loopback proves nothing."""

    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"SWITCHHOOK_TRUSTED_PROXIES": "1"}

    def test_loopback_alone_does_not_open(self, client: FlaskClient) -> None:
        assert client.get("/metrics").status_code == 404


def test_metrics_hold_no_names_and_no_tokens(app: Flask, client: FlaskClient) -> None:
    text = client.get("/metrics").text
    assert "/webhooks/" not in text
    assert "@" not in text
