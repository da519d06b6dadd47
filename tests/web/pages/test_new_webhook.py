"""New webhooks: one required field, and a beginning for each kind of sender."""

import pytest

from tests.web.pages.browser import Browser
from webhooks.ingress.providers import PROVIDERS
from webhooks.services import webhooks
from webhooks.services.applications import Application
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook
from webhooks.web.presets import BY_KEY, PRESETS


def create(
    alice: Browser, site: Site, application: Application, preset: str
) -> tuple[Webhook, str]:
    """Send the form with a preset; return the webhook and where that leads."""
    path = f"/applications/{application.id}/webhooks/new"
    response = alice.send(path, name="Made", preset=preset)
    assert response.status_code == 303, response.text
    [webhook] = webhooks.list_(site, application.id).items
    return webhook, response.location or ""


@pytest.mark.parametrize("key", [preset.key for preset in PRESETS])
def test_each_kind_of_sender_makes_a_webhook_that_works(
    alice: Browser, site: Site, application: Application, key: str
) -> None:
    preset = BY_KEY[key]
    webhook, target = create(alice, site, application, key)
    assert webhook.description == preset.tell
    for column, value in preset.fields.items():
        assert getattr(webhook, column) == value
    page = alice.get(target)
    if preset.asks_code:
        assert target.endswith("/settings")
        assert preset.tell in page.text
    else:
        assert target.partition("?")[0].endswith("/signature") == bool(preset.provider)
        assert webhooks.url(site, webhook) in page.text
    # What the settings page shows can be saved as it is.
    settings = f"/applications/{application.id}/webhooks/{webhook.id}/settings"
    assert alice.send(settings).status_code == 303


def test_a_code_is_made_up_and_never_the_same(
    alice: Browser, site: Site, application: Application
) -> None:
    webhook, _ = create(alice, site, application, "facebook")
    assert len(webhook.verification_code) >= 20
    assert (
        webhook.verification_code != BY_KEY["facebook"].columns()["verification_code"]
    )


def test_every_sender_that_signs_is_among_the_kinds(
    alice: Browser, site: Site, application: Application
) -> None:
    named = {preset.provider for preset in PRESETS} - {""}
    assert set(PROVIDERS) - named == {"generic", "shared-secret", "home-assistant"}
    webhook, target = create(alice, site, application, "whatsapp")
    assert webhook.verification_type == "facebook"
    assert len(webhook.verification_code) >= 20
    form = alice.get(target).form("/signature?new=1")
    assert form.value("provider") == "whatsapp"


def test_a_kind_that_does_not_exist_is_refused(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    response = alice.send(f"{home}/webhooks/new", name="Made", preset="odd")
    assert response.status_code == 400
    assert webhooks.list_(site, application.id).items == []


def test_the_overview_makes_one_in_a_line(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    response = alice.send(home, f"{home}/webhooks/new", name="Quick", preset="device")
    assert response.status_code == 303
    [webhook] = webhooks.list_(site, application.id).items
    assert (webhook.name, webhook.allowed_methods) == ("Quick", ["GET", "POST", "PUT"])


def test_a_name_alone_is_enough(
    alice: Browser, site: Site, application: Application, home: str
) -> None:
    assert alice.post(f"{home}/webhooks/new", name="Bare").status_code == 303
    [webhook] = webhooks.list_(site, application.id).items
    assert webhook.allowed_methods is None


def test_every_preset_has_a_key_of_its_own_and_words() -> None:
    assert len(BY_KEY) == len(PRESETS)
    assert [p.key for p in PRESETS[1:] if not (p.line and p.tell)] == []
