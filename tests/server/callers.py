"""Callers that wait for a reply, each on a thread of its own."""

import threading
import time
from collections.abc import Callable

from tests.server.running import Answer, RemoteWebhook


class Caller:
    """Sends one request in the background and keeps what it got."""

    def __init__(self, webhook: RemoteWebhook, body: bytes = b"{}") -> None:
        self.webhook = webhook
        self._body = body
        self._answer: Answer | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def _send(self) -> None:
        try:
            self._answer = self.webhook.send(self._body, timeout=120)
        except OSError as error:
            self._error = error

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    def answer(self, seconds: float = 20) -> Answer:
        """Wait for the answer and return it."""
        self._thread.join(seconds)
        assert not self._thread.is_alive(), "the caller is still waiting"
        if self._error is not None:
            raise self._error
        assert self._answer is not None
        return self._answer


def until(condition: Callable[[], bool], what: str, seconds: float = 15) -> None:
    """Look again and again until something holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError(f"not in {seconds} s: {what}")
