"""What the guarded client sends and returns, and where it will not go."""

import socket
from collections.abc import Sequence
from typing import Any

import pytest

from tests.runtime.scripted_server import ScriptedServer, answer
from webhooks.runtime.addresses import parse_networks
from webhooks.runtime.http_client import GuardedClient, OutboundFailed, OutboundRefused

LOOPBACK = parse_networks(["127.0.0.0/8"])


def resolving(**hosts: str | Sequence[str]) -> Any:
    """Return a resolver that knows these names, with ``_`` for a dot."""

    def resolve(host: str, port: int, **options: object) -> list[tuple[Any, ...]]:
        found = hosts.get(host.rstrip(".").replace(".", "_"))
        if found is None:
            raise socket.gaierror("unknown")
        texts = [found] if isinstance(found, str) else found
        return [
            (
                socket.AF_INET6 if ":" in text else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (text, port),
            )
            for text in texts
        ]

    return resolve


def local_client(**hosts: str) -> GuardedClient:
    return GuardedClient(
        LOOPBACK, resolving(a_test="127.0.0.1", b_test="127.0.0.1", **hosts)
    )


def test_it_sends_and_returns_a_request() -> None:
    body = bytes(range(256))
    with ScriptedServer(answer(body, "418 Teapot", "X-A: 1", "X-A: 2")) as server:
        url = f"http://a.test:{server.port}/p%2Fq?x=%20y&z"
        response = local_client().request(
            "post", url, headers={"X-Test": "caf\xe9"}, body=b"hello"
        )
    assert (response.status, response.body, response.url) == (418, body, url)
    assert [v for n, v in response.headers if n == "X-A"] == ["1", "2"]
    head = server.requests[0]
    assert head.startswith(b"POST /p%2Fq?x=%20y&z HTTP/1.1\r\n")
    assert f"\r\nHost: a.test:{server.port}\r\n".encode() in head
    assert b"\r\nx-test: caf\xe9\r\n" in head
    assert b"\r\nContent-Length: 5\r\n" in head
    assert b"\r\naccept-encoding: identity\r\n" in head
    assert b"\r\nuser-agent: Switchhook\r\n" in head


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://0.0.0.0/",
        "http://0/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fec0::1]/",
        "http://10.1.2.3/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.0.0.8/",
        "http://224.0.0.1/",
        "https://127.0.0.1/",
    ],
)
def test_addresses_that_are_not_public_are_refused(url: str) -> None:
    # The system's own resolver: it is what turns odd spellings into addresses.
    with pytest.raises(OutboundRefused, match="not a public address"):
        GuardedClient().request("GET", url)


def test_digits_in_circles_lead_nowhere() -> None:
    url = "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/"
    with pytest.raises((OutboundRefused, OutboundFailed)):
        GuardedClient().request("GET", url)


def test_a_name_with_one_private_address_is_refused() -> None:
    client = GuardedClient(resolver=resolving(mixed_test=["192.0.1.1", "10.0.0.1"]))
    with pytest.raises(OutboundRefused, match=r"10\.0\.0\.1"):
        client.request("GET", "http://mixed.test/")


def test_it_connects_to_the_address_it_checked() -> None:
    answers = iter(["127.0.0.1", "10.0.0.1"])

    def rebinding(host: str, port: int, **options: object) -> list[tuple[Any, ...]]:
        target = (next(answers), port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", target)]

    with ScriptedServer(answer(b"ok")) as server:
        client = GuardedClient(LOOPBACK, rebinding)
        response = client.request("GET", f"http://a.test:{server.port}/")
    assert response.body == b"ok"
    assert next(answers) == "10.0.0.1"


def test_this_server_is_not_called_in_a_circle() -> None:
    resolver = resolving(hooks_example="192.0.1.1", other_example="192.0.1.1")
    client = GuardedClient(
        resolver=resolver, own_hosts={"hooks.example"}, is_own_address=lambda _: False
    )
    with pytest.raises(OutboundRefused, match="this server itself"):
        client.request("GET", "https://hooks.example./webhooks/x")
    client = GuardedClient(resolver=resolver, is_own_address=lambda _: True)
    with pytest.raises(OutboundRefused, match="this server itself"):
        client.request("GET", "http://other.example/")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://a.test/",
        "ftp://a.test/",
        "unix:/run/x",
        "//a.test/",
        "a.test",
        "",
        "http://",
        "http:///path",
        "http://user:pw@a.test/",
        "http://user@a.test/",
        "http://a.test/\r\nX: y",
        "http://a.test/ b",
        "http://a.test\\@evil/",
        "http://a.test:99999/",
        "http://[::1/",
        "http://a.test/" + "x" * 9000,
    ],
)
def test_odd_urls_are_refused(url: str) -> None:
    with pytest.raises(OutboundRefused):
        local_client().request("GET", url)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET\r\nX: y", {}),
        ("G T", {}),
        ("", {}),
        ("CONNECT", {}),
        ("TRACE", {}),
        ("GET", {"X": "a\r\nY: b"}),
        ("GET", {"X": "a\nb"}),
        ("GET", {"X": "☃"}),
        ("GET", {"X Y": "a"}),
        ("GET", {"": "a"}),
        ("GET", {"Host": "evil.test"}),
        ("GET", {"content-length": "3"}),
        ("GET", {"Transfer-Encoding": "chunked"}),
    ],
)
def test_odd_methods_and_headers_are_refused(
    method: str, headers: dict[str, str]
) -> None:
    with pytest.raises(OutboundRefused):
        local_client().request(method, "http://a.test/", headers=headers)


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with ScriptedServer(answer(b"direct")) as server:
        response = local_client().request("GET", f"http://a.test:{server.port}/")
    assert response.body == b"direct"


def test_unknown_and_silent_hosts_fail() -> None:
    with pytest.raises(OutboundFailed, match="unknown"):
        local_client().request("GET", "http://nowhere.test/")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(OutboundFailed, match="does not answer"):
        local_client().request("GET", f"http://a.test:{port}/")


def test_the_next_address_is_tried_when_one_is_dead() -> None:
    resolver = resolving(two_test=["127.0.0.2", "127.0.0.1"])
    with ScriptedServer(answer(b"ok")) as server:
        client = GuardedClient(LOOPBACK, resolver)
        assert client.request("GET", f"http://two.test:{server.port}/").body == b"ok"
