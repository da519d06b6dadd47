"""Beginning and ending the running of workflows in the serving process."""

import logging

from webhooks.services import runs
from webhooks.services.runner import Runner
from webhooks.services.site import Site
from webhooks.services.timers import Timers

# Runs under way get this long to end by themselves; then they are interrupted.
PATIENCE_SECONDS = 10.0

_logger = logging.getLogger(__name__)


def begin_running(site: Site) -> None:
    """Settle what the last process left behind, and take up the rest.

    For the process that holds the instance's lock.
    """
    runner = Runner(site)
    site.runner = runner
    timers = Timers(site, runner.alarm)
    site.timers = timers
    lost = runs.recover(site)
    if lost:
        _logger.warning("%d runs were under way when the server last stopped", lost)
    runner.begin()
    timers.begin()


def end_running(site: Site, patience_seconds: float = PATIENCE_SECONDS) -> None:
    """Start nothing more, and let what runs come to its end for a while.

    What is still under way then is found as interrupted at the next start.
    """
    if isinstance(site.runner, Runner):
        site.runner.end(patience_seconds)


def look_around(site: Site) -> None:
    """Notice runs and timers that a command beside the server has made."""
    if isinstance(site.runner, Runner) and isinstance(site.timers, Timers):
        site.runner.look_for_more()
        site.timers.look_for_changes()
