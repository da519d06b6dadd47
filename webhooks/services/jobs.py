"""The recurring jobs of a running instance: one row each."""

from collections.abc import Callable

from webhooks.runtime.scheduler import Job, Scheduler
from webhooks.services.retention import Retention
from webhooks.services.site import Site

# Name, interval in seconds, and what is done with the instance's retention.
JOBS: tuple[tuple[str, float, Callable[[Retention], object]], ...] = (
    ("retention", 3600.0, Retention.sweep),
    ("space", 1.0, Retention.relieve),
)


def make_scheduler(site: Site) -> Scheduler:
    """Give an instance its scheduler, and return it not yet started."""
    retention = Retention(site)

    def bound(function: Callable[[Retention], object]) -> Callable[[], object]:
        return lambda: function(retention)

    site.scheduler = Scheduler(
        [Job(name, interval, bound(function)) for name, interval, function in JOBS],
        site.clock.monotonic,
    )
    return site.scheduler
