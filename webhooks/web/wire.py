"""A reply as the bytes of an HTTP/1.1 response.

The server's own response writer checks every header again and sends head and
body apart. Our replies were checked when they were made, most have the same
headers, and all are complete: so one buffer, mostly from a cache.
"""

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

from webhooks.clock import SYSTEM_CLOCK
from webhooks.ingress.reply import Headers, Reply

_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_LENGTHLESS = frozenset({204, 304})
# Ours and a few more. Heads with many headers of a script's own differ each time
# and may be large: the cache would only hold their memory.
_MOST_CACHED_HEADERS = 10


def status_line(status: int) -> str:
    """Return code and phrase, as in ``200 OK``."""
    return f"{status} {_PHRASES.get(status, 'Status')}"


def response_bytes(reply: Reply, close: bool) -> bytes:
    """Return the whole response; ``close`` says that the connection ends."""
    few = len(reply.headers) <= _MOST_CACHED_HEADERS
    make_head = _head if few else _head.__wrapped__
    head = make_head(reply.status, reply.headers, len(reply.body), close)
    return b"".join((head, _date_line(int(SYSTEM_CLOCK.wall())), reply.body))


@lru_cache(maxsize=512)
def _head(status: int, headers: Headers, length: int, close: bool) -> bytes:
    lines = [f"HTTP/1.1 {status_line(status)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if length or status not in _LENGTHLESS:
        lines.append(f"Content-Length: {length}")
    lines.append(f"Connection: {'close' if close else 'keep-alive'}")
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


@lru_cache(maxsize=2)
def _date_line(second: int) -> bytes:
    """Return the Date header and the empty line that ends a response's head."""
    return f"Date: {formatdate(second, usegmt=True)}\r\n\r\n".encode("ascii")
