"""The test panel's requests: through the same code, marked as tests."""

from typing import Any

import pytest

from tests.services.arrivals import webhook
from tests.signed_webhooks import signature
from webhooks.errors import Invalid, NotFound
from webhooks.ingress.providers import PROVIDERS
from webhooks.services import deliveries, sample_draft, sample_request
from webhooks.services.deliveries import Delivery
from webhooks.services.sample_draft import Draft
from webhooks.services.sample_request import Sent
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def send(
    site: Site, hook: Webhook, method: str = "POST", path: str = "/", body: str = "{}"
) -> Sent:
    draft = Draft(method, path, body.encode("utf-8", "surrogatepass"))
    return sample_request.send(site, hook.application_id, hook.id, draft)


def send_signed(
    site: Site, hook: Webhook, sample: str = "", *, wrong: bool = False
) -> Sent:
    provider = sample_draft.provider_of(hook)
    assert provider is not None
    draft = sample_draft.sample_named(provider, sample or provider.samples[0].name)
    return sample_request.send(
        site, hook.application_id, hook.id, draft, sign=True, wrong=wrong
    )


def stored(site: Site, hook: Webhook, sent: Sent) -> Delivery:
    assert sent.delivery_id is not None
    return deliveries.get(site, hook.application_id, hook.id, sent.delivery_id)


def checks_nothing(key: str) -> bool:
    """Tell whether a provider, as these tests set it, has nothing to check."""
    provider, value = PROVIDERS[key], signature(key)
    options = {**provider.defaults(), **value["options"]}
    return provider.custom is None and not provider.schemes_for(options)


def test_it_is_stored_like_a_request_and_marked(site: Site) -> None:
    hook = webhook(site, response_code=201)
    sent = send(site, hook, "PUT", "a/b?c=1#frag", '{"x": "é"}')
    row = stored(site, hook, sent)
    assert sent.reply.status == 201
    assert (row.method, row.path, row.raw_query) == ("PUT", "/a/b", "c=1")
    assert row.body == '{"x": "é"}'.encode()
    assert row.source == "test"


def test_the_webhooks_own_password_and_addresses_do_not_stand_in_the_way(
    site: Site,
) -> None:
    hook = webhook(
        site,
        basic_auth_username="u",
        basic_auth_password="p:ä",
        allowed_addresses=["203.0.113.0/24"],
    )
    assert send(site, hook).reply.status == 200


def test_it_shows_what_a_sender_would_get(site: Site) -> None:
    hook = webhook(site, allowed_methods=["GET"])
    sent = send(site, hook)
    assert sent.reply.status == 405
    assert stored(site, hook, sent).status == "refused"


@pytest.mark.parametrize("path", ["/a b", "/é", "/a\nb", "/\0", "/\ud800"])
def test_it_refuses_a_path_that_no_client_could_send(site: Site, path: str) -> None:
    with pytest.raises(Invalid):
        send(site, webhook(site), path=path)


def test_it_refuses_a_method_that_no_webhook_takes(site: Site) -> None:
    with pytest.raises(Invalid):
        send(site, webhook(site), method="TRACE")


@pytest.mark.parametrize(
    "header",
    [
        ("", "x"),
        ("X A", "x"),
        ("X-A:", "x"),
        ("X-A", "a\r\nX-B: b"),
        ("X-A", "a\0"),
        ("X-A", "語"),
        ("X-A", "x" * 9000),
    ],
)
def test_it_refuses_headers_that_no_client_could_send(
    site: Site, header: tuple[str, str]
) -> None:
    hook = webhook(site)
    with pytest.raises(Invalid) as refused:
        sample_request.send(
            site, hook.application_id, hook.id, Draft(headers=(header,))
        )
    assert refused.value.field == "headers"


def test_a_body_over_the_limit_is_shown_as_refused(site: Site) -> None:
    hook = webhook(site)
    sent = send(site, hook, body="x" * (site.settings.max_body_bytes + 1))
    assert 400 <= sent.reply.status < 500
    assert sent.delivery_id is None
    assert sent.verdict is None
    assert sent.script.text == ""


