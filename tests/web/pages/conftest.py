"""Fixtures for page tests: an application, a webhook, and who looks at them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import cast
from tests.web.pages import flows
from tests.web.pages.browser import Browser
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.services.workflows import Workflow


@pytest.fixture
def application(site: Site) -> Application:
    """An application that Alice owns."""
    return cast.application(site)


@pytest.fixture
def webhook(site: Site, application: Application) -> Webhook:
    """A webhook with nothing special about it."""
    return cast.webhook(site, application)


@pytest.fixture
def bell(site: Site, application: Application, webhook: Webhook) -> Workflow:
    """A workflow with a bit of everything, on the webhook."""
    return flows.workflow(site, application, **flows.document(webhook.id))


@pytest.fixture
def alice(app: Flask, site: Site, application: Application) -> Browser:
    """The administrator, signed in."""
    return Browser(app, cast.alice(site))


@pytest.fixture
def viewer(app: Flask, site: Site, application: Application) -> Browser:
    """Bob, who may only look."""
    return Browser(app, cast.bob(site, application, "viewer"))


@pytest.fixture
def editor(app: Flask, site: Site, application: Application) -> Browser:
    """Bob, who may change webhooks."""
    return Browser(app, cast.bob(site, application, "editor"))


@pytest.fixture
def charlie(app: Flask, site: Site, application: Application) -> Browser:
    """Somebody who has no part in the application."""
    return Browser(app, cast.charlie(site))


@pytest.fixture
def home(application: Application) -> str:
    """The application's address."""
    return f"/applications/{application.id}"


@pytest.fixture
def inspector(home: str, webhook: Webhook) -> str:
    """The webhook's address."""
    return f"{home}/webhooks/{webhook.id}"


@pytest.fixture
def streams() -> Iterator[list[TestResponse]]:
    """Open streams; they are closed at the end of the test."""
    opened: list[TestResponse] = []
    yield opened
    for response in opened:
        response.close()
