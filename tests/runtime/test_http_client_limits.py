"""Size, time, redirects, credentials and TLS of outbound requests."""

import gzip
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.certificates_factory import Signer, make_leaf, make_root
from tests.runtime.scripted_server import ScriptedServer, answer
from tests.runtime.test_http_client import LOOPBACK, local_client, resolving
from webhooks.runtime.http_client import GuardedClient, OutboundFailed, OutboundRefused


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(b"", status, f"Location: {to}")


def test_a_body_above_the_limit_is_given_up() -> None:
    with ScriptedServer(answer(b"x" * 1000)) as server:
        url = f"http://a.test:{server.port}/"
        assert len(local_client().request("GET", url, max_bytes=1000).body) == 1000
        with pytest.raises(OutboundFailed, match="more than 999 bytes"):
            local_client().request("GET", url, max_bytes=999)


def test_the_limit_holds_after_decompression() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    packed = answer(bomb, "200 OK", "Content-Encoding: gzip")
    with ScriptedServer(packed) as server, pytest.raises(OutboundFailed, match="more"):
        local_client().request(
            "GET", f"http://a.test:{server.port}/", max_bytes=100_000
        )


def test_an_endless_body_is_given_up() -> None:
    def endless(connection: socket.socket, head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with ScriptedServer(endless) as server, pytest.raises(OutboundFailed, match="more"):
        local_client().request("GET", f"http://a.test:{server.port}/")


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nX", b"HTTP/1.1 200 OK\r\n\r\nx"]
)
def test_a_server_that_stalls_is_cut_off(start: bytes) -> None:
    with ScriptedServer(b"") as server:

        def stall(connection: socket.socket, head: bytes) -> None:
            connection.sendall(start)
            server.done.wait(10)

        server.scripts = [stall]
        with pytest.raises(OutboundFailed, match=r"longer than 0\.2 seconds"):
            local_client().request(
                "GET", f"http://a.test:{server.port}/", timeout_seconds=0.2
            )
        server.done.set()


def test_a_server_that_drips_is_cut_off_at_the_total_time() -> None:
    with ScriptedServer(b"") as server:

        def drip(connection: socket.socket, head: bytes) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
            while not server.done.wait(0.02):
                connection.sendall(b"x")

        server.scripts = [drip]
        with pytest.raises(OutboundFailed, match=r"longer than 0\.2 seconds"):
            local_client().request(
                "GET", f"http://a.test:{server.port}/", timeout_seconds=0.2
            )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
)
def test_broken_answers_fail(raw: bytes) -> None:
    with ScriptedServer(raw) as server, pytest.raises(OutboundFailed):
        local_client().request("GET", f"http://a.test:{server.port}/")


def test_it_follows_five_redirects_and_no_more() -> None:
    with ScriptedServer(*[redirect("/next")] * 5, answer(b"end")) as server:
        url = f"http://a.test:{server.port}/"
        response = local_client().request("GET", url)
        assert (response.body, response.url) == (b"end", f"{url}next")
    with ScriptedServer(redirect("/next")) as server:
        with pytest.raises(OutboundFailed, match="more than 5 redirects"):
            local_client().request("GET", f"http://a.test:{server.port}/")
        assert len(server.requests) == 6


def test_redirects_can_be_left_to_the_caller() -> None:
    with ScriptedServer(redirect("/next")) as server:
        url = f"http://a.test:{server.port}/"
        assert local_client().request("GET", url, max_redirects=0).status == 302
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://private.test/",
        "file:///etc/passwd",
        "http://u:p@a.test/",
    ],
)
def test_every_redirect_is_checked_again(to: str) -> None:
    client = GuardedClient(
        LOOPBACK,
        lambda host, port, **options: (
            resolving(a_test="127.0.0.1", private_test="10.0.0.1")(host, port)
            if host.endswith(".test")
            else socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ),
    )
    with ScriptedServer(redirect(to)) as server, pytest.raises(OutboundRefused):
        client.request("GET", f"http://a.test:{server.port}/")


def test_credentials_stay_with_their_host() -> None:
    headers = {"Authorization": "Bearer x", "Cookie": "s=1", "X-Kept": "1"}
    with ScriptedServer(redirect("/same"), answer()) as server:
        url = f"http://a.test:{server.port}/"
        local_client().request("GET", url, headers=headers)
        assert b"Bearer x" in server.requests[1]
    with ScriptedServer(answer()) as other:
        to = redirect(f"http://b.test:{other.port}/")
        with ScriptedServer(to) as server:
            url = f"http://a.test:{server.port}/"
            local_client().request("GET", url, headers=headers)
        assert b"authorization" not in other.requests[0].lower()
        assert b"cookie" not in other.requests[0].lower()
        assert b"x-kept: 1" in other.requests[0]


@pytest.mark.parametrize(
    ("status", "line", "keeps_body"),
    [
        ("301 Moved", b"GET ", False),
        ("302 Found", b"GET ", False),
        ("303 See Other", b"GET ", False),
        ("307 Temporary", b"POST ", True),
        ("308 Permanent", b"POST ", True),
    ],
)
def test_a_redirected_post_keeps_its_body_only_where_it_must(
    status: str, line: bytes, keeps_body: bool
) -> None:
    with ScriptedServer(redirect("/next", status), answer()) as server:
        local_client().request("POST", f"http://a.test:{server.port}/", body=b"data")
    assert server.requests[1].startswith(line + b"/next ")
    assert (b"Content-Length: 4" in server.requests[1]) is keeps_body


def test_cookies_are_not_kept() -> None:
    with ScriptedServer(
        answer(b"", "302 Found", "Location: /n", "Set-Cookie: s=1"), answer()
    ) as server:
        local_client().request("GET", f"http://a.test:{server.port}/")
    assert b"cookie" not in server.requests[1].lower()


@pytest.fixture(scope="module")
def root() -> Signer:
    return make_root(datetime.now(UTC))


def tls_server_context(folder: Path, leaf: Signer) -> ssl.SSLContext:
    path = folder / "server.pem"
    path.write_bytes(leaf.pem + leaf.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def tls_client(root: Signer) -> GuardedClient:
    trust = ssl.create_default_context(cadata=root.pem.decode())
    return GuardedClient(LOOPBACK, resolving(a_test="127.0.0.1"), tls=trust)


def test_tls_is_spoken_with_the_hosts_name(tmp_path: Path, root: Signer) -> None:
    leaf = make_leaf(root, datetime.now(UTC), host="a.test")
    context = tls_server_context(tmp_path, leaf)
    with ScriptedServer(answer(b"secret"), tls=context) as server:
        url = f"https://a.test:{server.port}/"
        assert tls_client(root).request("GET", url).body == b"secret"


@pytest.mark.parametrize("trusted", [True, False])
def test_a_certificate_that_does_not_fit_is_refused(
    tmp_path: Path, root: Signer, trusted: bool
) -> None:
    host = "other.test" if trusted else "a.test"
    context = tls_server_context(
        tmp_path, make_leaf(root, datetime.now(UTC), host=host)
    )
    with ScriptedServer(answer(b"secret"), tls=context) as server:
        client = tls_client(root) if trusted else local_client()
        with pytest.raises(OutboundFailed, match="TLS"):
            client.request("GET", f"https://a.test:{server.port}/")


def test_tls_that_stalls_is_cut_off(root: Signer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://a.test:{listener.getsockname()[1]}/"
        with pytest.raises(OutboundFailed, match=r"longer than 0\.2 seconds"):
            tls_client(root).request("GET", url, timeout_seconds=0.2)
