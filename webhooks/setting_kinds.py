"""How the text of a setting becomes its value.

Each parser raises ValueError with a few words that complete the sentence
"NAME must be ...".
"""

import ipaddress
import resource
from collections.abc import Callable
from urllib.parse import urlsplit


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of whole numbers within the bounds, both included."""

    def parse(text: str) -> int:
        if not text.lstrip("-").isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return parse


def plain_text(text: str) -> str:
    """Return the text as it is."""
    return text


def address(text: str) -> str:
    """Return scheme, host and port of an address without a path."""
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an address such as https://hooks.example.org")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            "an address without a path (serving below a sub-path is not supported)"
        )
    return f"{parts.scheme}://{parts.netloc}"


def rate(text: str) -> tuple[int, float] | None:
    """Return (requests, seconds), or None for no limit."""
    if text == "0":
        return None
    requests, slash, seconds = text.partition("/")
    try:
        rate = int(requests), float(seconds)
    except ValueError:
        rate = (0, 0.0)
    if not slash or not (1 <= rate[0] <= 1_000_000 and 1 <= rate[1] <= 86_400):
        raise ValueError("REQUESTS/SECONDS such as 100/10, or 0 for no limit")
    return rate


def one_of(*words: str) -> Callable[[str], str]:
    """Return a parser that takes one of the words, in any case."""

    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return text.lower()

    return parse


def mail_address(text: str) -> str:
    """Return one bare mail address, or nothing."""
    local, _, domain = text.rpartition("@")
    odd = not text.isascii() or not text.isprintable() or set(text) & set(' <>,;:"()')
    if text and (odd or not local or not domain):
        raise ValueError("a mail address such as hooks@example.org")
    return text


def broker(text: str) -> str:
    """Return the URL of an MQTT broker, or nothing."""
    if not text:
        return ""
    # Never with the text itself: it may hold a password.
    problem = ValueError("a broker such as mqtt://host:1883 or mqtts://host")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise problem from None
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in {"mqtt", "mqtts"} or not parts.hostname or beyond:
        raise problem
    if port == 0:
        raise problem
    return text


def networks(text: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Return the networks of a list separated by commas or spaces."""
    try:
        return tuple(
            ipaddress.ip_network(part) for part in text.replace(",", " ").split()
        )
    except ValueError:
        raise ValueError("networks such as 192.168.1.0/24, fd00::/8") from None


def hosts(text: str) -> tuple[str, ...]:
    """Return lower-case host names."""
    return tuple(part.lower() for part in text.replace(",", " ").split())


def waiting_ceiling() -> int:
    """Return how many callers may wait at once with the open files we may have.

    Two hundred descriptors stay free for new requests, replies, the database
    and streams; without them the reply that frees a caller could not get in.
    """
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(10, min(10_000, soft - 200))


def waiting_callers(text: str) -> int:
    """Return how many callers may wait; empty means as many as fit."""
    return waiting_ceiling() if not text else whole_number(1, 10_000)(text)
