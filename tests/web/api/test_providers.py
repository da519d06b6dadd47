"""The senders that are understood, as data."""

from tests import cast
from tests.web.api.world import World
from webhooks.ingress.providers import PROVIDERS


def test_every_sender_is_described_in_order_of_name(shared_world: World) -> None:
    value = shared_world.call("providers.list", shared_world.alice()).json
    assert [item["key"] for item in value["items"]] == list(PROVIDERS)
    assert value["count"] == len(PROVIDERS)


def test_a_sender_comes_with_all_that_a_form_needs(shared_world: World) -> None:
    items = shared_world.call("providers.list", shared_world.alice()).json["items"]
    found = {item["key"]: item for item in items}
    twilio, generic = found["twilio"], found["generic"]
    assert twilio["secret"]["label"] == "Auth token"
    assert twilio["signsUrl"]
    assert twilio["verificationType"] == "twilio"
    assert twilio["refusalStatus"] == 403
    assert twilio["samples"][0]["contentType"] == "application/x-www-form-urlencoded"
    assert not found["github"]["signsUrl"]
    assert found["github"]["samples"][0]["headers"] == [["X-GitHub-Event", "push"]]
    assert found["stripe"]["toleranceSeconds"] == 300
    assert found["slack"]["handshakes"]
    algorithm = next(o for o in generic["options"] if o["name"] == "algorithm")
    assert {"value": "hmac-sha1", "label": "HMAC-SHA1"} in algorithm["choices"]


def test_an_applications_token_may_read_them(shared_world: World) -> None:
    headers = shared_world.alice("all.User.read")
    assert shared_world.call("providers.list", headers).status_code == 200
    headers = shared_world.alice("webhooks.get")
    assert shared_world.call("providers.list", headers).status_code == 403


def test_nobody_reads_them_without_a_token(shared_world: World) -> None:
    assert shared_world.call("providers.list", {}).status_code == 401
    assert shared_world.call("providers.list", cast.bearer("x")).status_code == 401
