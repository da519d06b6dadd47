"""The HTTP port: what nodes ask for reaches the server, bounded and guarded."""

import gzip
import socket
import ssl
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.certificates_factory import Signer, make_leaf, make_root
from tests.runtime.scripted_server import ScriptedServer, answer
from tests.runtime.test_http_client import LOOPBACK, local_client, resolving
from webhooks.runtime.http_client import GuardedClient
from webhooks.runtime.workflow_http import MAX_RESPONSE_BYTES, WorkflowHttp
from webhooks.workflows.errors import NodeError
from webhooks.workflows.ports import HttpRequest, HttpResponse


def ask(server: ScriptedServer, scheme: str = "http", **options: Any) -> HttpResponse:
    options = {"method": "GET", "url": f"{scheme}://a.test:{server.port}/"} | options
    return WorkflowHttp(local_client()).request(HttpRequest(**options))


def test_a_request_goes_out_and_its_answer_comes_back() -> None:
    with ScriptedServer(answer(b"yes", "201 Created", "X-A: 1", "x-a: 2")) as server:
        response = ask(
            server,
            method="PATCH",
            headers=[("X-B", "1"), ("X-B", "2")],
            body=b"hello",
        )
    assert (response.status, response.body) == (201, b"yes")
    assert response.headers["x-a"] == "1, 2"
    assert server.requests[0].startswith(b"PATCH / HTTP/1.1\r\n")
    assert b"\r\nx-b: 1, 2\r\n" in server.requests[0].lower()


def test_the_answer_says_how_long_it_took() -> None:
    ticks = iter([5.0, 7.5])
    http = WorkflowHttp(local_client(), monotonic=lambda: next(ticks))
    with ScriptedServer(answer()) as server:
        request = HttpRequest("GET", f"http://a.test:{server.port}/")
        assert http.request(request).duration_seconds == 2.5


def test_redirects_are_followed_unless_they_are_not_wanted() -> None:
    redirect = answer(b"", "302 Found", "Location: /next")
    with ScriptedServer(redirect, answer(b"end")) as server:
        assert ask(server).body == b"end"
    with ScriptedServer(redirect, answer(b"end")) as server:
        assert ask(server, follow_redirects=False).status == 302


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://0/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "http://user:pw@a.test/",
        "http://a.test/\r\nX: y",
    ],
)
def test_what_must_not_be_sent_is_refused(url: str) -> None:
    with pytest.raises(NodeError, match="was not sent") as caught:
        WorkflowHttp(GuardedClient()).request(HttpRequest("GET", url))
    assert caught.value.name == "RequestRefused"


def test_an_answer_of_five_megabytes_is_the_largest() -> None:
    body = b"x" * MAX_RESPONSE_BYTES
    with ScriptedServer(answer(body), answer(body + b"x")) as server:
        assert len(ask(server).body) == MAX_RESPONSE_BYTES
        with pytest.raises(NodeError, match="more than 5242880 bytes") as caught:
            ask(server)
    assert caught.value.name == "RequestFailed"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 60_000_000, compresslevel=1)
    packed = answer(bomb, "200 OK", "Content-Encoding: gzip")
    tracemalloc.start()
    try:
        with ScriptedServer(packed) as server, pytest.raises(NodeError, match="more"):
            ask(server, headers=[("Accept-Encoding", "gzip")])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 25_000_000


def test_packed_answers_are_unpacked() -> None:
    packed = answer(gzip.compress(b"hello"), "200 OK", "Content-Encoding: gzip")
    with ScriptedServer(packed) as server:
        assert ask(server).body == b"hello"


def test_a_server_that_never_answers_is_left_in_time() -> None:
    with ScriptedServer(b"") as server:

        def stall(connection: socket.socket, head: bytes) -> None:
            server.done.wait(10)

        server.scripts = [stall]
        with pytest.raises(NodeError, match=r"longer than 0\.2 seconds"):
            ask(server, timeout_seconds=0.2)
        server.done.set()


