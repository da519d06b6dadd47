"""Test requests through the API: samples, changes to them, signatures."""

import base64
from typing import Any

import pytest

from tests import cast
from tests.signed_webhooks import TEXT, signature
from tests.web.api.world import World
from webhooks.services import deliveries, webhooks
from webhooks.services.applications import Application
from webhooks.services.deliveries import Delivery
from webhooks.services.site import Site
from webhooks.services.webhooks import Webhook


def try_out(world: World, webhook: Webhook, **body: Any) -> Any:
    return world.call(
        "webhookTests.post",
        world.alice(),
        ids={"webhook_id": webhook.id},
        json=body,
    )


# It is a step of tests, and none itself.


@pytest.fixture
def github(world: World, site: Site) -> Webhook:
    return _webhook(world, site, signature=signature("github"))


def _webhook(world: World, site: Site, **columns: Any) -> Webhook:
    values = {"name": "signed", **columns}
    return webhooks.create(site, world.ids["application_id"], values)


def _row(site: Site, webhook: Webhook, delivery_id: str) -> Delivery:
    return deliveries.get(site, webhook.application_id, webhook.id, delivery_id)


def test_nothing_given_is_the_senders_first_sample_signed(
    world: World, site: Site, github: Webhook
) -> None:
    response = try_out(world, github)
    assert response.status_code == 200
    value = response.json
    row = _row(site, github, value["deliveryId"])
    assert (row.source, row.verdict) == ("test", "verified")
    assert ["x-github-event", "push"] in [list(pair) for pair in row.headers]
    assert value["statusCode"] == 200
    assert "success" in value["body"]
    assert value["verification"] == {
        "scheme": "github",
        "verdict": "verified",
        "reason": "",
    }
    assert value["durationMs"] >= 0
    assert "$SECRET" in value["curl"]
    assert TEXT not in response.text


def test_a_sample_is_chosen_by_name_and_changed(
    world: World, site: Site, github: Webhook
) -> None:
    value = try_out(
        world,
        github,
        sample="ping",
        method="PUT",
        path="/x?y=1",
        headers={"x-github-event": "other", "X-More": ["1", "2"]},
    ).json
    row = _row(site, github, value["deliveryId"])
    headers = [list(pair) for pair in row.headers]
    assert (row.method, row.path, row.raw_query) == ("PUT", "/x", "y=1")
    assert b"Design for failure." in row.body
    assert [value for name, value in headers if name == "x-github-event"] == ["other"]
    assert [value for name, value in headers if name == "x-more"] == ["1", "2"]
    assert row.verdict == "verified"


def test_wrong_on_purpose_is_refused_with_the_reason(
    world: World, site: Site, github: Webhook
) -> None:
    response = try_out(world, github, wrong=True)
    value = response.json
    assert value["statusCode"] == 401
    assert value["verification"]["verdict"] == "failed"
    assert value["verification"]["reason"]
    assert _row(site, github, value["deliveryId"]).status == "refused"
    assert TEXT not in response.text


def test_unsigned_is_refused_as_a_strangers_would_be(
    world: World, github: Webhook
) -> None:
    value = try_out(world, github, sign=False).json
    assert value["statusCode"] == 401
    assert "missing" in value["verification"]["reason"]
    assert "$SECRET" not in value["curl"]


def test_bodies_are_texts_json_or_bytes(
    world: World, site: Site, github: Webhook
) -> None:
    encoded = base64.b64encode(b"\xff\x00").decode()
    bodies: dict[bytes, dict[str, Any]] = {
        b"a\r\nb": {"body": "a\r\nb"},
        b'{"a":[1]}': {"body": {"a": [1]}},
        b"\xff\x00": {"bodyBase64": encoded},
        b"": {"body": None},
    }
    for wanted, body in bodies.items():
        value = try_out(world, github, **body).json
        row = _row(site, github, value["deliveryId"])
        assert (row.body, row.verdict) == (wanted, "verified")
    row = _row(site, github, try_out(world, github, body=[1]).json["deliveryId"])
    assert row.content_type == "application/json"


def test_a_script_that_cannot_be_is_null_with_the_reason(
    world: World, site: Site
) -> None:
    discord = _webhook(world, site, signature=signature("discord"))
    value = try_out(world, discord).json
    assert value["verification"]["verdict"] == "verified"
    assert value["curl"] is None
    assert "private key" in value["curlNote"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sample": "pull"}, "sample"),
        ({"sample": 1}, "sample"),
        ({"method": "BREW"}, "method"),
        ({"path": "/a b"}, "path"),
        ({"path": "/" + "x" * 9000}, "path"),
        ({"headers": {"X A": "b"}}, "headers"),
        ({"headers": {"X-A": "b\r\nc"}}, "headers"),
        ({"headers": {"X-A": 1}}, "headers"),
        ({"headers": [["a"]]}, "headers"),
        ({"body": "a", "bodyBase64": "YQ=="}, "bodyBase64"),
        ({"bodyBase64": "%"}, "bodyBase64"),
        ({"sign": None}, "sign"),
        ({"sign": False, "wrong": True}, "wrong"),
        ({"wrong": "yes"}, "wrong"),
        ({"secret": "x"}, "secret"),
    ],
)
def test_what_cannot_be_sent_is_named_and_not_stored(
    world: World, site: Site, github: Webhook, body: dict[str, Any], field: str
) -> None:
    response = try_out(world, github, **body)
    assert response.status_code == 400
    assert field in response.json["message"]
    listed = deliveries.list_(
        site, github.application_id, github.id, deliveries.DeliveryQuery()
    )
    assert listed.items == []


def test_a_webhook_without_a_signature_has_no_samples(world: World, site: Site) -> None:
    plain = _webhook(world, site)
    assert try_out(world, plain, sample="push").status_code == 400
    assert try_out(world, plain, sign=True).status_code == 400
    value = try_out(world, plain, body="hello").json
    assert value["verification"]["verdict"] == "unchecked"
    assert value["curl"].startswith("curl ")


def test_reading_is_not_enough_to_test(world: World, site: Site) -> None:
    for scope in ("all.User.read", "webhook.get", "delivery.replay"):
        response = world.call("webhookTests.post", world.alice(scope))
        assert response.status_code == 403
    assert world.call("webhookTests.post", world.alice("webhook.*")).status_code == 200


def test_viewers_may_not_test(
    world: World, site: Site, application: Application
) -> None:
    bob = cast.bob(site, application, "viewer")
    webhook = webhooks.create(site, application.id, {"name": "theirs"})
    headers = cast.bearer(cast.user_token(site, bob))
    ids = {"application_id": application.id, "webhook_id": webhook.id}
    response = world.call("webhookTests.post", headers, ids=ids, json={})
    assert response.status_code == 403


@pytest.fixture
def application(site: Site) -> Application:
    return cast.application(site)
