"""What the owner of a webhook is told about its signature."""

from typing import Any

import pytest

from tests import cast
from tests.web.pages.sending import arrive
from webhooks.services import applications, deliveries, webhooks
from webhooks.services.applications import Application
from webhooks.services.deliveries import DeliveryQuery
from webhooks.services.signature_notices import Notice, notices
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

TOKEN = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"


@pytest.fixture
def application(site: Site) -> Application:
    return cast.application(site)


def signed(
    site: Site, application: Application, provider: str, **fields: Any
) -> Webhook:
    """Return a webhook with that provider, and columns or parts of the signature."""
    parts = {name: fields.pop(name) for name in ("registeredUrl",) if name in fields}
    secrets = fields.pop("secrets", ["sesame"])
    signature = {"provider": provider, "secrets": secrets, **parts}
    return cast.webhook(site, application, signature=signature, **fields)


def told(site: Site, webhook: Webhook) -> list[Notice]:
    return notices(site, webhooks.get(site, webhook.application_id, webhook.id))


def test_nothing_is_said_of_a_webhook_without_a_signature(
    site: Site, application: Application
) -> None:
    assert told(site, cast.webhook(site, application)) == []


@pytest.mark.parametrize(
    ("seconds", "waits", "is_told"),
    [(4, True, True), (3, True, False), (None, True, True), (4, False, False)],
)
def test_a_wait_longer_than_the_senders_patience_is_told(
    site: Site,
    application: Application,
    seconds: float | None,
    waits: bool,
    is_told: bool,
) -> None:
    webhook = signed(
        site,
        application,
        "slack",
        wait_for_reply=waits,
        reply_timeout_seconds=seconds,
    )
    texts = [notice.text for notice in told(site, webhook)]
    assert bool(texts) == is_told
    assert all(text.startswith("Slack waits 3 s for an answer") for text in texts)


def test_a_default_address_is_told_where_the_sender_signs_it(
    site: Site, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    square = signed(site, application, "square")
    known = signed(site, application, "square", registeredUrl="https://h.example/x")
    github = signed(site, application, "github")
    monkeypatch.setitem(site.settings.sources, "PUBLIC_URL", "default")
    [notice] = told(site, square)
    assert "SWITCHHOOK_PUBLIC_URL" in notice.text
    assert told(site, known) == told(site, github) == []
    monkeypatch.setitem(site.settings.sources, "PUBLIC_URL", "environment")
    assert told(site, square) == []


def test_a_check_of_the_address_that_nobody_answers_is_told(
    site: Site, application: Application
) -> None:
    alone = signed(site, application, "whatsapp")
    both = signed(
        site,
        application,
        "whatsapp",
        verification_type="facebook",
        verification_code="x",
    )
    [notice] = told(site, alone)
    assert "only while Sender is Facebook" in notice.text
    assert told(site, both) == []


def test_an_adopted_secret_is_told_with_the_request_that_brought_it(
    site: Site, application: Application
) -> None:
    webhook = signed(site, application, "notion", secrets=[])
    [pending] = told(site, webhook)
    assert pending.tone == "warn"
    assert "no secret yet" in pending.text
    delivery = arrive(site, webhook, f'{{"verification_token":"{TOKEN}"}}'.encode())
    [adopted] = told(site, webhook)
    assert adopted.tone == "info"
    assert adopted.delivery is not None
    assert adopted.delivery.id == delivery
    assert TOKEN not in adopted.text


def test_a_secret_that_was_typed_in_is_not_said_to_be_adopted(
    site: Site, application: Application
) -> None:
    webhook = signed(site, application, "notion", secrets=["typed-in"])
    assert told(site, webhook) == []
    query = DeliveryQuery(status="handshake")
    assert not deliveries.list_(site, application.id, webhook.id, query).items


def test_a_secret_without_its_global_is_told(
    site: Site, application: Application
) -> None:
    webhook = signed(site, application, "github", secrets=["{{globals.key}}"])
    [notice] = told(site, webhook)
    assert "names a global" in notice.text
    known = [{"key": "key", "json": '"sesame"'}]
    applications.update(site, application.id, {"globals": known})
    assert told(site, webhook) == []


def test_an_unknown_sender_is_told(site: Site, application: Application) -> None:
    webhook = signed(site, application, "github")
    webhook.signature = {**(webhook.signature or {}), "provider": "gone"}
    [notice] = notices(site, webhook)
    assert "every request is refused" in notice.text
