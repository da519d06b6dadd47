"""The set-up page: one code, one use, then it is gone."""

from flask import Flask

from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.services import setup, users
from webhooks.services.site import Site


def test_everything_leads_to_set_up_before_the_first_user(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/").location == "/setup"
    assert client.get("/login").location == "/setup"


def test_the_code_makes_an_administrator_with_a_webhook_to_try(
    app: Flask, site: Site
) -> None:
    browser = Browser(app)
    code = setup.prepare(site) or ""
    response = browser.send(
        "/setup", code=code, email="Ada@Example.org ", password="correct horse"
    )
    assert response.status_code == 303
    page = browser.get(response.location or "")
    assert "My first webhook" in page.headings
    assert "Waiting for the first request" in page.headings
    user = users.find_by_email(site, "ada@example.org")
    assert user is not None
    assert user.is_admin


def test_the_link_from_the_terminal_brings_the_code_along(
    app: Flask, site: Site
) -> None:
    browser = Browser(app)
    link = f"/setup?code={setup.prepare(site)}"
    assert browser.get(link).form("/setup").kinds["code"] == "hidden"
    values = {"email": "ada@example.org", "password": "correct horse"}
    wrong = browser.send(link, "/setup", **values, code="aaaaa-aaaaa")
    # What is wrong with it cannot be mended without seeing it.
    assert Page(wrong.text).form("/setup").kinds["code"] != "hidden"
    assert browser.send(link, "/setup", **values).status_code == 303


def test_set_up_does_not_exist_afterwards(app: Flask, site: Site) -> None:
    browser = Browser(app)
    code = setup.prepare(site) or ""
    token = browser.token("/setup")
    browser.send("/setup", code=code, email="a@b.org", password="correct horse")
    values = {"csrf_token": token, "code": code, "email": "x@y.org"}
    assert browser.status("/setup") == 404
    assert app.test_client().get("/setup").status_code == 404
    other = Browser(app)
    values["csrf_token"] = other.token()
    assert other.client.post("/setup", data=values).status_code == 404
    assert users.count(site) == 1


def test_a_wrong_code_is_refused_and_says_where_to_find_it(
    app: Flask, site: Site
) -> None:
    setup.prepare(site)
    response = Browser(app).send(
        "/setup", code="aaaaa-aaaaa", email="a@b.org", password="correct horse"
    )
    assert response.status_code == 403
    assert "The server printed it when it started" in response.text
    assert users.count(site) == 0


def test_a_slip_does_not_cost_the_code(app: Flask, site: Site) -> None:
    browser = Browser(app)
    code = setup.prepare(site) or ""
    for values in ({"password": "short"}, {"email": "not an address"}):
        given = {"email": "a@b.org", "password": "correct horse", **values}
        assert browser.send("/setup", code=code, **given).status_code == 400
    response = browser.send(
        "/setup", code=code, email="a@b.org", password="correct horse"
    )
    assert response.status_code == 303


def test_the_password_is_never_sent_back(app: Flask, site: Site) -> None:
    setup.prepare(site)
    response = Browser(app).send(
        "/setup", code="wrong", email="a@b.org", password="correct horse"
    )
    assert "correct horse" not in response.text
