"""Senders with certificates through the door: status, reason, and no run."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.ingress.providers import sns_published as published
from tests.ingress.providers.certified import CountingClient, with_header
from tests.ingress.requests_factory import inbound
from tests.services.arrivals import webhook
from webhooks.errors import Invalid
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import sign
from webhooks.runtime.certificates import CertificateStore
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate
from webhooks.services import deliveries
from webhooks.services.deliveries import Delivery, DeliveryQuery
from webhooks.services.ingress import Origin, Received, receive
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook

REFUSALS = {"alexa": 400, "aws-sns": 403, "paypal": 401}


def options(key: str) -> dict[str, str]:
    """Return options that the provider would take."""
    declared = PROVIDERS[key].options
    return {each.name: each.example for each in declared if each.required}


def hook_for(site: Site, key: str) -> Webhook:
    """Create a webhook that takes requests of this provider alone."""
    signature = {"provider": key, "options": options(key)}
    return webhook(site, signature=signature)


def signed(site: Site, key: str) -> InboundRequest:
    """Return a sample that is signed with a key of our own."""
    provider, settings = PROVIDERS[key], SignatureSettings(key, options=options(key))
    sample = provider.samples[0]
    headers = (("Content-Type", sample.content_type), *sample.headers)
    draft = inbound(headers=headers, body=sample.body.encode())
    draft = replace(draft, received_at=site.clock.now())
    made = sign(provider, draft, settings, site.clock.now(), ThrowAwayCertificate())
    return made.request


def deliver(
    site: Site, hook: Webhook, request: InboundRequest, **origin: Any
) -> Received:
    """Let the request arrive at the webhook."""
    endpoint = site.endpoints.find(hook.token)
    return receive(site, endpoint, request, lambda: request.body, Origin(**origin))


def newest(site: Site, hook: Webhook) -> Delivery:
    """Return the delivery that was stored last."""
    site.store.writer.submit(lambda connection: None)
    page = deliveries.list_(site, hook.application_id, hook.id, DeliveryQuery())
    return page.items[0]


@pytest.mark.parametrize("key", REFUSALS)
def test_a_good_one_is_accepted(site: Site, key: str) -> None:
    hook = hook_for(site, key)
    received = deliver(
        site, hook, signed(site, key), certificates=ThrowAwayCertificate()
    )
    assert received.reply.status == 200
    row = newest(site, hook)
    assert (row.status, row.verdict, row.scheme) == ("accepted", "verified", key)


@pytest.mark.parametrize("key", REFUSALS)
def test_strangers_cause_one_fetch_an_address_and_get_the_providers_refusal(
    site: Site, key: str
) -> None:
    client = CountingClient(b"no certificate")
    site.__dict__["certificates"] = CertificateStore(client, site.clock)
    hook, request = hook_for(site, key), signed(site, key)
    for _ in range(3):
        received = deliver(site, hook, request)
        assert received.reply.status == REFUSALS[key]
        assert b"could not be verified" in received.reply.body
    assert len(client.fetched) == 1
    row = newest(site, hook)
    assert (row.status, row.verdict, row.scheme) == ("refused", "failed", key)
    assert "the certificate cannot be read" in row.reason.lower()


@pytest.mark.parametrize("key", REFUSALS)
def test_the_same_message_again_starts_nothing(site: Site, key: str) -> None:
    """But for PayPal, which may repeat for days: there the owner's switch decides."""
    hook = hook_for(site, key)
    request = signed(site, key)
    for status in ("accepted", "accepted" if key == "paypal" else "duplicate"):
        deliver(site, hook, request, certificates=ThrowAwayCertificate())
        assert newest(site, hook).status == status


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        ("paypal", "webhookId", "no id"),
        ("aws-sns", "topicArn", "orders"),
        ("aws-sns", "topicArn", f"{published.TOPIC} https://example.com"),
        ("aws-sns", "signatureVersion", "1"),
        ("alexa", "skillId", "my skill"),
        ("paypal", "webhookId", ""),
    ],
)
def test_options_with_which_nothing_would_pass_are_not_saved(
    site: Site, key: str, field: str, value: str
) -> None:
    signature = {"provider": key, "options": {**options(key), field: value}}
    with pytest.raises(Invalid, match=f"signature.options.{field}"):
        webhook(site, signature=signature)


def test_a_refused_message_that_is_sent_again_is_as_old_as_it_was(site: Site) -> None:
    client = CountingClient(published.CERTIFICATE)
    store = CertificateStore(client, site.clock)
    hook = webhook(
        site,
        signature={"provider": "aws-sns", "options": {"topicArn": published.TOPIC}},
    )
    body = json.dumps(published.WITH_SHA_256).encode()
    came = datetime.fromisoformat(published.WITH_SHA_256["Timestamp"])
    late = replace(inbound(), received_at=came + timedelta(hours=2)).with_body(body)
    assert deliver(site, hook, late, certificates=store).reply.status == 403
    again = {"source": "replay", "replay_of": "d", "received_at": late.received_at}
    received = deliver(site, hook, late, certificates=store, **again)
    assert received.reply.status == 200


def test_several_topics_may_feed_one_webhook(site: Site) -> None:
    one = options("aws-sns")["topicArn"]
    hook = webhook(
        site,
        signature={
            "provider": "aws-sns",
            "options": {"topicArn": f"{published.TOPIC}, {one}"},
        },
    )
    received = deliver(
        site, hook, signed(site, "aws-sns"), certificates=ThrowAwayCertificate()
    )
    assert received.reply.status == 200


def test_raw_delivery_of_sns_is_explained(site: Site) -> None:
    hook = hook_for(site, "aws-sns")
    raw = with_header(inbound(), "x-amz-sns-rawdelivery", "true").with_body(b"hello")
    assert deliver(site, hook, raw).reply.status == 403
    assert "Raw message delivery" in newest(site, hook).reason
