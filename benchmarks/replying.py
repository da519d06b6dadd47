"""Scripts that answer parked callers one by one through the API."""

import http.client
import json
import queue
import sqlite3
import threading
from pathlib import Path

from benchmarks.server import HOST

_SCRIPTS = 16
_REPLY = json.dumps({"statusCode": 202, "body": "go ahead"})


def reply_ids(database: Path, webhook_id: str) -> list[str]:
    """Return the reply ids of everybody who was parked at a webhook."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute(
            "SELECT reply_id FROM delivery WHERE webhook_id = ? "
            "AND reply_id IS NOT NULL AND response_source IS NULL",
            (webhook_id,),
        ).fetchall()
    finally:
        connection.close()
    return [row[0] for row in rows]


class Replying:
    """Threads with a keep-alive connection each that share the work."""

    def __init__(self, port: int, application_id: str, token: str) -> None:
        self._port = port
        self._path = f"/api/applications/{application_id}/replies/"
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }
        self._work: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._run) for _ in range(_SCRIPTS)]
        self.refused: list[int] = []

    def start(self, ids: list[str]) -> None:
        """Begin to reply to all of them."""
        for reply_id in ids:
            self._work.put(reply_id)
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Wait until every reply has been sent."""
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=60)
        try:
            while True:
                reply_id = self._work.get_nowait()
                connection.request("POST", self._path + reply_id, _REPLY, self._headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.refused.append(answer.status)
        except queue.Empty:
            return
        finally:
            connection.close()
