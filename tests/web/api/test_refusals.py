"""The litany of refusals: what no operation of the API may do, row by row.

Nothing here changes anything, so that one world serves all of it.
"""

from typing import Any

import pytest

from tests import cast
from tests.web.api.world import ALL, BODIES, IN_APPLICATION, PROTECTED, WITH_BODY, World
from webhooks.access import ACTIONS, READ_ACTIONS
from webhooks.ids import new_id
from webhooks.services import applications


def refused(response: Any, status: int, word: str) -> str:
    """Check an error's form and return its message."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/json"
    assert set(response.json) == {"type", "message"}
    assert response.json["type"] == word
    assert "Traceback" not in response.text
    message: str = response.json["message"]
    return message


@pytest.mark.parametrize("name", PROTECTED)
def test_without_a_token_it_is_401(shared_world: World, name: str) -> None:
    response = shared_world.call(name, {})
    refused(response, 401, "Unauthorized")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("name", PROTECTED)
def test_another_scope_is_403(shared_world: World, name: str) -> None:
    others = sorted(ACTIONS - {ALL[name].action})
    headers = shared_world.alice(*others)
    refused(shared_world.call(name, headers), 403, "Forbidden")


@pytest.mark.parametrize(
    "name", [name for name in PROTECTED if ALL[name].action not in READ_ACTIONS]
)
def test_reading_scopes_do_not_write(shared_world: World, name: str) -> None:
    headers = shared_world.alice("all.User.read")
    refused(shared_world.call(name, headers), 403, "Forbidden")


@pytest.mark.parametrize(
    "name", [name for name in IN_APPLICATION if ALL[name].action not in READ_ACTIONS]
)
def test_viewers_do_not_write(shared_world: World, name: str) -> None:
    application = applications.get(
        shared_world.site, shared_world.ids["application_id"]
    )
    bob = cast.bob(shared_world.site, application, "viewer")
    refused(
        shared_world.call(name, cast.bearer(cast.user_token(shared_world.site, bob))),
        403,
        "Forbidden",
    )


@pytest.mark.parametrize("name", IN_APPLICATION)
def test_a_foreign_application_is_like_none(shared_world: World, name: str) -> None:
    other = cast.application(shared_world.site, "Other")
    charlie = cast.user_token(shared_world.site, cast.charlie(shared_world.site))
    for secret in (cast.token(shared_world.site, other), charlie):
        headers = cast.bearer(secret)
        foreign = shared_world.call(name, headers)
        missing = shared_world.call(name, headers, ids={"application_id": new_id()})
        nonsense = shared_world.call(name, headers, ids={"application_id": "nonsense"})
        assert foreign.data == missing.data == nonsense.data
        assert refused(foreign, 404, "NotFound") == "Application was not found"


@pytest.mark.parametrize("name", IN_APPLICATION)
def test_unknown_and_malformed_ids_are_404(shared_world: World, name: str) -> None:
    headers = shared_world.alice()
    parameters = [each for each in shared_world.ids if f"<{each}>" in ALL[name].path]
    for parameter in parameters:
        for bad in ("nonsense", "0" * 24, "%00", "é" * 30):
            response = shared_world.call(name, headers, ids={parameter: bad})
            refused(response, 404, "NotFound")


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_body_that_is_no_object_is_400(shared_world: World, name: str) -> None:
    headers = shared_world.alice()
    for data in (b"", b"{", b"nonsense", b"\xff", b"null", b'"a"', b"1"):
        response = shared_world.call(
            name, headers, data=data, content_type="application/json"
        )
        refused(response, 400, "Validation")


@pytest.mark.parametrize("name", WITH_BODY)
def test_an_unknown_key_is_400_and_is_named(shared_world: World, name: str) -> None:
    headers = shared_world.alice()
    body: Any = BODIES[name]
    body = [{**body[0], "xyz": 1}] if isinstance(body, list) else {**body, "xyz": 1}
    message = refused(shared_world.call(name, headers, json=body), 400, "Validation")
    assert "xyz is not a known field" in message


@pytest.mark.parametrize("name", sorted(ALL))
def test_answers_are_neither_cached_nor_guessed_nor_shared(
    shared_world: World, name: str
) -> None:
    response = shared_world.call(name, {"Origin": "https://evil.example"})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Set-Cookie" not in response.headers


def test_cookies_mean_nothing(shared_world: World) -> None:
    shared_world.client.set_cookie("session", "anything")
    refused(shared_world.call("applications.list", {}), 401, "Unauthorized")