def test_nobody_waits_longer_than_thirty_seconds() -> None:
    waited = []

    class Client(GuardedClient):
        def request(self, *args: Any, **options: Any) -> Any:
            waited.append(options["timeout_seconds"])
            return super().request(*args, **options)

    client = Client(LOOPBACK, resolving(a_test="127.0.0.1"))
    with ScriptedServer(answer()) as server:
        url = f"http://a.test:{server.port}/"
        WorkflowHttp(client).request(HttpRequest("GET", url, timeout_seconds=900))
    assert waited == [30.0]


def test_a_reset_is_an_error() -> None:
    def reset(connection: socket.socket, head: bytes) -> None:
        linger = b"\1\0\0\0\0\0\0\0"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    with ScriptedServer(reset) as server, pytest.raises(NodeError, match="broke"):
        ask(server)


@pytest.fixture(scope="module")
def root() -> Signer:
    return make_root(datetime.now(UTC))


@pytest.fixture(scope="module")
def server_tls(root: Signer, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    return server_context(path, make_leaf(root, datetime.now(UTC), host="a.test"))


def server_context(path: Path, leaf: Signer) -> ssl.SSLContext:
    path.write_bytes(leaf.pem + leaf.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_an_unknown_certificate_is_refused_unless_nobody_minds(
    server_tls: ssl.SSLContext,
) -> None:
    with ScriptedServer(answer(b"secret"), tls=server_tls) as server:
        with pytest.raises(NodeError, match="TLS"):
            ask(server, "https")
        assert ask(server, "https", verify_certificate=False).body == b"secret"


def test_a_ca_certificate_of_the_workflow_is_trusted(
    root: Signer, server_tls: ssl.SSLContext
) -> None:
    with ScriptedServer(answer(b"secret"), tls=server_tls) as server:
        own = root.pem.decode()
        assert ask(server, "https", ca_certificate=own).body == b"secret"
        other = make_root(datetime.now(UTC), "Other").pem.decode()
        with pytest.raises(NodeError, match="TLS"):
            ask(server, "https", ca_certificate=other)


def test_a_client_certificate_is_shown_to_its_server_alone(
    root: Signer, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    context = server_context(tmp_path / "a.pem", make_leaf(root, now, host="a.test"))
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(cadata=root.pem.decode())
    shown = []

    def look(connection: socket.socket, head: bytes) -> None:
        assert isinstance(connection, ssl.SSLSocket)
        shown.append(bool(connection.getpeercert()))
        connection.sendall(replies.pop(0))

    purpose = ExtendedKeyUsageOID.CLIENT_AUTH
    identity = make_leaf(root, now, host="client.test", purpose=purpose)
    with (
        ScriptedServer(look, tls=context) as server,
        ScriptedServer(look, tls=context) as other,
    ):
        elsewhere = f"Location: https://a.test:{other.port}/"
        replies = [
            answer(b"", "302 Found", "Location: /here"),
            answer(b"", "302 Found", elsewhere),
            answer(b"end"),
        ]
        response = ask(
            server,
            "https",
            ca_certificate=root.pem.decode(),
            client_key=identity.key_pem.decode(),
            client_certificate=identity.pem.decode(),
        )
    assert response.body == b"end"
    assert shown == [True, True, False]


@pytest.mark.parametrize(
    "options",
    [
        {"ca_certificate": "not pem"},
        {"ca_certificate": "☃"},
        {"client_key": "not pem", "client_certificate": "not pem"},
        {"client_certificate": "x" * 300_000},
    ],
)
def test_odd_certificates_are_refused(
    options: dict[str, str], server_tls: ssl.SSLContext
) -> None:
    server = ScriptedServer(answer(), tls=server_tls)
    with server, pytest.raises(NodeError, match="not valid PEM") as caught:
        ask(server, "https", **options)
    assert caught.value.name == "RequestRefused"
