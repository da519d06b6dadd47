"""What may be stored as a webhook's signature, and what is made of it."""

import math
from typing import Any

import pytest

from tests.services.arrivals import arrive, webhook
from tests.services.repeated import SECRET, push
from webhooks.errors import Invalid
from webhooks.ingress.providers import PROVIDERS
from webhooks.services import applications, deliveries, webhook_signature, webhooks
from webhooks.services.ingress import receive
from webhooks.services.secret_parts import DOTS
from webhooks.services.site import Site
from webhooks.services.webhook_signature import LONGEST_SECRET, MOST_SECRETS
from webhooks.storage.models import Webhook

WHSEC = "whsec_AAECAwQFBgcICQoLDA0ODw=="
STORED = {"provider": "github", "secrets": ["one", "two"], "options": {}}


def given(**fields: Any) -> dict[str, Any]:
    return {"provider": "github", "secrets": ["one"], **fields}


def refused(value: Any, stored: dict[str, Any] | None = None) -> str:
    with pytest.raises(Invalid) as caught:
        webhook_signature.clean(value, stored)
    assert (caught.value.field or "").partition(".")[0] == "signature"
    return caught.value.message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "must be an object or null"),
        ("github", "must be an object or null"),
        (7, "must be an object or null"),
        ({}, "provider must be one of"),
        ({"provider": None}, "provider must be one of"),
        ({"provider": ["github"]}, "provider must be one of"),
        ({"provider": "GitHub"}, "provider must be one of"),
        ({"provider": "x" * 5_000_000}, "provider must be one of"),
        (given(secret="one"), "unknown field secret"),
        ({"x" * 5_000_000: 1}, "unknown field xxx"),
        (given(options={"x" * 5_000_000: 1}), "unknown field xxx"),
        (given(secrets=None), "must be a list of up to"),
        (given(secrets="one"), "must be a list of up to"),
        (given(secrets={"a": 1}), "must be a list of up to"),
        (given(secrets=[str(n) for n in range(MOST_SECRETS + 1)]), "a list of up to"),
        (given(secrets=[]), "needs its Webhook secret"),
        (given(secrets=[""]), "1 to 4096 characters"),
        (given(secrets=[" \n"]), "must not be blank"),
        (given(secrets=[None]), "must be a string"),
        (given(secrets=[["one"]]), "must be a string"),
        (given(secrets=[7]), "must be a string"),
        (given(secrets=["x" * (LONGEST_SECRET + 1)]), "1 to 4096 characters"),
        (given(secrets=["a\0b"]), "NUL"),
        (given(secrets=["a\ud800"]), "half characters"),
        (given(secrets=[DOTS]), "stands for no stored secret"),
        (given(secrets=[f"{DOTS} 9"]), "stands for no stored secret"),
        (given(registeredUrl=7), "must be a string"),
        (given(registeredUrl="hooks.example.com"), "must be the whole address"),
        (given(registeredUrl="ftp://a/b"), "must be the whole address"),
        (given(registeredUrl="https://a/ b"), "must be the whole address"),
        (given(registeredUrl="https://a/\xe9"), "must be the whole address"),
        (given(registeredUrl="https://a:99999/"), "must be the whole address"),
        (given(registeredUrl="https://[::1"), "must be the whole address"),
        (given(registeredUrl="https://a/" + "b" * 2048), "2048 characters"),
        (given(toleranceSeconds=True), "toleranceSeconds must be a number"),
        (given(toleranceSeconds="300"), "toleranceSeconds must be a number"),
        (given(toleranceSeconds=-1), "toleranceSeconds must be a number"),
        (given(toleranceSeconds=86_401), "toleranceSeconds must be a number"),
        (given(toleranceSeconds=math.nan), "toleranceSeconds must be a number"),
        (given(toleranceSeconds=math.inf), "toleranceSeconds must be a number"),
        (given(toleranceSeconds=10**400), "toleranceSeconds must be a number"),
        (given(deduplicate=None), "deduplicate must be true or false"),
        (given(deduplicate=1), "deduplicate must be true or false"),
        (given(allowRedelivery="yes"), "allowRedelivery must be true or false"),
        (given(options=[]), "options must be an object"),
        (given(options={"a": "b"}), "unknown field a"),
        (
            {"provider": "generic", "secrets": ["one"], "options": {"header": 7}},
            "options.header must be a string",
        ),
        (
            {"provider": "generic", "secrets": ["one"], "options": {"encoding": "x"}},
            "options.encoding must be one of",
        ),
        (
            {"provider": "generic", "secrets": ["one"], "options": {"content": "{b}"}},
            "is unknown",
        ),
        (
            {"provider": "standard-webhooks", "secrets": ["whsec_!"]},
            "no Base64 text",
        ),
        ({"provider": "discord", "secrets": ["not hex"]}, "no hexadecimal text"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_is_wrong(
    value: Any, message: str
) -> None:
    text = refused(value)
    assert message in text
    assert len(text) < 2000


def test_every_provider_takes_its_own_defaults() -> None:
    for provider in PROVIDERS.values():
        shown = webhook_signature.shown({"secrets": [], "provider": provider.key})
        assert shown == {"secrets": [], "provider": provider.key}


def test_a_placeholder_is_the_secret_that_it_was_shown_for() -> None:
    one, two = f"{DOTS} 1", f"{DOTS} 2"
    for sent, kept in (
        ([one, two], ["one", "two"]),
        ([two, one], ["two", "one"]),
        ([two], ["two"]),
        (["new", one], ["new", "one"]),
        ([one, one], ["one"]),
        ([DOTS, DOTS], ["one", "two"]),
        (["one", one], ["one"]),
    ):
        cleaned = webhook_signature.clean(given(secrets=sent), STORED)
        assert cleaned is not None
        assert cleaned["secrets"] == kept


def test_a_stale_placeholder_is_refused() -> None:
    """Somebody else has removed the second secret since it was shown."""
    fewer = {**STORED, "secrets": ["one"]}
    assert "stands for no stored secret" in refused(given(secrets=[f"{DOTS} 2"]), fewer)


def test_a_secret_does_not_become_another_providers_unnoticed() -> None:
    value = {"provider": "stripe", "secrets": [f"{DOTS} 1"]}
    assert "belong to another provider" in refused(value, STORED)


def test_white_space_is_kept_because_it_may_belong_to_the_secret() -> None:
    cleaned = webhook_signature.clean(given(secrets=[" one\n"]))
    assert cleaned is not None
    assert cleaned["secrets"] == [" one\n"]


def with_globals(site: Site, secret: str, **values: str) -> Webhook:
    application = applications.create(site, None, "Test")
    entries = [{"key": key, "json": f'"{text}"'} for key, text in values.items()]
    applications.update(site, application.id, {"globals": entries})
    signature = given(secrets=[secret])
    return webhooks.create(
        site, application.id, {"name": "test", "signature": signature}
    )


@pytest.mark.parametrize(
    ("template", "values", "status"),
    [
        ("{{globals.key}}", {"key": SECRET}, 200),
        ("It's a {{globals.rest}}", {"rest": "Secret to Everybody"}, 200),
        ("{{globals.key}}", {}, 401),
        ("{{globals.key}}", {"key": ""}, 401),
        (SECRET + "{{globals.key}}", {}, 401),
        (SECRET + "{{globals.key}}", {"key": ""}, 401),
    ],
)
def test_a_secret_whose_global_is_missing_opens_nothing(
    site: Site, template: str, values: dict[str, str], status: int
) -> None:
    """Not even to whoever guesses what is left of it."""
    hook = with_globals(site, template, **values)
    endpoint, request = site.endpoints.find(hook.token), push()
    received = receive(site, endpoint, request, lambda: request.body)
    assert received.reply.status == status


def test_a_provider_that_this_version_does_not_know_lets_nobody_in(
    site: Site,
) -> None:
    hook = webhook(site, signature=given())
    with site.store.writing() as session:
        row = session.get_one(Webhook, hook.id)
        row.signature = {**(row.signature or {}), "provider": "tomorrow"}
    received = arrive(site, hook)
    assert received.reply.status == 401
    site.store.writer.submit(lambda connection: None)
    kept = deliveries.get(
        site, hook.application_id, hook.id, received.delivery_id or ""
    )
    assert (kept.status, kept.verdict) == ("refused", "failed")
    assert "unknown here: choose another" in kept.reason
