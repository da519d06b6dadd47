"""Addresses that outbound requests may and may not reach."""

import pytest

from webhooks.runtime.addresses import is_bound_here, is_refused, parse_networks

# First and last address of each range of the IANA special-purpose registries.
REFUSED = [
    "0.0.0.0",  # noqa: S104 (nothing is bound to it here)
    "0.255.255.255",
    *("10.0.0.0", "10.255.255.255"),
    *("100.64.0.0", "100.127.255.255"),
    *("127.0.0.1", "127.255.255.255"),
    *("169.254.169.254", "169.254.255.255"),
    *("172.16.0.0", "172.31.255.255"),
    *("192.0.0.8", "192.0.0.255"),
    "192.0.2.1",
    "192.88.99.1",
    *("192.168.0.0", "192.168.255.255"),
    *("198.18.0.0", "198.19.255.255"),
    "198.51.100.1",
    "203.0.113.1",
    *("224.0.0.1", "239.255.255.255"),
    *("240.0.0.1", "255.255.255.255"),
    *("::", "::1"),
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "::8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "2001:1ff:ffff::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "3fff:fff:ffff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "",
    "nonsense",
    "0x7f000001",
    "2130706433",
    "127.1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2003::1",
    "2606:4700:4700::1111",
    "3ffe::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", REFUSED)
def test_it_refuses(address: str) -> None:
    assert is_refused(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_it_admits(address: str) -> None:
    assert not is_refused(address)


def test_networks_can_be_opened() -> None:
    opened = parse_networks(["192.168.1.7/24", "fd00::/8"])
    assert not is_refused("192.168.1.200", opened)
    assert not is_refused("::ffff:192.168.1.200", opened)
    assert not is_refused("fd12::1", opened)
    assert is_refused("192.168.2.1", opened)
    assert is_refused("127.0.0.1", opened)
    # 6to4 carries an address past the list and stays shut.
    assert is_refused("2002:c0a8:1c8::1", opened)


def test_it_refuses_what_is_no_network() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        parse_networks(["home"])


def test_it_knows_this_machines_own_addresses() -> None:
    assert is_bound_here("127.0.0.1")
    assert is_bound_here("::ffff:127.0.0.1")
    # Reserved for documentation (RFC 5737), so no machine has it.
    assert not is_bound_here("203.0.113.77")
    assert not is_bound_here("nonsense")
