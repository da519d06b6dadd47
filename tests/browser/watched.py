"""A tab that remembers what its console complains about.

Violations of the content security policy are reported there as well.
"""

from playwright.sync_api import ConsoleMessage, Error, Page


class Watched:
    """A page and the errors and warnings that it caused."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", self._error)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _error(self, error: Error) -> None:
        self.complaints.append(f"{self.page.url}: {error}")
