"""The jobs of an instance: which there are, and that they do their work."""

import pytest

from tests import cast
from tests.frozen_clock import FrozenClock
from tests.services.stored_deliveries import kept, stored
from webhooks.services.jobs import JOBS, make_scheduler
from webhooks.services.site import Site


@pytest.fixture
def environment() -> dict[str, str]:
    return {"SWITCHHOOK_MIN_FREE_BYTES": "0"}


def test_names_are_unique() -> None:
    assert len({name for name, _, _ in JOBS}) == len(JOBS)


def test_the_instance_knows_its_scheduler(site: Site) -> None:
    assert make_scheduler(site) is site.scheduler


def test_what_is_old_goes_within_the_second_hour(
    site: Site, clock: FrozenClock
) -> None:
    webhook = cast.webhook(site, cast.application(site))
    stored(site, webhook, 40)
    scheduler = make_scheduler(site)
    scheduler._launch = lambda _, work: work()
    clock.move(3000)
    scheduler.tick()
    assert kept(site) == [1]
    clock.move(1000)
    scheduler.tick()
    assert kept(site) == []


def test_space_is_looked_at_every_second(site: Site, clock: FrozenClock) -> None:
    scheduler = make_scheduler(site)
    scheduler._launch = lambda _, work: work()
    site.settings._values["MAX_DATABASE_BYTES"] = 1
    clock.move(1)
    scheduler.tick()
    assert site.trouble is not None
