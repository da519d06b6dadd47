"""Every page and form of the UI, and who may use it: one table, no exceptions.

The table comes from the application's own routes, so a new page without a row
fails here first.
"""

from dataclasses import dataclass

import pytest
from flask import Flask

from tests import cast
from tests.web.pages import flows
from tests.web.pages.access_table import CALLS, EVERYBODY, PAGES, A, F, T, W
from tests.web.pages.browser import Browser
from tests.web.pages.sending import arrive
from webhooks.services import api_tokens, password_links, users
from webhooks.services.site import Site

GETS = sorted(path for method, path in PAGES if method == "GET")
POSTS = sorted(path for method, path in PAGES if method == "POST")
# A stream has no end; test_live.py looks at it.
READ_TO_THE_END = [path for path in GETS if not path.endswith("/stream")]


@dataclass
class Place:
    """One application with one of everything, and how to name it in a path."""

    ids: dict[str, str]

    def path(self, rule: str) -> str:
        for name, value in self.ids.items():
            rule = rule.replace(f"<{name}>", value)
        return rule


@pytest.fixture
def place(site: Site) -> Place:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    token, _ = api_tokens.create(site, application.id, None, "Script")
    delivery = arrive(site, webhook)
    workflow = flows.workflow(site, application, **flows.document(webhook.id))
    run = flows.run(site, workflow, status="waiting", trace=flows.trace())
    other = users.create(site, "dora@example.org", cast.PASSWORD)
    return Place(
        {
            "application_id": application.id,
            "webhook_id": webhook.id,
            "delivery_id": delivery,
            "workflow_id": workflow.id,
            "run_id": run.id,
            "token_id": token.id,
            "version_id": "develop",
            "act": "run",
            "type_": "timer",
            "user_id": other.id,
            "session_id": "0" * 24,
            "link": password_links.make(site, other),
        }
    )


def somebody(app: Flask, site: Site, place: Place, who: str) -> Browser:
    """Return the browser of one of the five kinds of people."""
    if who == "nobody":
        return Browser(app)
    if who == "alice":
        return Browser(app, cast.alice(site))
    if who == "charlie":
        return Browser(app, cast.charlie(site))
    bob = cast.bob(site)
    users.set_role(site, place.ids["application_id"], bob.id, who)
    return Browser(app, bob)


def test_the_table_names_every_page(app: Flask) -> None:
    found = {
        (method, str(rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.partition(".")[0] not in {"api", "ops", "static"}
    }
    assert found == set(PAGES)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_page_opens_for_those_who_may_see_it(
    app: Flask, site: Site, place: Place, who: str
) -> None:
    browser = somebody(app, site, place, who)
    wrong = {}
    for rule in READ_TO_THE_END:
        response = browser.client.get(place.path(rule))
        if response.status_code != wanted(rule, who, response.location or ""):
            wrong[rule] = response.status_code
    assert wrong == {}


def wanted(rule: str, who: str, location: str) -> int:
    """Return the status that a page must have for somebody."""
    if rule == "/setup":
        return 404
    if rule in {"/", "/login"}:
        return 200 if (rule, who) == ("/login", "nobody") else 303
    if who in PAGES["GET", rule]:
        return 200
    if who == "nobody" and rule.startswith(CALLS):
        return 401
    if who == "nobody":
        return 303 if location.startswith("/login") else 0
    # To somebody without a role, the application does not exist.
    return 404 if who == "charlie" and rule.startswith(A) else 403


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_form_is_refused_to_those_who_may_not_send_it(
    app: Flask, site: Site, place: Place, who: str
) -> None:
    browser = somebody(app, site, place, who)
    token = browser.token("/")
    wrong = {}
    for rule in POSTS:
        if who in PAGES["POST", rule] or rule == "/setup":
            continue
        response = browser.client.post(place.path(rule), data={"csrf_token": token})
        expected = 404 if who == "charlie" and rule.startswith(A) else 403
        if who == "nobody":
            expected = 401 if rule.startswith(CALLS) else 303
        if response.status_code != expected:
            wrong[rule] = response.status_code
    assert wrong == {}


@pytest.mark.parametrize("token", ["", "wrong"])
def test_no_form_is_taken_without_its_token(
    app: Flask, site: Site, place: Place, token: str
) -> None:
    browser = somebody(app, site, place, "alice")
    wrong = {}
    for rule in POSTS:
        data = {"csrf_token": token} if token else {}
        response = browser.client.post(place.path(rule), data=data)
        if response.status_code != 400 or "The form was open" not in response.text:
            wrong[rule] = response.status_code
    assert wrong == {}


def test_no_form_is_taken_from_another_site(
    app: Flask, site: Site, place: Place
) -> None:
    browser = somebody(app, site, place, "alice")
    token = browser.token("/")
    wrong = {}
    for headers in (
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        for rule in POSTS:
            response = browser.client.post(
                place.path(rule), data={"csrf_token": token}, headers=headers
            )
            if response.status_code != 403:
                wrong[rule, str(headers)] = response.status_code
    assert wrong == {}


def test_another_applications_things_do_not_exist_here(
    app: Flask, site: Site, place: Place
) -> None:
    browser = somebody(app, site, place, "alice")
    elsewhere = cast.application(site, "Elsewhere")
    strange = Place({**place.ids, "application_id": elsewhere.id})
    inner = [rule for rule in READ_TO_THE_END if rule.startswith((W, F, f"{T}/"))]
    answers = {rule: browser.status(strange.path(rule)) for rule in inner}
    assert answers == dict.fromkeys(inner, 404)


@pytest.mark.parametrize("odd", ["x", "0" * 24, "%00", "..%2f..", "1' OR 1=1 --"])
def test_ids_that_name_nothing_are_not_found(
    app: Flask, site: Site, place: Place, odd: str
) -> None:
    browser = somebody(app, site, place, "alice")
    names = ("application_id", "webhook_id", "delivery_id", "workflow_id", "run_id")
    for name in (*names, "user_id"):
        strange = Place({**place.ids, name: odd})
        for rule in READ_TO_THE_END:
            if f"<{name}>" in rule:
                assert browser.status(strange.path(rule)) == 404, rule


def test_viewers_find_no_buttons_that_change_things(
    app: Flask, site: Site, place: Place
) -> None:
    browser = somebody(app, site, place, "viewer")
    for rule in READ_TO_THE_END:
        if "viewer" not in PAGES["GET", rule] or not rule.startswith(A):
            continue
        if rule.endswith(("/body", "/reply")) or rule.startswith(CALLS):
            continue
        page = browser.get(place.path(rule))
        forms = [f for f in page.forms if f.method == "post" and f.action != "/logout"]
        assert forms == [], rule
