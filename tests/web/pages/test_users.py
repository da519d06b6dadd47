"""Administering users: invitations, links, addresses, deletion."""

import re

import pytest
from flask import Flask

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.web.pages.browser import Browser
from webhooks.services import known_devices, users
from webhooks.services.applications import Application
from webhooks.services.site import Site

LINK = re.compile(r"http://127\.0\.0\.1:8000(/password/[\w.]+)")
NEW = "battery staple"


def invite(alice: Browser) -> str:
    """Invite Eve and return the path of her link."""
    response = alice.send("/admin/users", email="eve@example.org", name="Eve")
    assert response.status_code == 200
    [path] = set(LINK.findall(response.text))
    return str(path)


def test_who_is_invited_chooses_a_password_and_is_in(
    app: Flask, alice: Browser
) -> None:
    path = invite(alice)
    eve = Browser(app)
    page = eve.get(path)
    assert "eve@example.org" in page.text
    assert eve.send(path, password="short").status_code == 400
    response = eve.send(path, password=NEW)
    assert response.location == "/"
    assert "Eve" in eve.get("/account").text
    assert Browser(app).sign_in("eve@example.org", NEW).status_code == 303


def test_a_link_works_once_and_says_what_to_do_then(app: Flask, alice: Browser) -> None:
    path = invite(alice)
    Browser(app).send(path, password=NEW)
    for response in (
        Browser(app).client.get(path),
        Browser(app).post(path, password="another password"),
    ):
        assert response.status_code == 410
        assert "Ask an administrator" in response.text


def test_a_forgotten_password_is_chosen_anew(
    app: Flask, alice: Browser, site: Site
) -> None:
    bob = cast.bob(site)
    signed_in = Browser(app, bob)
    response = alice.post(f"/admin/users/{bob.id}/link")
    [path] = set(LINK.findall(response.text))
    assert signed_in.status("/account") == 200
    Browser(app).send(path, password=NEW)
    assert signed_in.status("/account") == 303


def test_a_link_ends_what_a_browser_held_before(
    app: Flask, alice: Browser, site: Site
) -> None:
    """Whoever opens it as somebody else is signed in as the one it is for."""
    path = invite(alice)
    browser = Browser(app, cast.bob(site))
    browser.send(path, password=NEW)
    assert "eve@example.org" in browser.get("/account").text


def test_an_address_is_changed_with_the_password(app: Flask, alice: Browser) -> None:
    changed = {"email": "Ada@Example.org", "email_password": cast.PASSWORD}
    refused = alice.send(
        "/account", "/account/email", **changed | {"email_password": "x"}
    )
    assert refused.status_code == 400
    assert "This is not your current password." in refused.text
    assert alice.send("/account", "/account/email", **changed).status_code == 303
    assert Browser(app).sign_in("ada@example.org").status_code == 303
    assert Browser(app).sign_in("alice@example.org").status_code == 401


def test_an_address_that_is_taken_or_none_is_refused(
    alice: Browser, site: Site
) -> None:
    cast.bob(site)
    for email in ("bob@example.org", "rubbish", ""):
        given = {"email": email, "email_password": cast.PASSWORD}
        assert alice.send("/account", "/account/email", **given).status_code >= 400
    assert users.find_by_email(site, "alice@example.org") is not None


def test_guessing_the_password_there_is_slowed_down(alice: Browser) -> None:
    given = {"email": "ada@example.org", "email_password": "guess"}
    answers = [
        alice.send("/account", "/account/email", **given).status_code for _ in range(5)
    ]
    assert answers[0] == 400
    assert answers[-1] == 429


def test_an_administrator_changes_name_and_address(alice: Browser, site: Site) -> None:
    bob = cast.bob(site)
    path = f"/admin/users/{bob.id}"
    changed = {"name": "Robert", "email": "robert@example.org"}
    assert alice.send(path, f"{path}/profile", **changed).status_code == 303
    assert users.get(site, bob.id).email == "robert@example.org"
    taken = alice.send(path, f"{path}/profile", email="alice@example.org")
    assert taken.status_code == 400
    assert "exists already" in taken.text


def test_deleting_a_user_says_what_goes_and_what_stays(
    alice: Browser, site: Site, application: Application
) -> None:
    bob = cast.bob(site, application, "owner")
    users.set_role(site, application.id, cast.alice(site).id, "editor")
    path = f"/admin/users/{bob.id}/delete"
    asked = alice.get(path).text
    assert "1 application" in asked
    assert "Greenhouse has no other owner" in asked
    assert alice.send(path).status_code == 303
    assert users.find(site, bob.id) is None


def test_the_last_administrator_cannot_delete_herself(
    alice: Browser, site: Site
) -> None:
    me = cast.alice(site)
    response = alice.send(f"/admin/users/{me.id}/delete")
    assert response.status_code == 409
    assert "Make somebody else administrator first" in response.text


def test_giving_up_ones_own_powers_leads_to_a_page_one_may_see(
    alice: Browser, site: Site
) -> None:
    users.update(site, cast.bob(site).id, {"is_admin": True})
    me = cast.alice(site)
    response = alice.post(f"/admin/users/{me.id}", action="demote")
    assert response.location == "/account"
    assert alice.status("/account") == 200


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_managing_members_is_for_owners(
    app: Flask, site: Site, application: Application, home: str, role: str
) -> None:
    cast.alice(site)
    bob = Browser(app, cast.bob(site, application, role))
    page = bob.get(f"{home}/members")
    assert "What each role may do" in page.headings
    assert [form for form in page.forms if "/members" in form.action] == []


def test_a_known_browser_signs_in_while_strangers_guess(
    app: Flask, site: Site, clock: FrozenClock
) -> None:
    """U06: the same address for all, as behind a proxy that says nothing."""
    known = Browser(app, cast.alice(site))
    known.send("/account", "/logout")
    stranger = Browser(app)
    for _ in range(5):
        stranger.sign_in("alice@example.org", "guess")
    assert stranger.sign_in("alice@example.org").status_code == 429
    assert known.sign_in("alice@example.org").status_code == 303


def test_a_browser_in_which_one_changes_the_password_is_known_on(
    site: Site, alice: Browser
) -> None:
    response = alice.send(
        "/account",
        "/account/password",
        current_password=cast.PASSWORD,
        password=NEW,
    )
    assert response.status_code == 303
    mark = alice.client.get_cookie("switchhook-device")
    user = users.find_by_email(site, "alice@example.org")
    assert mark is not None
    assert user is not None
    assert known_devices.find(site, user, mark.value)
