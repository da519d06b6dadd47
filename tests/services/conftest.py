"""What tests of services begin with."""

from collections.abc import Iterator

import pytest

from tests.frozen_clock import FrozenClock
from tests.services.serving import Serving
from webhooks.services.site import Site


@pytest.fixture
def serving(site: Site, clock: FrozenClock) -> Iterator[Serving]:
    """The instance with its run pool and timers, begun."""
    running = Serving(site, clock).begin()
    yield running
    running.close()
