"""A webhook's secrets through the API: who reads them, and what keeps them."""

from tests import cast
from tests.web.api.world import World
from webhooks.services import applications, webhooks


def test_secrets_are_shown_to_those_who_may_change_them(world: World) -> None:
    site = world.site
    application = applications.get(site, world.ids["application_id"])
    secrets = {"basicAuthPassword": "pass", "verificationCode": "code"}
    world.call("webhooks.patch", world.alice(), json=secrets)
    headers = {
        "alice": world.alice(),
        "editor": cast.bearer(cast.user_token(site, cast.bob(site, application))),
        "token": cast.bearer(cast.token(site, application)),
        "webhook.get": cast.bearer(cast.token(site, application, "webhook.get")),
        "reader": cast.bearer(cast.token(site, application, "all.Application.read")),
    }
    seen = {}
    for who, each in headers.items():
        one = world.call("webhooks.get", each).json
        seen[who] = [one["basicAuthPassword"], one["verificationCode"]]
    viewer = cast.bearer(cast.user_token(site, cast.bob(site, application, "viewer")))
    items = world.call("webhooks.list", viewer).json["items"]
    seen["viewer"] = [items[0]["basicAuthPassword"], items[0]["verificationCode"]]
    shown, hidden = ["pass", "code"], ["", ""]
    assert seen == {
        "alice": shown,
        "editor": shown,
        "token": shown,
        "webhook.get": shown,
        "reader": hidden,
        "viewer": hidden,
    }


def test_a_placeholder_keeps_the_stored_secret(world: World) -> None:
    world.call("webhooks.patch", world.alice(), json={"basicAuthPassword": "pass"})
    body = {"basicAuthPassword": webhooks.SECRET_PLACEHOLDER}
    changed = world.call("webhooks.patch", world.alice(), json=body).json
    assert changed["basicAuthPassword"] == "pass"


def test_what_is_hidden_from_a_script_is_not_wiped_by_sending_it_back(
    world: World,
) -> None:
    secrets = {"basicAuthPassword": "pass", "verificationCode": "code"}
    world.call("webhooks.patch", world.alice(), json=secrets)
    application = applications.get(world.site, world.ids["application_id"])
    script = cast.bearer(
        cast.token(world.site, application, "all.Application.read", "webhook.patch")
    )
    one = world.call("webhooks.get", script).json
    sent = {name: one[name] for name in ("name", *secrets)}
    assert world.call("webhooks.patch", script, json=sent).status_code == 200
    kept = world.call("webhooks.get", world.alice()).json
    assert {name: kept[name] for name in secrets} == secrets
    blank = dict.fromkeys(secrets, "")
    wiped = world.call("webhooks.patch", world.alice(), json=blank).json
    assert {name: wiped[name] for name in secrets} == blank
