"""Which addresses outbound requests must not reach.

Apart from the client so that the list can be tested address by address. The
standard library's ``is_global`` is no substitute: it takes NAT64, 6to4, multicast
and several reserved ranges for public ones.
"""

import socket
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Source: the IANA registries of special-purpose IPv4 and IPv6 addresses.
_REFUSED_IPV4: Final = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_GLOBAL_IPV6: Final = IPv6Network("2000::/3")
# Teredo lies within the first, 6to4 is the third: both would carry an IPv4
# address past the list, and neither is in use any more.
_REFUSED_IPV6: Final = tuple(
    IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_NAT64: Final = IPv6Network("64:ff9b::/96")


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks of CIDR texts; host bits are ignored.

    Raises ValueError for what is no network.
    """
    return tuple(ip_network(text, strict=False) for text in texts)


def effective(address: Address) -> Address:
    """Return the IPv4 address inside an IPv4-mapped or NAT64 one, else itself.

    Those two are how an ordinary IPv4 host may look from an IPv6 network, so
    they are judged by what they carry.
    """
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def is_refused(text: str, allowed: Iterable[Network] = ()) -> bool:
    """Tell whether a resolved address is off limits.

    Off limits is everything that is not a public unicast address, unless it
    lies in one of the ``allowed`` networks. What is no address is off limits.
    """
    try:
        address = effective(ip_address(text))
    except ValueError:
        return True
    if any(address in network for network in allowed):
        return False
    if isinstance(address, IPv4Address):
        return any(address in network for network in _REFUSED_IPV4)
    if address not in _GLOBAL_IPV6:
        return True
    return any(address in network for network in _REFUSED_IPV6)


def is_bound_here(text: str) -> bool:
    """Tell whether this machine has that address, by trying to use it."""
    try:
        address = effective(ip_address(text))
    except ValueError:
        return False
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


@lru_cache(maxsize=4096)
def sender_of(remote_address: str) -> str:
    """Return what one sender has: an IPv4 address, or an IPv6 network of 64 bits.

    Whoever has an IPv6 address usually has so many that a limit per address
    would be none.
    """
    try:
        address = ip_address(remote_address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Network((address, 64), strict=False))
    return str(address)
