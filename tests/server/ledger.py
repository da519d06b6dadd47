"""A client's own book of what was acknowledged, kept under load.

Never the server's count: only what a sender saw with its own eyes can show
that an acknowledged request was lost.
"""

import http.client
import secrets
import threading
from collections import Counter
from hashlib import sha256

from tests.server.rows import integrity, rows
from tests.server.running import RemoteWebhook

SENDERS = 8


class Ledger:
    """Sends numbered requests from several threads and notes the answers."""

    def __init__(self, webhook: RemoteWebhook) -> None:
        self.webhook = webhook
        self.acknowledged: dict[str, str] = {}
        self.sent: set[str] = set()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Start sending."""
        self._stop.clear()
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Stop sending; every answer that is still to come is noted."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        while not self._stop.is_set():
            address = ("127.0.0.1", self.webhook.server.port)
            connection = http.client.HTTPConnection(*address, timeout=10)
            try:
                while not self._stop.is_set():
                    self._one(connection)
            except (OSError, http.client.HTTPException):
                # No answer promises nothing (P2); a pause spares the processor.
                self._stop.wait(0.02)
            finally:
                connection.close()

    def _one(self, connection: http.client.HTTPConnection) -> None:
        name = secrets.token_hex(8)
        body = name.encode() + secrets.token_bytes(secrets.randbelow(4000))
        self.sent.add(name)
        connection.request(
            "POST", f"{self.webhook.path}?{name}", body, {"X-Name": name}
        )
        response = connection.getresponse()
        response.read()
        if response.status == 200:
            self.acknowledged[name] = sha256(body).hexdigest()

    def lost(self) -> list[str]:
        """Return what was acknowledged and is not stored, also while sending."""
        # Before the look into the database: more is acknowledged all the time.
        acknowledged = list(self.acknowledged)
        stored = {row.raw_query for row in rows(self.webhook)}
        return [name for name in acknowledged if name not in stored]

    def twice(self) -> list[str]:
        """Return what is stored more than once."""
        found = Counter(row.raw_query for row in rows(self.webhook))
        return [name for name, times in found.items() if times > 1]

    def check(self) -> None:
        """Compare the book with the database. Raises AssertionError."""
        stored: dict[str, str] = {}
        for row in rows(self.webhook):
            name = row.raw_query
            assert name in self.sent, "a delivery that nobody sent"
            assert name not in stored, "an acknowledged delivery is there twice"
            assert dict(row.headers)["x-name"] == name, "a delivery is mixed up"
            assert row.body.startswith(name.encode()), "a delivery is mixed up"
            stored[name] = sha256(row.body).hexdigest()
        lost = self.lost()
        assert not lost, f"lost {len(lost)} of {len(self.acknowledged)}"
        for name, digest in self.acknowledged.items():
            assert stored[name] == digest, "a body was changed"
        assert integrity(self.webhook.server.instance) == "ok"
