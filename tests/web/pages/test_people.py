"""Members, users, accounts: who is who, and who may sign in."""

import pytest
from flask import Flask

from tests import cast
from tests.web.pages.browser import Browser
from webhooks.services import users
from webhooks.services.applications import Application
from webhooks.services.site import Site


def test_a_member_is_added_changed_and_removed(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    bob = cast.bob(site)
    path = f"{home}/members"
    alice.send(path, path, email=" BOB@example.org", role="viewer")
    assert users.roles_of(site, bob.id) == {application.id: "viewer"}
    alice.send(path, f"/members/{bob.id}", role="editor")
    assert users.roles_of(site, bob.id) == {application.id: "editor"}
    alice.send(path, f"/members/{bob.id}", role="")
    assert users.roles_of(site, bob.id) == {}


def test_a_stranger_cannot_become_a_member(alice: Browser, home: str) -> None:
    path = f"{home}/members"
    response = alice.send(path, path, email="nobody@example.org", role="viewer")
    assert response.status_code == 400
    assert "An administrator can add them first" in response.text


def test_the_last_owner_stays(alice: Browser, site: Site, home: str) -> None:
    path = f"{home}/members"
    me = cast.alice(site)
    response = alice.send(path, f"/members/{me.id}", role="viewer")
    assert response.status_code == 409
    assert "Make somebody else owner first" in response.text


def test_an_administrator_adds_users_who_can_sign_in(
    app: Flask, alice: Browser
) -> None:
    response = alice.send(
        "/admin/users", email="Eve@Example.org", password="eve's password", name="Eve"
    )
    assert response.status_code == 303
    assert "Eve" in alice.get("/admin/users").text
    eve = Browser(app)
    assert eve.sign_in("eve@example.org", "eve's password").status_code == 303
    assert eve.status("/admin/users") == 403


@pytest.mark.parametrize(
    "values",
    [
        {"email": "alice@example.org"},
        {"email": "rubbish"},
        {"password": "short"},
        {"email": ""},
    ],
)
def test_a_user_who_cannot_be_is_refused(
    alice: Browser, site: Site, values: dict[str, str]
) -> None:
    before = users.count(site)
    given = {"email": "eve@example.org", "password": "eve's password", **values}
    assert alice.send("/admin/users", **given).status_code in {400, 409}
    assert users.count(site) == before


def test_the_last_administrator_stays(alice: Browser, site: Site) -> None:
    path = f"/admin/users/{cast.alice(site).id}"
    for action in ("demote", "deactivate"):
        response = alice.post(path, action=action)
        assert response.status_code == 409
    assert alice.post(path, action="rubbish").status_code == 400
    assert alice.status("/admin/users") == 200


def test_a_password_that_an_administrator_sets_ends_every_sign_in(
    app: Flask, alice: Browser, site: Site
) -> None:
    bob = cast.bob(site)
    browser = Browser(app, bob)
    path = f"/admin/users/{bob.id}"
    alice.send(path, f"{path}/password", password="a new password")
    assert browser.status("/account") == 303
    assert browser.sign_in(bob.email).status_code == 401
    assert browser.sign_in(bob.email, "a new password").status_code == 303


def test_ones_own_new_password_ends_all_other_sign_ins(
    app: Flask, alice: Browser, site: Site
) -> None:
    user = cast.alice(site)
    elsewhere = Browser(app, user)
    old = alice.client.get_cookie("switchhook")
    response = alice.send(
        "/account",
        "/account/password",
        current_password=cast.PASSWORD,
        password="a new password",
    )
    assert response.status_code == 303
    assert alice.status("/account") == 200
    assert elsewhere.status("/account") == 303
    assert old is not None
    assert alice.client.get_cookie("switchhook") != old


def test_the_current_password_is_asked_for(alice: Browser, app: Flask) -> None:
    response = alice.send(
        "/account",
        "/account/password",
        current_password="wrong",
        password="a new password",
    )
    assert response.status_code == 400
    assert "This is not your current password." in response.text
    assert Browser(app).sign_in("alice@example.org").status_code == 303


def test_other_browsers_can_be_signed_out(
    app: Flask, alice: Browser, site: Site
) -> None:
    user = cast.alice(site)
    second, third = Browser(app, user), Browser(app, user)
    forms = [f for f in alice.get("/account").forms if f.action.endswith("/end")]
    assert len(forms) == 2
    alice.client.post(forms[0].action, data=forms[0].fields)
    assert sorted([second.status("/account"), third.status("/account")]) == [200, 303]
    alice.send("/account", "/sessions/others")
    assert [second.status("/account"), third.status("/account")] == [303, 303]
    assert alice.status("/account") == 200


def test_nobody_ends_somebody_elses_session(
    app: Flask, alice: Browser, editor: Browser
) -> None:
    second = Browser(app)
    second.sign_in("alice@example.org")
    [form] = [f for f in alice.get("/account").forms if f.action.endswith("/end")]
    editor.post(form.action)
    assert second.status("/account") == 200


def test_a_name_is_changed(alice: Browser, site: Site) -> None:
    alice.send("/account", "/account", name="Alice L.")
    assert users.get(site, cast.alice(site).id).name == "Alice L."
