"""The id of a test request is new, and of the kind that its sender's ids are."""

import json
from typing import Any

import pytest

from tests.ingress.requests_factory import NOW, inbound
from tests.signed_webhooks import signature
from webhooks.ingress.providers import PROVIDERS
from webhooks.ingress.request import InboundRequest
from webhooks.ingress.signatures.composing import with_new_id
from webhooks.ingress.signatures.contract import Sample
from webhooks.ingress.signatures.settings import SignatureSettings
from webhooks.ingress.signatures.sign import fresh_id, sign
from webhooks.runtime.throw_away_certificate import ThrowAwayCertificate

JSON_SAMPLES = [
    pytest.param(key, sample, id=f"{key} {sample.name}")
    for key, provider in PROVIDERS.items()
    for sample in provider.samples
    if sample.body.startswith(("{", "["))
]


def kinds(value: Any, wanted: Any) -> Any:
    """Return a value's types, of an object those of the names that are wanted."""
    if isinstance(wanted, dict) and isinstance(value, dict):
        return {name: kinds(value[name], wanted[name]) for name in wanted}
    if isinstance(wanted, list) and isinstance(value, list):
        pairs = zip(value, wanted, strict=True)
        return [kinds(each, other) for each, other in pairs]
    return type(value)


def draft(body: str, kind: str = "application/json") -> InboundRequest:
    """Return a request before it is signed."""
    return inbound(headers=(("Content-Type", kind),), body=body.encode())


@pytest.mark.parametrize(("key", "sample"), JSON_SAMPLES)
def test_what_a_sample_is_made_of_stays_of_its_kind(key: str, sample: Sample) -> None:
    stored = signature(key)
    settings = SignatureSettings(
        key,
        tuple(stored.get("secrets", ())),
        options={**PROVIDERS[key].defaults(), **stored.get("options", {})},
        own_url="https://hooks.example.com/webhooks/t",
    )
    given = draft(sample.body, sample.content_type)
    signed = sign(PROVIDERS[key], given, settings, NOW, ThrowAwayCertificate())
    before, after = json.loads(sample.body), json.loads(signed.request.body)
    assert kinds(after, before) == kinds(before, before)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"update_id":7}', int),
        ('{"update_id":"7"}', str),
        ('{"update_id":7.5}', str),
        ('{"update_id":true}', str),
        ("{}", str),
    ],
)
def test_only_a_whole_number_is_replaced_by_one(body: str, kind: type) -> None:
    ids = set()
    for _ in range(3):
        made = with_new_id(PROVIDERS["telegram"], draft(body), fresh_id)
        (value,) = json.loads(made.body).values()
        assert type(value) is kind
        ids.add(value)
    assert len(ids) == 3
    assert all(0 <= each < 2**31 for each in ids if isinstance(each, int))


def test_one_of_several_that_is_no_number_makes_all_texts() -> None:
    """A place may stand for many; they get one id."""
    body = '{"events":[{"webhookEventId":1},{"webhookEventId":"a"}]}'
    made = with_new_id(PROVIDERS["line"], draft(body), fresh_id)
    first, second = json.loads(made.body)["events"]
    assert first == second
    assert isinstance(first["webhookEventId"], str)
