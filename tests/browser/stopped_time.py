"""A page whose timers do not run out: what it shows for a moment only stays there.

Apart from the tests because several look at words that go away by themselves.
"""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page


def stop_time(page: Page) -> None:
    """Let no more time pass on a page and those that it goes on to.

    The page's clock then shows an hour later; what was begun before runs out as ever.
    """
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
