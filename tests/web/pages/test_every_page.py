"""What holds for every page there is: nothing kept, nothing inline, nothing foreign."""

import re
from collections.abc import Iterator

from flask import Flask
from werkzeug.test import TestResponse

from tests import cast
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from tests.web.pages.sending import arrive
from tests.web.pages.test_access import (  # noqa: F401  # place is a fixture
    PAGES,
    READ_TO_THE_END,
    Place,
    place,
    somebody,
)
from webhooks.services.site import Site
from webhooks.web.security import CONTENT_SECURITY_POLICY

EVIL = {"Host": "evil.test", "X-Forwarded-Host": "evil.test"}
OWN_DATA = {"application/json"}
SANDBOX = "sandbox"
KEPT_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def test_every_page_is_closed_to_others(app: Flask, site: Site, place: Place) -> None:  # noqa: F811
    """U11: not kept, framed or sniffed; nothing inline; forms with their token."""
    browser = somebody(app, site, place, "alice")
    wrong: dict[str, list[str]] = {}
    for rule in READ_TO_THE_END:
        response = browser.client.get(place.path(rule), buffered=True)
        found = [*loose_headers(response)]
        if response.mimetype == "text/html":
            page = Page(response.text)
            found += [*foreign_elements(page), *loose_forms(page)]
        if found:
            wrong[rule] = found
    assert wrong == {}


def loose_headers(response: TestResponse) -> Iterator[str]:
    """Yield what lets others keep, frame or misread an answer."""
    for name, value in KEPT_HEADERS.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    policy = response.headers.get("Content-Security-Policy", "unsafe")
    if "unsafe" in policy or not (
        "frame-ancestors 'none'" in policy or SANDBOX in policy
    ):
        yield policy


def foreign_elements(page: Page) -> Iterator[str]:
    """Yield what runs inline, or comes from somebody else."""
    for tag, given in page.elements:
        if "style" in given or any(name.startswith("on") for name in given):
            yield f"{tag} {given}"
        if tag == "script" and given.get("type") not in OWN_DATA:
            if not given.get("src", "").startswith("/static/"):
                yield f"{tag} {given}"
        elif tag in {"link", "img", "use"}:
            target = given.get("href") or given.get("src", "")
            if not target.startswith(("/", "data:", "#")) or target.startswith("//"):
                yield f"{tag} {given}"


def loose_forms(page: Page) -> Iterator[str]:
    """Yield forms without a token, or that lead elsewhere."""
    for form in page.forms:
        if form.method == "post" and not (
            form.value("csrf_token") and form.action.startswith("/")
        ):
            yield f"form to {form.action}"


def test_what_is_loaded_is_ours_alone() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    sources = set(re.findall(r"(?:'[\w-]+'|\S+:)(?=;|\s|$)", CONTENT_SECURITY_POLICY))
    assert sources == {"'none'", "'self'", "data:"}


def test_no_page_repeats_a_host_that_a_request_made_up(
    app: Flask,
    site: Site,
    place: Place,  # noqa: F811
) -> None:
    """U09: neither in a page nor in where it sends the browser."""
    cookie = Browser(app, cast.alice(site)).client.get_cookie("switchhook")
    assert cookie is not None
    client = app.test_client(use_cookies=False)
    for rule in READ_TO_THE_END:
        for headers in (EVIL, {**EVIL, "Cookie": f"switchhook={cookie.value}"}):
            response = client.get(place.path(rule), headers=headers, buffered=True)
            assert "evil.test" not in str(response.headers), rule
            assert b"evil.test" not in response.data, rule


def test_what_can_be_downloaded_runs_nowhere(app: Flask, site: Site) -> None:
    """U02: a body that is a page comes as a file of bytes."""
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    browser = Browser(app, cast.alice(site))
    downloads = [rule for rule in READ_TO_THE_END if rule.endswith(("/body", "/reply"))]
    assert downloads
    for markup in (b"<script>alert(1)</script>", b"<svg onload='alert(1)'/>"):
        place_ids = {
            "application_id": application.id,
            "webhook_id": webhook.id,
            "delivery_id": arrive(site, webhook, markup),
        }
        for rule in downloads:
            response = browser.client.get(Place(place_ids).path(rule), buffered=True)
            headers = response.headers
            assert response.mimetype == "application/octet-stream", rule
            assert headers["Content-Disposition"].startswith("attachment"), rule
            assert headers["X-Content-Type-Options"] == "nosniff", rule
            assert "sandbox" in headers["Content-Security-Policy"], rule


def test_the_table_is_what_is_walked() -> None:
    assert set(READ_TO_THE_END) <= {path for method, path in PAGES if method == "GET"}
