"""Applications, their tokens and globals, and the administrators' view."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests import cast
from tests.services.stored_deliveries import stored
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from webhooks.errors import NotFound
from webhooks.services import api_tokens, applications
from webhooks.services.applications import Application
from webhooks.services.site import Site

SECRET = re.compile(r"swh_app_[A-Za-z0-9_-]{20,}")


def test_whoever_creates_an_application_owns_it(app: Flask, site: Site) -> None:
    browser = Browser(app, cast.charlie(site))
    assert "No application yet" in browser.get("/applications").headings
    response = browser.send("/applications", name="Shed", description="Behind")
    page = browser.get(response.location or "")
    assert "Shed" in page.headings
    assert f"{response.location}/settings" in page.links


def test_the_start_page_leads_to_the_last_application_or_the_only_one(
    alice: Browser, charlie: Browser, site: Site, home: str
) -> None:
    assert alice.client.get("/").location == home
    other = cast.application(site, "Other").id
    assert alice.client.get("/").location == "/applications"
    alice.get(f"/applications/{other}")
    assert alice.client.get("/").location == f"/applications/{other}"
    alice.get(home)
    assert alice.client.get("/").location == home
    assert charlie.client.get("/").location == "/applications"


def test_the_list_tells_what_each_holds_and_when_it_was_last_called(
    alice: Browser, site: Site, application: Application
) -> None:
    assert "no request yet" in alice.get("/applications").text
    stored(site, cast.webhook(site, application))
    text = alice.get("/applications").text
    assert "1 webhook, 0 workflows" in text
    assert "last request" in text
    assert "no request yet" not in text


def test_it_is_renamed(alice: Browser, site: Site, home: str) -> None:
    alice.send(f"{home}/settings", name="Orchard")
    assert "Orchard" in alice.get(home).headings
    assert alice.send(f"{home}/settings", name=" ").status_code == 400


def test_it_is_deleted_after_asking(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    cast.webhook(site, application)
    asked = alice.get(f"{home}/delete").text
    assert "1 webhook," in asked
    assert "0 API tokens" in asked
    for name in ("", "greenhouse"):
        refused = alice.send(f"{home}/delete", name=name)
        assert refused.status_code == 400
        assert "This is not its name." in refused.text
    assert applications.get(site, application.id).name == "Greenhouse"
    alice.send(f"{home}/delete", name=" Greenhouse ")
    with pytest.raises(NotFound):
        applications.get(site, application.id)


def test_a_token_is_shown_once_and_works(
    app: Flask, alice: Browser, application: Application, home: str
) -> None:
    response = alice.send(f"{home}/tokens", f"{home}/tokens", name="Pi")
    [secret] = set(SECRET.findall(response.text))
    answer = app.test_client().get(f"/api{home}", headers=cast.bearer(secret))
    assert answer.status_code == 200
    listed = alice.client.get(f"{home}/tokens").text
    assert secret not in listed
    assert secret[:14] in listed


def test_a_token_has_the_scopes_and_the_life_that_were_chosen(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    alice.send(
        f"{home}/tokens",
        f"{home}/tokens",
        name="Pi",
        days="30",
        scope=["webhook.get", "reply.post"],
    )
    [token] = api_tokens.list_(site, application.id).items
    assert set(token.scope) == {"webhook.get", "reply.post"}
    assert token.expiration_date == site.clock.now() + timedelta(days=30)


def test_a_token_without_any_right_is_refused(alice: Browser, home: str) -> None:
    form = alice.get(f"{home}/tokens").form("/tokens")
    values = {**form.fields, "name": ["Pi"]}
    values.pop("scope")
    assert alice.client.post(f"{home}/tokens", data=values).status_code == 400


def test_a_token_is_switched_off_on_and_deleted(
    app: Flask, alice: Browser, site: Site, application: Application, home: str
) -> None:
    secret = cast.token(site, application)
    [token] = api_tokens.list_(site, application.id).items

    def status() -> int:
        client = app.test_client()
        return client.get(f"/api{home}", headers=cast.bearer(secret)).status_code

    alice.send(f"{home}/tokens", f"/tokens/{token.id}")
    assert status() == 401
    alice.send(f"{home}/tokens", f"/tokens/{token.id}")
    assert status() == 200
    assert "locked out at once" in alice.get(f"{home}/tokens/{token.id}/delete").text
    alice.send(f"{home}/tokens/{token.id}/delete")
    assert status() == 401


def test_globals_are_added_changed_and_removed(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    path = f"{home}/globals"
    alice.send(path, **{"rows-0-key": "door", "rows-0-json": '"1234"'})
    alice.send(path, **{"rows-1-key": "n", "rows-1-json": "5"})

    def stored() -> dict[str, str]:
        found = applications.get(site, application.id).globals
        return {row["key"]: row["json"] for row in found}

    assert stored() == {"door": '"1234"', "n": "5"}
    alice.send(path, **{"rows-0-key": "", "rows-0-json": ""})
    assert stored() == {"n": "5"}


@pytest.mark.parametrize(
    ("key", "json"), [("a", "hello"), ("a", ""), ("", "1"), ("a b", "1")]
)
def test_globals_that_cannot_be_are_refused(
    alice: Browser, site: Site, application: Application, home: str, key: str, json: str
) -> None:
    values = {"rows-0-key": key, "rows-0-json": json}
    assert alice.send(f"{home}/globals", **values).status_code == 400
    assert applications.get(site, application.id).globals == []


def test_viewers_do_not_see_what_globals_hold(
    viewer: Browser, site: Site, application: Application, home: str
) -> None:
    rows = [{"key": "door", "json": '"sesame"', "description": ""}]
    applications.set_globals(site, application.id, rows)
    text = viewer.client.get(f"{home}/globals").text
    assert "door" in text
    assert "sesame" not in text


@pytest.mark.parametrize(
    "environment",
    [{"SWITCHHOOK_HOST": "::", "SWITCHHOOK_METRICS_TOKEN": "sesame"}],
)
def test_the_system_page_warns_and_masks(alice: Browser, site: Site) -> None:
    response = alice.client.get("/admin/system")
    text = Page(response.text).text
    assert "sesame" not in response.text
    assert "Set SWITCHHOOK_PUBLIC_URL" in text
    assert "SWITCHHOOK_METRICS_TOKEN" in text
    assert "SWITCHHOOK_REPLY_TIMEOUT_SECONDS 30 default" in text
    site.trouble = "The disk is full."
    assert "The disk is full." in alice.get("/applications").text


def test_every_token_is_listed(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    for _ in range(101):
        cast.token(site, application)
    deletions = [link for link in alice.get(f"{home}/tokens").links if "delete" in link]
    assert len(deletions) == 101
