"""A real server for tests: gunicorn with our configuration, in its own process."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
EMAIL = "alice@example.org"
PASSWORD = "correct horse battery"
START_SECONDS = 30
# Settings of whoever runs the tests; and without bytecode each start compiles.
_NOT_OURS = ("SWITCHHOOK_", "PYTHONDONTWRITEBYTECODE")


class Answer:
    """An HTTP answer as a test looks at it."""

    def __init__(
        self, status: int, headers: http.client.HTTPMessage, body: bytes
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def own_port() -> int:
    """Return a port that only whoever asks for it by number can get from now on.

    It is bound for as long as this process lives, but nobody listens at it: so
    the system gives it to no other test, also while its server is not running,
    and gunicorn may still listen there, because both allow sharing.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    port = int(holder.getsockname()[1])
    holder.detach()
    return port


class _InOnePiece(http.client.HTTPConnection):
    """Sends head and body together: with a pause between them, as a busy machine
    makes one, the body would come too late for a server that is not patient.
    """

    def __init__(self, host: str, timeout: float) -> None:
        super().__init__(host, timeout=timeout)
        self._pieces: list[bytes] = []

    def send(self, data: Any) -> None:
        self._pieces.append(data)

    def getresponse(self) -> http.client.HTTPResponse:
        super().send(b"".join(self._pieces))
        return super().getresponse()


class RunningServer:
    """Starts, asks, signals and stops one server process."""

    def __init__(self, instance: Path, **settings: str) -> None:
        self.instance = instance
        self.port = own_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance.parent / f"{instance.name}.log"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(_NOT_OURS)},
            "SWITCHHOOK_INSTANCE": str(instance),
            "SWITCHHOOK_PORT": str(self.port),
            "SWITCHHOOK_ADMIN_EMAIL": EMAIL,
            "SWITCHHOOK_ADMIN_PASSWORD": PASSWORD,
            "SWITCHHOOK_MIN_FREE_BYTES": "0",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._token: str | None = None

    def launch(
        self, *arguments: str, prefix: tuple[str, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Start the process and return at once."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*prefix, sys.executable, "-m", "gunicorn", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self.process

    def start(self, *arguments: str, prefix: tuple[str, ...] = ()) -> "RunningServer":
        """Start the process and wait until it is ready."""
        self.launch(*arguments, prefix=prefix)
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"the server has exited:\n{self.output}")
            if self._is_ready():
                return
            time.sleep(0.05)
        raise AssertionError(f"the server was not ready in time:\n{self.output}")

    def _is_ready(self) -> bool:
        try:
            return self.ask("GET", "/readyz", timeout=10).status == 200
        except OSError:
            return False

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace")

    @property
    def setup_path(self) -> str:
        """Where the first account is made, as the log of a new server has it."""
        found = re.search(r"/setup\?code=[a-z2-7-]+", self.output)
        assert found is not None, self.output
        return found[0]

    @property
    def worker_pid(self) -> int:
        """The id of the process that serves, as the instance lock has it."""
        return int((self.instance / "engine.lock").read_text().split()[0])

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self, seconds: float = 20) -> int:
        """End the process politely, else firmly; return its exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """kill -9 the master and the worker."""
        assert self.process is not None
        worker = self.worker_pid
        self.process.kill()
        self.process.wait()
        try:
            os.kill(worker, signal.SIGKILL)
        except ProcessLookupError:
            return

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 60,
    ) -> Answer:
        """Make one request on a connection of its own."""
        host = urlsplit(self.url).netloc
        connection = _InOnePiece(host, timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def raw(self, data: bytes, seconds: float = 30, half_close: bool = False) -> bytes:
        """Send bytes as they are and return everything that comes back."""
        with socket.create_connection(
            ("127.0.0.1", self.port), timeout=seconds
        ) as peer:
            peer.sendall(data)
            if half_close:
                peer.shutdown(socket.SHUT_WR)
            received = bytearray()
            try:
                while piece := peer.recv(65536):
                    received += piece
            except (TimeoutError, ConnectionResetError):
                return bytes(received)
            return bytes(received)

    def api(
        self, method: str, path: str, value: Any = None, token: str | None = None
    ) -> Answer:
        """Call the JSON API as Alice, or with another token."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        body = None
        if value is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(value)
        return self.ask(method, f"/api{path}", body, headers)

    @property
    def token(self) -> str:
        if self._token is None:
            answer = self.ask(
                "POST",
                "/api/auth/user",
                json.dumps({"email": EMAIL, "password": PASSWORD}),
                {"Content-Type": "application/json"},
            )
            assert answer.status == 200, answer.body
            self._token = answer.json["token"]
        return self._token

    def application(self, name: str = "Test") -> str:
        """Create an application and return its id."""
        answer = self.api("POST", "/applications", {"name": name})
        assert answer.status == 201, answer.body
        return str(answer.json["id"])

    def webhook(self, **fields: Any) -> "RemoteWebhook":
        """Create a webhook in an application of its own."""
        application_id = self.application()
        path = f"/applications/{application_id}/webhooks"
        answer = self.api("POST", path, {"name": "test", **fields})
        assert answer.status == 201, answer.body
        return RemoteWebhook(self, answer.json)


class RemoteWebhook:
    """A webhook on a running server, as its sender and its owner see it."""

    def __init__(self, server: RunningServer, value: dict[str, Any]) -> None:
        self.server = server
        self.id: str = value["id"]
        self.application_id: str = value["applicationId"]
        self.path = f"/webhooks/{value['token']}"
        self.api_path = f"/applications/{self.application_id}/webhooks/{self.id}"

    def send(
        self,
        body: bytes | str = b"{}",
        method: str = "POST",
        suffix: str = "",
        headers: dict[str, str] | None = None,
        timeout: float = 60,
    ) -> Answer:
        """Send a request to the webhook's URL."""
        headers = {"Content-Type": "application/json"} if headers is None else headers
        return self.server.ask(method, self.path + suffix, body, headers, timeout)

    def deliveries(self, query: str = "") -> list[dict[str, Any]]:
        """Return the webhook's deliveries, newest first."""
        answer = self.server.api("GET", f"{self.api_path}/deliveries{query}")
        assert answer.status == 200, answer.body
        items: list[dict[str, Any]] = answer.json["items"]
        return items

    def next(self, wait: float = 30, **query: str) -> dict[str, Any]:
        """Take the next delivery of the work queue."""
        extra = "".join(f"&{key}={value}" for key, value in query.items())
        path = f"{self.api_path}/deliveries/next?wait={wait}{extra}"
        answer = self.server.api("POST", path)
        assert answer.status == 200, (answer.status, answer.body)
        value: dict[str, Any] = answer.json
        return value

    def reply(self, reply_id: str, value: dict[str, Any]) -> Answer:
        """Answer a waiting caller."""
        path = f"/applications/{self.application_id}/replies/{reply_id}"
        return self.server.api("POST", path, value)
