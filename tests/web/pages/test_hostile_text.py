"""Text that wants to be markup stays text on every page (fault case U01)."""

import json
from urllib.parse import quote

import pytest
from flask import Flask

from tests import cast
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from tests.web.pages.page import Page
from tests.web.pages.sending import arrive
from webhooks.services import (
    api_tokens,
    applications,
    users,
    workflow_storage,
    workflow_versions,
)
from webhooks.services.site import Site
from webhooks.workflows.trace import Message, Step, Trace

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '"onmouseover="alert(1)',
    "'><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}{% raise %}",
]
# What our own pages have of each, and nothing that a stranger could add.
OWN_SCRIPTS = ("/static/js/", "/static/vendor/")
HANDLERS = "on"


def assert_harmless(page: Page) -> None:
    """Fail if anything on the page runs, or leads to something that does."""
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith(HANDLERS)], tag
        assert "style" not in attributes, tag
        for name in ("href", "src", "action"):
            assert not attributes.get(name, "").lower().startswith("javascript"), tag
    # Data for a script is no script, whatever it holds.
    scripts = [t for t in page.tags("script") if t.get("type") != "application/json"]
    assert all(tag["src"].startswith(OWN_SCRIPTS) for tag in scripts)
    assert page.tags("img") == []
    assert page.tags("style") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_on_every_page(app: Flask, site: Site, text: str) -> None:
    application = cast.application(site, text)
    applications.update(site, application.id, {"description": text})
    static = {"statusCode": 200, "headers": [["X-A", text]], "body": text}
    webhook = cast.webhook(
        site,
        application,
        name=text,
        description=text,
        static_reply=static,
        basic_auth_username=text.replace(":", ""),
    )
    plain = cast.webhook(site, application, static_reply=static)
    applications.set_globals(
        site, application.id, [{"key": "k", "json": '"x"', "description": text}]
    )
    token, _ = api_tokens.create(site, application.id, None, text)
    users.update(site, cast.alice(site).id, {"name": text})
    raw = quote(text, safe="<>\"'={}()/:%").replace(" ", "%20")
    arrive(site, plain, b"1", query="a=1")
    delivery = arrive(
        site,
        plain,
        text.encode(),
        method="POST",
        path="/" + raw,
        query=f"{raw}={raw}",
        headers=((text.replace(" ", "-"), text), ("CONTENT-TYPE", "text/html")),
    )
    browser = Browser(app, cast.alice(site))
    a = f"/applications/{application.id}"
    w, p = f"{a}/webhooks/{webhook.id}", f"{a}/webhooks/{plain.id}"
    paths = ["/applications", a, f"{a}/settings", f"{a}/delete", f"{a}/globals"]
    paths += [f"{a}/members", f"{a}/tokens", f"{a}/tokens/{token.id}/delete"]
    paths += [f"{a}/webhooks", f"{a}/webhooks?q={quote(text)}", w, f"{w}/settings"]
    paths += [f"{w}/delete", f"{w}/rotate", f"{w}/test", p, f"{p}?q={quote(text)}"]
    paths += [f"{p}/deliveries/{delivery}{view}" for view in ("", "?view=raw")]
    paths += [f"{p}/deliveries/{delivery}/{page}" for page in ("forward", "compare")]
    paths += [f"{a}/deliveries", f"{a}/deliveries?q={quote(text)}&from={quote(text)}"]
    paths += ["/account", "/admin/users", f"/admin/users/{cast.alice(site).id}"]
    for path in paths:
        page = browser.get(path)
        assert_harmless(page)
    shown = browser.get(f"{p}/deliveries/{delivery}?view=raw")
    assert text in "".join(shown.texts)
    assert text in browser.get(w).headings
    assert text in browser.get(w).title


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_on_the_pages_of_workflows(
    app: Flask, site: Site, text: str
) -> None:
    application = cast.application(site)
    document = flows.document(name=text, description=text)
    for item in (*document["triggers"], *document["nodes"]):
        item["meta"] = {"label": text, "payload": text}
    document["nodes"][2]["type"] = text
    document["globals"] = [{"key": "k", "json": json.dumps(text)}]
    workflow = flows.workflow(site, application, **document)
    workflow_storage.set_entry(site, application.id, workflow.id, text, text)
    made = {"version": text, "notes": text}
    version = workflow_versions.create(site, application.id, workflow.id, made)
    trace = Trace(str)
    trace.steps = [Step(text, text, text, 0.0, after=json.dumps(text), error=text)]
    trace.messages = [Message(text, text, 0.0, 0, text)]
    error = {"name": text, "message": text, "nodeId": text, "nodeType": text}
    words = {"version": text, "trigger_type": text[:64]}
    run = flows.run(site, workflow, status="failed", error=error, trace=trace, **words)
    browser = Browser(app, cast.alice(site))
    a = f"/applications/{application.id}"
    f = f"{a}/workflows/{workflow.id}"
    paths = [f"{a}/workflows", f"{a}/workflows?q={quote(text)}", f, f"{f}/edit"]
    paths += [f"{f}/delete", f"{f}/runs", f"{f}/runs/{run.id}", f"{f}/details"]
    paths += [f"{f}/versions", f"{f}/compare?from={version.id}", f"{a}/workflows/new"]
    paths += [
        f"{f}/versions/{version.id}/{act}" for act in ("run", "restore", "delete")
    ]
    for path in paths:
        assert_harmless(browser.get(path))
    assert text in "".join(browser.get(f"{f}/runs/{run.id}").texts)
    assert text in browser.get(f).headings
    refused = browser.send(f"{f}/edit", document=json.dumps({**document, text: 1}))
    assert_harmless(Page(refused.text))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_in_messages_and_errors(
    app: Flask, site: Site, text: str
) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application, name=text)
    browser = Browser(app, cast.alice(site))
    path = f"/applications/{application.id}/webhooks/{webhook.id}"
    browser.send(f"{path}/delete")
    flashed = browser.get("/applications")
    assert text in flashed.text
    assert_harmless(flashed)
    missing = browser.client.get("/" + quote(text))
    assert missing.status_code == 404
    assert_harmless(Page(missing.text))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_in_the_test_panels_answer(
    app: Flask, site: Site, text: str
) -> None:
    application = cast.application(site)
    webhook = cast.webhook(
        site, application, static_reply={"statusCode": 200, "body": text}
    )
    browser = Browser(app, cast.alice(site))
    path = f"/applications/{application.id}/webhooks/{webhook.id}/test"
    page = Page(browser.send(path, body=text).text)
    assert text in "".join(page.texts)
    assert_harmless(page)


def test_characters_that_reorder_text_are_made_visible(app: Flask, site: Site) -> None:
    application = cast.application(site)
    webhook = cast.webhook(site, application)
    delivery = arrive(site, webhook, "safe\u202etxt.exe\x1b[31m".encode())
    browser = Browser(app, cast.alice(site))
    base = f"/applications/{application.id}/webhooks/{webhook.id}"
    text = browser.get(f"{base}/deliveries/{delivery}").text
    assert "safe\\u202etxt.exe\\x1b[31m" in text
