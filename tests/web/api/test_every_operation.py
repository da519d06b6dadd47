"""The litany: what every operation of the API must do, one row per operation."""

import pytest

from tests.web.api.world import ALL, BODIES, PROTECTED, WITH_BODY, World
from webhooks.access import ACTIONS
from webhooks.services.site import Site

# Taking nothing is 204; the reply id in the table is unknown on purpose, and
# nothing is sent on to addresses of this machine.
UNUSUAL = {"replies.post": 404, "deliveries.forward": 400}
# Streams never end by themselves and have tests of their own.
FINITE = [name for name in PROTECTED if name != "deliveries.stream"]


def test_every_operation_has_a_known_action_and_a_body_in_the_table() -> None:
    assert {ALL[name].action for name in PROTECTED} <= ACTIONS
    assert set(BODIES) == set(WITH_BODY)


def test_every_action_has_an_operation() -> None:
    assert {ALL[name].action for name in PROTECTED} == ACTIONS


@pytest.mark.parametrize("name", FINITE)
def test_it_works_for_whoever_may(world: World, site: Site, name: str) -> None:
    headers = world.alice()
    response = world.call(name, headers)
    assert response.status_code == UNUSUAL.get(name, ALL[name].status), response.text


@pytest.mark.parametrize("name", FINITE)
def test_its_own_scope_is_enough(world: World, site: Site, name: str) -> None:
    action = ALL[name].action
    assert action is not None
    headers = world.alice(action)
    response = world.call(name, headers)
    assert response.status_code == UNUSUAL.get(name, ALL[name].status), response.text


@pytest.mark.parametrize("name", sorted(ALL))
def test_unknown_queries_and_headers_are_ignored(
    world: World, site: Site, name: str
) -> None:
    if name == "deliveries.stream":
        return
    headers = world.alice()
    headers |= {"Accept-Version": "^99.0.0", "losantdomain": "example.com"}
    query = {"_actions": "False", "_embedded": "true", "triggerFilter[0][type]": "x"}
    response = world.call(name, headers, query_string=query)
    assert response.status_code == UNUSUAL.get(name, ALL[name].status), response.text
