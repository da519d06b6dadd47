"""The secret that a sender tells first: kept once, and by nobody after."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.arrivals import webhook
from webhooks.services import adopted_secret, sample_request, webhooks
from webhooks.services.sample_draft import Draft
from webhooks.services.site import Site
from webhooks.services.webhook_signature import LONGEST_SECRET
from webhooks.services.webhooks import Webhook


def stored(site: Site, hook: Webhook) -> list[str] | None:
    found = webhooks.get(site, hook.application_id, hook.id).signature
    return None if found is None else found["secrets"]


def adopt(site: Site, hook: Webhook, secret: str) -> None:
    adopted_secret.adopt(site, site.endpoints.find(hook.token), secret)


@pytest.fixture
def hook(site: Site) -> Webhook:
    return webhook(site, signature={"provider": "asana", "secrets": []})


def test_the_first_one_is_kept_and_used_at_once(site: Site, hook: Webhook) -> None:
    adopt(site, hook, "first")
    adopt(site, hook, "second")
    assert stored(site, hook) == ["first"]
    settings = site.endpoints.find(hook.token).signature
    assert settings is not None
    assert settings.secrets == ("first",)


def test_of_many_at_once_one_is_kept(site: Site, hook: Webhook) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: adopt(site, hook, f"secret {n}"), range(8)))
    assert len(stored(site, hook) or []) == 1


@pytest.mark.parametrize("secret", ["", "x" * (LONGEST_SECRET + 1)])
def test_what_is_no_secret_is_not_kept(site: Site, hook: Webhook, secret: str) -> None:
    adopt(site, hook, secret)
    assert stored(site, hook) == []


def test_a_secret_whose_global_is_missing_is_not_replaced(site: Site) -> None:
    """At the door there is none, but its owner has chosen one."""
    given = {"provider": "asana", "secrets": ["{{globals.key}}"]}
    hook = webhook(site, signature=given)
    adopt(site, hook, "a stranger's")
    assert stored(site, hook) == ["{{globals.key}}"]


def test_a_webhook_that_has_gone_or_has_no_signature_is_left_alone(
    site: Site, hook: Webhook
) -> None:
    endpoint = site.endpoints.find(hook.token)
    webhooks.update(site, hook.application_id, hook.id, {"signature": None})
    adopted_secret.adopt(site, endpoint, "told")
    assert stored(site, hook) is None
    webhooks.delete(site, hook.application_id, hook.id)
    adopted_secret.adopt(site, endpoint, "told")


@pytest.mark.parametrize("provider", ["asana", "notion"])
def test_what_a_test_request_tells_is_not_kept(site: Site, provider: str) -> None:
    """Else the sender's own secret would come too late."""
    hook = webhook(site, signature={"provider": provider, "secrets": []})
    draft = Draft(
        body=b'{"verification_token":"secret_a"}',
        headers=(("x-hook-secret", "secret-a"),),
    )
    sent = sample_request.send(site, hook.application_id, hook.id, draft)
    assert sent.reply.status == 200
    assert stored(site, hook) == []
