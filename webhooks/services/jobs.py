"""The recurring jobs of a running instance: one row each."""

from collections.abc import Callable

from webhooks.runtime.scheduler import Job, Scheduler
from webhooks.services import hour_counts
from webhooks.services.retention import Retention
from webhooks.services.running import look_around
from webhooks.services.site import Site
from webhooks.storage.counting import WORTH_COUNTING

# Name, interval in seconds, and what is done with the instance and its retention.
JOBS: tuple[tuple[str, float, Callable[[Site, Retention], object]], ...] = (
    ("retention", 3600.0, lambda _, retention: retention.sweep()),
    ("space", 1.0, lambda _, retention: retention.relieve()),
    ("counts", 1.0, lambda site, _: hour_counts.update(site, WORTH_COUNTING)),
    ("runs", 2.0, lambda site, _: look_around(site)),
)


def make_scheduler(site: Site) -> Scheduler:
    """Give an instance its scheduler, and return it not yet started."""
    retention = Retention(site)

    def bound(function: Callable[[Site, Retention], object]) -> Callable[[], object]:
        return lambda: function(site, retention)

    site.scheduler = Scheduler(
        [Job(name, interval, bound(function)) for name, interval, function in JOBS],
        site.clock.monotonic,
    )
    return site.scheduler
