"""Bodies that are not what they should be (the strict reader, end to end)."""

from typing import Any

import pytest

from tests.web.api.world import World
from webhooks.services import webhooks
from webhooks.services.site import Site


@pytest.fixture
def headers(world: World, site: Site) -> dict[str, str]:
    return world.alice()


def patch(world: World, headers: dict[str, str], data: bytes, kind: str | None) -> Any:
    more = {} if kind is None else {"content_type": kind}
    return world.call("webhooks.patch", headers, data=data, **more)


@pytest.mark.parametrize(
    "data",
    [
        b'{"name": NaN}',
        b'{"responseCode": Infinity}',
        b'{"responseCode": 1e400}',
        b'{"responseCode": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"staticReply": ' + b"[" * 200 + b"]" * 200 + b"}",
        b"[]",
        b'{"name": "a"} trailing',
        b"{'name': 'a'}",
        '{"name": "a"}'.encode("utf-16"),
        '{"name": "\u00e9"}'.encode("latin-1"),
        b'{"name": "\\ud800"}',
        b'{"name": "a\\u0000b"}',
        b'{"\\ud800": 1}',
    ],
)
def test_it_is_400_and_nothing_changes(
    world: World, site: Site, headers: dict[str, str], data: bytes
) -> None:
    response = patch(world, headers, data, "application/json")
    assert response.status_code == 400, response.text
    assert response.json["type"] == "Validation"
    kept = webhooks.get(site, world.ids["application_id"], world.ids["webhook_id"])
    assert kept.name == "Order intake"


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "nonsense",
    ],
)
def test_another_type_is_415(world: World, headers: dict[str, str], kind: str) -> None:
    response = patch(world, headers, b'{"name": "New"}', kind)
    assert response.status_code == 415
    assert response.json["type"] == "UnsupportedMediaType"


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "application/json",
        "application/json; charset=utf-8",
        'application/json; charset="UTF-8"',
        "APPLICATION/JSON",
        "application/vnd.api+json",
    ],
)
def test_json_is_read_under_its_types_and_without_one(
    world: World, headers: dict[str, str], kind: str | None
) -> None:
    response = patch(world, headers, b'{"name": "New"}', kind)
    assert response.status_code == 200, response.text
    assert response.json["name"] == "New"


def test_a_byte_order_mark_is_no_trouble(world: World, headers: dict[str, str]) -> None:
    data = b"\xef\xbb\xbf" + b'{"name": "New"}'
    assert patch(world, headers, data, "application/json").status_code == 200


def test_of_repeated_keys_the_last_counts(
    world: World, headers: dict[str, str]
) -> None:
    data = b'{"name": "First", "name": "Last"}'
    assert patch(world, headers, data, "application/json").json["name"] == "Last"


def test_more_than_a_megabyte_is_413(world: World, headers: dict[str, str]) -> None:
    data = b'{"name": "' + b"x" * 1024 * 1024 + b'"}'
    response = patch(world, headers, data, "application/json")
    assert response.status_code == 413
    assert response.json["type"] == "PayloadTooLarge"


def test_the_body_of_a_delete_is_ignored(world: World, headers: dict[str, str]) -> None:
    response = world.call("webhooks.delete", headers, data=b"{}")
    assert response.json == {"success": True}
