"""Signing in and out, and what the cookie is worth (fault cases U06-U08)."""

import pytest
from flask import Flask

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.web.pages.browser import Browser
from webhooks.services.site import Site

COOKIE = "switchhook"


def test_it_signs_in_and_out(app: Flask, site: Site) -> None:
    browser = Browser(app, cast.alice(site))
    assert "Where you are signed in" in browser.get("/account").text
    assert browser.send("/account", "/logout").location == "/login"
    assert browser.client.get("/account").location == "/login?next=/account"


def test_a_page_leads_to_sign_in_and_back(app: Flask, site: Site) -> None:
    browser = Browser(app)
    user = cast.alice(site)
    shown = browser.client.get("/admin/users?x=1").location
    assert shown == "/login?next=/admin/users?x%3D1"
    response = browser.send(shown, "/login", email=user.email, password=cast.PASSWORD)
    assert response.location == "/admin/users?x=1"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test",
        "/\\evil.test",
        "https://evil.test",
        "evil.test",
        "javascript:alert(1)",
        "/\t/evil.test",
        "/a\\..\\b",
        "",
    ],
)
def test_it_goes_on_to_our_own_pages_only(app: Flask, site: Site, target: str) -> None:
    browser = Browser(app)
    user = cast.alice(site)
    response = browser.send(
        "/login", "/login", email=user.email, password=cast.PASSWORD, next=target
    )
    assert response.location == "/"


def test_the_cookie_is_hidden_from_scripts_and_other_sites(
    app: Flask, site: Site
) -> None:
    browser = Browser(app)
    response = browser.sign_in(cast.alice(site).email)
    cookies = response.headers.getlist("Set-Cookie")
    assert {line.partition("=")[0] for line in cookies} >= {COOKIE}
    for line in cookies:
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        assert "Path=/" in line
        assert "Secure" not in line


@pytest.mark.parametrize(
    "environment", [{"SWITCHHOOK_PUBLIC_URL": "https://hooks.example.org"}]
)
def test_behind_https_cookies_are_secure_and_bound_to_the_host(
    app: Flask, site: Site
) -> None:
    client = app.test_client()
    base = "https://hooks.example.org"
    user = cast.alice(site)
    page = client.get("/login", base_url=base)
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    response = client.post(
        "/login",
        base_url=base,
        headers={"Referer": f"{base}/login"},
        data={"csrf_token": token, "email": user.email, "password": cast.PASSWORD},
    )
    assert response.status_code == 303
    lines = [
        *page.headers.getlist("Set-Cookie"),
        *response.headers.getlist("Set-Cookie"),
    ]
    assert any(line.startswith("__Host-switchhook=") for line in lines)
    for line in lines:
        assert line.startswith("__Host-")
        assert "Secure" in line
        assert "Domain" not in line


def test_a_planted_cookie_is_replaced_at_sign_in(app: Flask, site: Site) -> None:
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, "planted")
    browser.sign_in(cast.alice(site).email)
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.value != "planted"
    browser.client.set_cookie(COOKIE, "planted")
    assert browser.status("/account") == 303


def test_each_sign_in_has_a_secret_of_its_own(app: Flask, site: Site) -> None:
    user = cast.alice(site)
    secrets = set()
    for browser in (Browser(app, user), Browser(app, user)):
        cookie = browser.client.get_cookie(COOKIE)
        assert cookie is not None
        secrets.add(cookie.value)
    assert len(secrets) == 2


def test_a_copied_cookie_is_worthless_after_sign_out(app: Flask, site: Site) -> None:
    browser = Browser(app, cast.alice(site))
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None
    browser.send("/account", "/logout")
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, cookie.value)
    assert thief.status("/account") == 303


def test_the_session_ends_after_twelve_idle_hours(
    app: Flask, site: Site, clock: FrozenClock
) -> None:
    browser = Browser(app, cast.alice(site))
    clock.move(11 * 3600)
    assert browser.status("/account") == 200
    clock.move(11 * 3600)
    assert browser.status("/account") == 200
    clock.move(12 * 3600)
    assert browser.status("/account") == 303


@pytest.mark.parametrize(
    "email",
    [
        "alice@example.org",
        "nobody@example.org",
        "' OR 1=1 --",
        "\0",
        "",
        "x" * 100_000,
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    app: Flask, site: Site, email: str
) -> None:
    cast.alice(site)
    response = Browser(app).sign_in(email, "wrong")
    assert response.status_code == 401
    assert "The e-mail address or the password is wrong." in response.text


def test_a_huge_password_is_refused_like_any_other(app: Flask, site: Site) -> None:
    response = Browser(app).sign_in(cast.alice(site).email, "x" * 500_000)
    assert response.status_code in {401, 413}


def test_guessing_is_slowed_down(app: Flask, site: Site) -> None:
    browser = Browser(app)
    email = cast.alice(site).email
    answers = [browser.sign_in(email, f"guess {n}").status_code for n in range(6)]
    assert answers[:3] == [401, 401, 401]
    assert answers[-1] == 429


def test_an_inactive_user_is_out_at_once(app: Flask, site: Site) -> None:
    cast.alice(site)
    browser = Browser(app, cast.bob(site))
    alice = Browser(app, cast.alice(site))
    address = f"/admin/users/{cast.bob(site).id}"
    assert alice.post(address, action="deactivate").status_code == 303
    assert browser.status("/account") == 303
    assert Browser(app).sign_in("bob@example.org").status_code == 401
