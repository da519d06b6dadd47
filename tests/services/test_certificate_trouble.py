"""A sender whose certificate cannot be had just now is asked to come again."""

import json

import pytest

from tests.ingress.providers.certified import CountingClient, with_header
from tests.services.arrivals import webhook
from tests.services.flow_parts import count, on_webhook, starts
from tests.services.serving import stored_runs
from tests.services.test_certified_senders import (
    REFUSALS,
    deliver,
    hook_for,
    newest,
    options,
    signed,
)
from webhooks.ingress.request import InboundRequest
from webhooks.runtime.certificates import NEW_ADDRESSES, CertificateStore
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate
from webhooks.services import workflows
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


@pytest.fixture
def client(site: Site) -> CountingClient:
    """The network of the site's certificates, with a host that is out of order."""
    found = CountingClient(b"", status=503)
    site.__dict__["certificates"] = CertificateStore(found, site.clock)
    return found


def listens(site: Site, hook: Webhook) -> None:
    """Give the webhook a workflow, so that what gets in starts a run."""
    flow = {"name": "Listens", "triggers": [starts(on_webhook(hook.id))]}
    workflows.create(site, hook.application_id, {**flow, "nodes": [count()]})


@pytest.mark.parametrize("key", REFUSALS)
def test_it_is_told_to_come_again_and_gets_in_then(
    site: Site, client: CountingClient, key: str
) -> None:
    hook, request = hook_for(site, key), signed(site, key)
    listens(site, hook)
    received = deliver(site, hook, request)
    assert received.reply.status == 503
    assert ("Retry-After", "5") in received.reply.headers
    assert len(client.fetched) == 1
    row = newest(site, hook)
    assert (row.status, row.verdict, row.scheme) == ("refused", "failed", key)
    assert row.reason == (
        "The certificate could not be fetched: the server answered 503. "
        "The sender was told to come again in 5 s."
    )
    assert stored_runs(site) == []
    again = deliver(site, hook, request, certificates=ThrowAwayCertificate())
    assert again.reply.status == 200
    assert newest(site, hook).status == "accepted"
    assert len(stored_runs(site)) == 1


@pytest.mark.parametrize("methods", [None, ["PUT"]])
def test_a_subscription_to_confirm_is_told_so_too(
    site: Site, client: CountingClient, methods: list[str] | None
) -> None:
    """Also where another rule of the owner's would have refused a message."""
    signature = {"provider": "aws-sns", "options": options("aws-sns")}
    hook = webhook(site, signature=signature, allowed_methods=methods)
    for _ in range(2):
        assert deliver(site, hook, confirmation(site)).reply.status == 503
    assert len(client.fetched) == 1
    assert newest(site, hook).status == "refused"


def confirmation(site: Site) -> InboundRequest:
    """Return a question of SNS whether the subscription is wanted."""
    request = signed(site, "aws-sns")
    url = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    asked = {"Type": "SubscriptionConfirmation", "Token": "t", "SubscribeURL": url}
    return request.with_body(json.dumps(json.loads(request.body) | asked).encode())


def test_losants_check_of_alexa_does_the_same(
    site: Site, client: CountingClient
) -> None:
    hook = webhook(site, verification_type="alexa")
    received = deliver(site, hook, signed(site, "alexa"))
    assert (received.reply.status, len(client.fetched)) == (503, 1)
    assert newest(site, hook).scheme == "alexa"


def test_strangers_who_use_up_the_fetches_make_nobodys_message_a_bad_one(
    site: Site, client: CountingClient
) -> None:
    client.status = 404
    hook, real = hook_for(site, "paypal"), signed(site, "paypal")
    url = real.header("PayPal-Cert-Url") or ""
    for number in range(NEW_ADDRESSES.requests):
        made_up = with_header(real, "PayPal-Cert-Url", f"{url}{number:x}")
        assert deliver(site, hook, made_up).reply.status == 401
    received = deliver(site, hook, real)
    assert received.reply.status == 503
    assert ("Retry-After", "2") in received.reply.headers
    assert len(client.fetched) == NEW_ADDRESSES.requests
