"""The Authorization header: every wrong one gets one answer."""

import pytest

from tests import cast
from tests.web.api.world import ALL, World
from webhooks.services.site import Site

WRONG = [
    {},
    {"Authorization": ""},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer wrong"},
    {"Authorization": "Basic dTpw"},
    {"Authorization": "bearer\twrong"},
    {"Authorization": "Bearer " + "x" * 1_000_000},
    {"Authorization": "Bearer \xe9\xff"},
    {"Authorization": "Bearer ' OR 1=1 --"},
]


def test_every_wrong_header_gets_the_same_answer(world: World, site: Site) -> None:
    url = world.url(ALL["webhooks.get"])
    answers = {world.client.get(url, headers=headers).data for headers in WRONG}
    assert len(answers) == 1
    assert b"Unauthorized" in answers.pop()


def test_a_token_in_the_query_or_body_means_nothing(world: World, site: Site) -> None:
    secret = cast.user_token(site, cast.alice(site))
    url = world.url(ALL["webhooks.get"])
    for query in (
        {"access_token": secret},
        {"token": secret},
        {"Authorization": secret},
    ):
        assert world.client.get(url, query_string=query).status_code == 401


def test_two_headers_are_none(world: World, site: Site) -> None:
    secret = cast.user_token(site, cast.alice(site))
    headers = [("Authorization", f"Bearer {secret}")] * 2
    response = world.client.get(world.url(ALL["webhooks.get"]), headers=headers)
    assert response.status_code == 401


def test_the_scheme_is_read_in_any_case(world: World, site: Site) -> None:
    secret = cast.user_token(site, cast.alice(site))
    for scheme in ("Bearer", "bearer", "BEARER"):
        response = world.client.get(
            world.url(ALL["webhooks.get"]),
            headers={"Authorization": f"{scheme} {secret}"},
        )
        assert response.status_code == 200


def test_too_many_wrong_tokens_are_429_for_that_address_alone(
    world: World, site: Site
) -> None:
    url = world.url(ALL["webhooks.get"])

    def status(address: str, presented: str = "wrong") -> int:
        response = world.client.get(
            url,
            headers=cast.bearer(presented),
            environ_overrides={"REMOTE_ADDR": address},
        )
        if response.status_code == 429:
            assert 1 <= int(response.headers["Retry-After"]) <= 10
            assert response.json["type"] == "TooManyRequests"
        return response.status_code

    assert {status("192.0.2.1") for _ in range(100)} == {401}
    assert status("192.0.2.1") == 429
    assert status("198.51.100.1") == 401
    assert status("192.0.2.1", cast.user_token(site, cast.alice(site))) == 200


@pytest.mark.parametrize("forwarded", ["198.51.100.1", "unknown"])
def test_an_untrusted_forwarded_address_does_not_count(
    world: World, forwarded: str
) -> None:
    url = world.url(ALL["webhooks.get"])
    headers = {**cast.bearer("wrong"), "X-Forwarded-For": forwarded}
    codes = [world.client.get(url, headers=headers).status_code for _ in range(101)]
    assert codes[-1] == 429
