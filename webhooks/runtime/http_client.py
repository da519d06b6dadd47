"""Outbound HTTP that cannot be turned inwards or held up.

Whoever writes a workflow, and sometimes whoever sends a request, chooses the
address. So the target is checked on every hop, and size, time and redirects are
bounded. No proxy, cookie jar or ``.netrc`` of the machine is ever used.
"""

import re
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPException
from typing import Final
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from webhooks.runtime.addresses import Network
from webhooks.runtime.guarded_connection import (
    Deadline,
    GuardedHttp,
    GuardedHttps,
    OutboundFailed,
    OutboundRefused,
    Resolver,
    Route,
    dial,
)
from webhooks.runtime.tls import BadCertificate, Tls

__all__ = ["GuardedClient", "OutboundFailed", "OutboundRefused", "Response"]

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK_BYTES: Final = 16 * 1024

_URL = re.compile(r"[^\x00-\x20\x7f\\]{1,8192}")
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
# Headers that frame or steer the connection are ours to write.
_OUR_HEADERS = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_REFUSED_METHODS = frozenset({"CONNECT", "TRACE"})
_USUAL_TLS: Final = Tls()
_DEFAULT_HEADERS: Final[Mapping[str, str]] = {
    "accept": "*/*",
    "accept-encoding": "identity",
    "user-agent": "Switchhook",
}


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; ``url`` is the address that answered in the end."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class _Hop:
    method: str
    url: str
    target: Url
    headers: dict[str, str]
    body: bytes
    tls: Tls


class GuardedClient:
    """Makes requests to public addresses and to networks that were opened."""

    def __init__(
        self,
        allow_networks: tuple[Network, ...] = (),
        resolver: Resolver | None = None,
        *,
        own_hosts: Collection[str] = (),
        is_own_address: Callable[[str], bool] | None = None,
        tls: ssl.SSLContext | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        route = Route(tuple(allow_networks), frozenset(own_hosts))
        if resolver is not None:
            route = replace(route, resolver=resolver)
        if is_own_address is not None:
            route = replace(route, is_own_address=is_own_address)
        self._route = route
        self._tls = tls
        self._tls_lock = threading.Lock()
        self._monotonic = monotonic

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        timeout_seconds: float = 30.0,
        max_bytes: int = 1024 * 1024,
        max_redirects: int = 5,
        tls: Tls = _USUAL_TLS,
    ) -> Response:
        """Return the response, whatever its status, after following redirects.

        ``timeout_seconds`` bounds everything together, but for the system's own
        time to resolve a name; ``max_bytes`` bounds the body after decompression.
        With ``max_redirects`` 0 a redirect itself is returned. Another server
        that a redirect leads to sees neither credentials nor client certificate.

        Raises OutboundRefused for what must not be sent, OutboundFailed for the
        rest.
        """
        sent = _headers(headers or {})
        hop = _Hop(_method(method), url, _target(url), sent, body, tls)
        with Deadline(timeout_seconds, self._monotonic) as deadline:
            for _ in range(max_redirects + 1):
                response = self._exchange(hop, deadline, max_bytes)
                location = _location(response)
                if location is None or max_redirects == 0:
                    return response
                hop = _next_hop(hop, response.status, location)
        raise OutboundFailed(f"there were more than {max_redirects} redirects")

    def _exchange(self, hop: _Hop, deadline: Deadline, max_bytes: int) -> Response:
        connection = self._connection(hop, deadline)
        try:
            connection.request(
                hop.method,
                hop.target.request_uri,
                body=hop.body or None,
                headers={**_DEFAULT_HEADERS, **hop.headers, "connection": "close"},
                preload_content=False,
            )
            response = connection.getresponse()
            body = _read(response, deadline, max_bytes)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            deadline.left_seconds()
            raise OutboundFailed(_in_words(error)) from error
        finally:
            connection.close()
        # A connection that was cut can look like a body that came to its end.
        deadline.left_seconds()
        pairs = tuple((name, value) for name, value in response.headers.items())
        return Response(response.status, pairs, body, hop.url)

    def _connection(self, hop: _Hop, deadline: Deadline) -> GuardedHttp | GuardedHttps:
        target = hop.target
        host = str(target.host).strip("[]")
        port = target.port or _PORTS[str(target.scheme)]
        connection: GuardedHttp | GuardedHttps
        if target.scheme == "https":
            connection = GuardedHttps(
                host,
                port,
                timeout=deadline.left_seconds(),
                ssl_context=self._tls_context(hop.tls),
            )
        else:
            connection = GuardedHttp(host, port, timeout=deadline.left_seconds())
        connection.dial = partial(dial, self._route, deadline)
        return connection

    def _tls_context(self, wanted: Tls) -> ssl.SSLContext:
        if wanted != _USUAL_TLS:
            try:
                return wanted.context()
            except BadCertificate as error:
                raise OutboundRefused(str(error)) from None
        # Kept, because reading all trusted roots takes some 20 ms.
        with self._tls_lock:
            if self._tls is None:
                self._tls = wanted.context()
            return self._tls


def _method(method: str) -> str:
    method = method.upper()
    if _TOKEN.fullmatch(method) is None or method in _REFUSED_METHODS:
        raise OutboundRefused("the method is not one that can be sent")
    return method


def _target(url: str) -> Url:
    if _URL.fullmatch(url) is None:
        raise OutboundRefused("the URL is too long or has spaces or control characters")
    try:
        target = parse_url(url)
    except LocationParseError:
        raise OutboundRefused("the URL cannot be read") from None
    if target.scheme not in _PORTS:
        raise OutboundRefused("the URL must begin with http:// or https://")
    if target.auth is not None:
        raise OutboundRefused(
            "the URL must not hold a user name; use an Authorization header"
        )
    if not target.host:
        raise OutboundRefused("the URL names no host")
    return target


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in given.items():
        if _TOKEN.fullmatch(name) is None or _VALUE.fullmatch(value) is None:
            raise OutboundRefused("a header has a name or value that cannot be sent")
        if name.lower() in _OUR_HEADERS:
            raise OutboundRefused(f"the header {name} is set by the server")
        headers[name.lower()] = value
    return headers


def _location(response: Response) -> str | None:
    if response.status not in _REDIRECTS:
        return None
    for name, value in response.headers:
        if name.lower() == "location":
            return value
    return None


def _next_hop(hop: _Hop, status: int, location: str) -> _Hop:
    try:
        url = urljoin(hop.url, location)
    except ValueError:
        raise OutboundFailed("it redirects to a URL that cannot be read") from None
    target = _target(url)
    dropped: frozenset[str] = frozenset()
    method, body, tls = hop.method, hop.body, hop.tls
    if _origin(target) != _origin(hop.target):
        dropped |= _CREDENTIALS
        tls = tls.without_client()
    if status == 303 or (status in {301, 302} and method == "POST"):
        method, body = ("HEAD" if method == "HEAD" else "GET"), b""
        dropped |= {"content-type"}
    headers = {name: text for name, text in hop.headers.items() if name not in dropped}
    return _Hop(method, url, target, headers, body, tls)


def _origin(target: Url) -> tuple[str | None, str | None, int]:
    return target.scheme, target.host, target.port or _PORTS[str(target.scheme)]


def _read(response: BaseHTTPResponse, deadline: Deadline, max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in response.stream(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            raise OutboundFailed(f"the answer has more than {max_bytes} bytes")
        deadline.left_seconds()
    return bytes(body)


def _in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return "the server's TLS certificate or connection is not acceptable"
    if isinstance(error, TimeoutError):
        return "the server did not answer in time"
    return "the connection broke or the answer was not HTTP"
