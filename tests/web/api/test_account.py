"""Signing in and ``me``."""

from typing import Any

import pytest

from tests import cast
from tests.web.api.world import World
from webhooks.services import users

GOOD = {"email": "alice@example.org", "password": cast.PASSWORD}


def test_a_password_gives_a_token_that_works(world: World) -> None:
    answer = world.call("auth.authenticate_user", {}, json=GOOD)
    assert answer.status_code == 200
    assert answer.json["userId"] == cast.alice(world.site).id
    me = world.call("me.get", cast.bearer(answer.json["token"])).json
    assert (me["email"], me["isAdmin"]) == ("alice@example.org", True)
    assert me["summary"] == {"applicationCount": 1}
    assert "password" not in str(me).lower()


def test_requested_scopes_narrow_it(world: World) -> None:
    body = {**GOOD, "requestedScopes": ["all.User.read"], "twoFactorCode": "123456"}
    token = world.call("auth.authenticate_user", {}, json=body).json["token"]
    assert world.call("webhooks.get", cast.bearer(token)).status_code == 200
    assert world.call("webhooks.delete", cast.bearer(token)).status_code == 403


def test_a_new_password_ends_the_token(world: World) -> None:
    token = world.call("auth.authenticate_user", {}, json=GOOD).json["token"]
    users.set_password(world.site, cast.alice(world.site).id, "battery staple")
    assert world.call("me.get", cast.bearer(token)).status_code == 401


def test_wrong_credentials_are_401_with_one_text(world: World) -> None:
    answers = set()
    for email, password in [
        ("alice@example.org", "wrong password"),
        ("nobody@example.org", cast.PASSWORD),
        ("' OR 1=1 --", "' OR '1'='1"),
    ]:
        body = {"email": email, "password": password}
        answer = world.call("auth.authenticate_user", {}, json=body)
        assert answer.status_code == 401
        answers.add(answer.data)
    assert len(answers) == 1


def test_guessing_is_slowed_down(world: World) -> None:
    body = {**GOOD, "password": "wrong password"}
    answers = [world.call("auth.authenticate_user", {}, json=body) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401] * 4 + [429]
    assert answers[-1].headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "alice@example.org"},
        {**GOOD, "password": 12345678},
        {**GOOD, "password": "null\0null"},
        {**GOOD, "requestedScopes": ["nonsense"]},
        {**GOOD, "requestedScopes": []},
    ],
)
def test_unusable_credentials_are_400(world: World, body: Any) -> None:
    answer = world.call("auth.authenticate_user", {}, json=body)
    assert answer.status_code == 400, answer.text