def test_half_characters_are_no_traceback(site: Site) -> None:
    hook = webhook(site)
    row = stored(site, hook, send(site, hook, body='"\ud800"'))
    assert row.body == b'"\xed\xa0\x80"'


def test_another_applications_webhook_is_not_there(site: Site) -> None:
    hook, other = webhook(site), webhook(site)
    with pytest.raises(NotFound):
        sample_request.send(site, other.application_id, hook.id, Draft("GET", "/", b""))


@pytest.mark.parametrize("key", PROVIDERS)
def test_every_providers_samples_are_verified_when_signed(site: Site, key: str) -> None:
    hook = webhook(site, signature=signature(key))
    wanted = "unchecked" if checks_nothing(key) else "verified"
    for sample in PROVIDERS[key].samples:
        sent = send_signed(site, hook, sample.name)
        assert sent.verdict is not None
        assert sent.verdict.verdict == wanted, (sample.name, sent.verdict)
        assert 200 <= sent.reply.status < 300
        row = stored(site, hook, sent)
        assert (row.source, row.status, row.verdict) == ("test", "accepted", wanted)


@pytest.mark.parametrize("key", [key for key in PROVIDERS if not checks_nothing(key)])
def test_every_provider_refuses_what_was_made_wrong(site: Site, key: str) -> None:
    hook = webhook(site, signature=signature(key))
    sent = send_signed(site, hook, wrong=True)
    assert sent.reply.status == PROVIDERS[key].refusal_status
    assert sent.verdict is not None
    assert sent.verdict.verdict == "failed"
    assert sent.verdict.reason
    assert stored(site, hook, sent).status == "refused"


@pytest.mark.parametrize("key", PROVIDERS)
def test_no_script_holds_a_secret(site: Site, key: str) -> None:
    value = signature(key)
    script = send_signed(site, webhook(site, signature=value)).script
    assert script.text or "private key" in script.note
    for secret in value.get("secrets", []):
        assert secret not in script.text
        assert secret not in script.note


def test_the_same_test_twice_is_two_deliveries(site: Site) -> None:
    value = {**signature("stripe"), "deduplicate": True}
    hook = webhook(site, signature=value)
    rows = [stored(site, hook, send_signed(site, hook)) for _ in range(2)]
    assert [row.status for row in rows] == ["accepted", "accepted"]


def test_what_was_signed_is_what_is_stored(site: Site) -> None:
    hook = webhook(site, signature=signature("stripe"))
    row = stored(site, hook, send_signed(site, hook))
    headers = {name.lower(): value for name, value in row.headers}
    assert headers["content-length"] == str(len(row.body))
    assert b'"id":"test_' in row.body


def test_a_sender_without_a_secret_yet_cannot_be_signed_for(site: Site) -> None:
    hook = webhook(site, signature={"provider": "github", "secrets": ["{{globals.x}}"]})
    with pytest.raises(Invalid, match="secret"):
        send_signed(site, hook)


def test_signing_needs_a_sender(site: Site) -> None:
    hook = webhook(site)
    with pytest.raises(Invalid):
        sample_request.send(site, hook.application_id, hook.id, Draft(), sign=True)


def test_a_body_without_what_is_signed_says_what_is_missing(site: Site) -> None:
    options: dict[str, Any] = {"content": "{json.event.id}.{body}"}
    hook = webhook(site, signature=signature("generic", **options))
    draft = Draft(body=b"no JSON")
    with pytest.raises(Invalid, match=r"JSON field event\.id is missing"):
        sample_request.send(site, hook.application_id, hook.id, draft, sign=True)


def test_a_sample_that_there_is_not_is_named(site: Site) -> None:
    hook = webhook(site, signature=signature("github"))
    with pytest.raises(Invalid, match="push, ping"):
        send_signed(site, hook, "pull")
