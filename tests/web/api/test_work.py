"""The work queue through the API."""

import pytest

from tests.frozen_clock import FrozenClock
from tests.web.api.world import World


def test_each_delivery_is_given_out_once(world: World) -> None:
    second = world.call("work.next", world.alice())
    assert second.json["id"] != world.ids["delivery_id"]
    assert second.json["body"] == {"hello": "you"}
    assert world.call("work.next_by_get", world.alice()).status_code == 204


def test_a_lease_that_ran_out_gives_it_again(world: World, clock: FrozenClock) -> None:
    lease = {"lease": "300"}
    second = world.call("work.next", world.alice(), query_string=lease).json["id"]
    clock.move(61)
    again = world.call("work.next", world.alice(), query_string=lease).json["id"]
    assert again == world.ids["delivery_id"] != second
    assert world.call("work.next", world.alice()).status_code == 204


def test_what_is_done_is_not_given_out_again(world: World, clock: FrozenClock) -> None:
    assert world.call("work.ack", world.alice()).json == {"success": True}
    clock.move(61)
    next_one = world.call("work.next", world.alice()).json["id"]
    assert next_one != world.ids["delivery_id"]
    assert world.call("work.next", world.alice()).status_code == 204


@pytest.mark.parametrize(
    "query",
    ["wait=61", "wait=-1", "wait=x", "wait=nan", "lease=0", "lease=3601"],
)
def test_an_unusable_query_is_400(shared_world: World, query: str) -> None:
    answer = shared_world.call("work.next", shared_world.alice(), query_string=query)
    assert answer.status_code == 400
