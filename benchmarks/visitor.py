"""Somebody who looks at the pages: signed in, over one keep-alive connection."""

import http.client
import re
import secrets
import time
from urllib.parse import urlencode

from benchmarks.outcome import BenchmarkError
from benchmarks.server import HOST

EMAIL = "bench@example.org"
PASSWORD = secrets.token_urlsafe()
SETTINGS = {"SWITCHHOOK_ADMIN_EMAIL": EMAIL, "SWITCHHOOK_ADMIN_PASSWORD": PASSWORD}
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor:
    """A session of the administrator that ``SETTINGS`` make."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self._cookies: dict[str, str] = {}
        page = self._ask("GET", "/login", expected=200)
        token = _TOKEN.search(page.decode())
        if token is None:
            raise BenchmarkError("The sign-in page has no token in its form.")
        form = {"csrf_token": token[1], "email": EMAIL, "password": PASSWORD}
        self._ask("POST", "/login", urlencode(form), expected=303)

    @property
    def cookies(self) -> str:
        """The header that makes any request this visitor's."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def page(self, path: str) -> bytes:
        """Return a page. Raises BenchmarkError if it is not there."""
        return self._ask("GET", path, expected=200)

    def page_ms(self, path: str) -> float:
        """Return the milliseconds from asking for a page to its last byte."""
        began = time.perf_counter()
        self.page(path)
        return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: str | None = None, *, expected: int
    ) -> bytes:
        headers = {"Cookie": self.cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        if response.status != expected:
            raise BenchmarkError(f"{method} {path} answered {response.status}.")
        return content
