"""What guards every page: headers, hosts, origins, limits (U09, U10, U11)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import cast
from tests.web.pages.browser import Browser
from webhooks.services.site import Site

SOURCES = {"'none'", "'self'", "data:"}


def policy_of(client: FlaskClient, path: str) -> dict[str, set[str]]:
    text = client.get(path, buffered=True).headers["Content-Security-Policy"]
    parts = [part.split() for part in text.split(";")]
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize("path", ["/login", "/nope", "/static/css/tokens.css"])
def test_nothing_runs_that_is_not_a_file_of_ours(
    client: FlaskClient, site: Site, path: str
) -> None:
    cast.alice(site)
    policy = policy_of(client, path)
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == {"'self'"}
    assert policy["style-src"] == {"'self'"}
    assert policy["frame-ancestors"] == {"'none'"}
    assert policy["base-uri"] == {"'none'"}
    assert policy["form-action"] == {"'self'"}
    assert set.union(*policy.values()) <= SOURCES


@pytest.mark.parametrize("path", ["/login", "/nope"])
def test_pages_are_neither_framed_nor_sniffed_nor_kept(
    client: FlaskClient, site: Site, path: str
) -> None:
    cast.alice(site)
    headers = client.get(path).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "environment", [{"SWITCHHOOK_PUBLIC_URL": "http://hooks.example.org"}]
)
def test_pages_show_the_configured_address_whatever_the_host_says(
    app: Flask, site: Site
) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    cookie = Browser(app, cast.alice(site)).client.get_cookie("switchhook")
    assert cookie is not None
    evil = {"Host": "evil.test", "X-Forwarded-Host": "evil.test"}
    client = app.test_client(use_cookies=False)
    assert "evil.test" not in client.get("/login", headers=evil).text
    assert "evil.test" not in client.get("/", headers=evil).location
    path = f"/applications/{application.id}/webhooks/{webhook.id}"
    signed_in = {**evil, "Cookie": f"switchhook={cookie.value}"}
    text = client.get(path, headers=signed_in).text
    assert f"http://hooks.example.org/webhooks/{webhook.token}" in text
    assert "evil.test" not in text


@pytest.mark.parametrize(
    "environment", [{"SWITCHHOOK_TRUSTED_HOSTS": "hooks.example.org, localhost"}]
)
def test_an_allow_list_of_hosts_is_obeyed(client: FlaskClient, site: Site) -> None:
    cast.alice(site)
    for host, status in (
        ("hooks.example.org", 200),
        ("hooks.example.org:8000", 200),
        ("evil.test", 400),
        ("hooks.example.org.evil.test", 400),
        ("", 400),
    ):
        assert client.get("/login", headers={"Host": host}).status_code == status
    answer = client.get("/api/openapi.json", headers={"Host": "evil.test"})
    assert answer.status_code == 400
    assert answer.json["type"] == "Validation"
    assert client.get("/healthz", headers={"Host": "evil.test"}).status_code == 200


def test_a_forwarded_address_from_just_anybody_is_ignored(
    app: Flask, site: Site
) -> None:
    browser = Browser(app)
    email = cast.alice(site).email
    for number in range(8):
        forwarded = {"X-Forwarded-For": f"198.51.100.{number}"}
        token = browser.token()
        answer = browser.client.post(
            "/login",
            data={"csrf_token": token, "email": email, "password": "wrong"},
            headers=forwarded,
        )
    assert answer.status_code == 429


def test_the_api_neither_reads_nor_sets_cookies(app: Flask, site: Site) -> None:
    browser = Browser(app, cast.alice(site))
    answer = browser.client.get("/api/me")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_methods_that_a_page_does_not_have_are_named(
    client: FlaskClient, site: Site
) -> None:
    cast.alice(site)
    answer = client.get("/logout")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert "That does not work here" in answer.text


def test_a_bug_is_answered_without_its_traceback(
    app: Flask, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("the inside of the server")

    browser = Browser(app, cast.alice(site))
    app.testing = False
    monkeypatch.setitem(app.view_functions, "account.show", broken)
    answer = browser.client.get("/account")
    assert answer.status_code == 500
    assert "the inside of the server" not in answer.text
    assert "under the number" in answer.text
