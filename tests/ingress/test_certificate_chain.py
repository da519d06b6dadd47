"""Certificate chains and signatures, with an own root made here."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.certificates_factory import HOST, Signer, make_leaf, make_root, rsa_key
from tests.ingress.requests_factory import NOW
from webhooks.ingress.certificate_chain import (
    expiry,
    load_chain,
    load_roots,
    verify_chain,
    verify_publisher,
    verify_signature,
)
from webhooks.ingress.verification.contract import (
    CertificateRefused,
    Publisher,
    SignatureRefused,
)

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def root() -> Signer:
    return make_root(NOW)


@pytest.fixture(scope="module")
def leaf(root: Signer) -> Signer:
    return make_leaf(root, NOW)


def test_a_good_chain_and_signature_pass(root: Signer, leaf: Signer) -> None:
    chain = load_chain(leaf.pem + root.pem)
    verify_chain(chain, load_roots(root.pem), HOST, NOW)
    verify_signature(chain[0], leaf.sign(b"body"), b"body")
    assert expiry(chain) == NOW + DAY


@pytest.mark.parametrize("moment", [NOW - 2 * DAY, NOW + 2 * DAY])
def test_a_certificate_outside_its_time_is_refused(
    root: Signer, leaf: Signer, moment: datetime
) -> None:
    with pytest.raises(CertificateRefused, match="expired"):
        verify_chain(load_chain(leaf.pem), load_roots(root.pem), HOST, moment)


@pytest.mark.parametrize(
    "host", ["amazon.com", "x.echo-api.amazon.com", "echo-api.amazon.com.evil.test"]
)
def test_a_certificate_for_another_name_is_refused(root: Signer, host: str) -> None:
    chain = load_chain(make_leaf(root, NOW, host=host).pem)
    with pytest.raises(CertificateRefused):
        verify_chain(chain, load_roots(root.pem), HOST, NOW)


def test_a_chain_to_another_root_is_refused(root: Signer, leaf: Signer) -> None:
    impostor = make_root(NOW)
    with pytest.raises(CertificateRefused):
        verify_chain(load_chain(leaf.pem), load_roots(impostor.pem), HOST, NOW)
    # Bringing one's own root along does not make it trusted.
    forged = load_chain(make_leaf(impostor, NOW).pem + impostor.pem)
    with pytest.raises(CertificateRefused):
        verify_chain(forged, load_roots(root.pem), HOST, NOW)


def test_a_root_is_no_signer(root: Signer) -> None:
    with pytest.raises(CertificateRefused):
        verify_chain(load_chain(root.pem), load_roots(root.pem), HOST, NOW)


def test_a_key_that_is_not_for_signatures_is_refused(root: Signer) -> None:
    chain = load_chain(make_leaf(root, NOW, signs=False).pem)
    with pytest.raises(CertificateRefused, match="not for signatures"):
        verify_chain(chain, load_roots(root.pem), HOST, NOW)


def test_one_changed_byte_breaks_the_signature(leaf: Signer) -> None:
    signature = leaf.sign(b"body")
    for signed in (b"bodY", b"body\n", b""):
        with pytest.raises(CertificateRefused, match="does not fit"):
            verify_signature(leaf.certificate, signature, signed)
    for broken in (b"", signature[:-1], signature + b"\0", b"\0" * 256):
        with pytest.raises(CertificateRefused):
            verify_signature(leaf.certificate, broken, b"body")


def test_weak_and_other_keys_are_refused(root: Signer) -> None:
    # Below 2,048 bits; generating a smaller one would be slower to refuse.
    weak = make_leaf(root, NOW, key=rsa_key(1024))
    with pytest.raises(CertificateRefused, match="weak"):
        verify_signature(weak.certificate, weak.sign(b"x"), b"x")
    elliptic = make_leaf(root, NOW, key=ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(CertificateRefused, match="another kind"):
        verify_signature(elliptic.certificate, b"x", b"x")


def test_each_digest_fits_its_own_signatures_alone(leaf: Signer) -> None:
    old = leaf.sign(b"body", hashes.SHA1)
    verify_signature(leaf.certificate, old, b"body", "sha1")
    with pytest.raises(SignatureRefused):
        verify_signature(leaf.certificate, old, b"body", "sha256")
    with pytest.raises(SignatureRefused):
        verify_signature(leaf.certificate, leaf.sign(b"body"), b"body", "sha1")


def test_any_of_a_publishers_names_will_do(root: Signer, leaf: Signer) -> None:
    chain = load_chain(leaf.pem)
    publisher = Publisher("sns", ("other.test", HOST))
    verify_publisher(chain, lambda: load_roots(root.pem), publisher, NOW)
    nobody = Publisher("sns", ("other.test", "another.test"))
    with pytest.raises(CertificateRefused):
        verify_publisher(chain, lambda: load_roots(root.pem), nobody, NOW)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"host": "other.test"}, "not the sender's"),
        ({"host": x509.RFC822Name("a@example.com")}, "not the sender's"),
        ({"begins": DAY, "ends": 2 * DAY}, "not valid yet"),
        ({"begins": -2 * DAY, "ends": -DAY}, "has expired"),
        ({"signs": False}, "not for signatures"),
    ],
)
def test_what_stands_alone_is_checked_all_the_same(
    root: Signer, fault: dict[str, Any], words: str
) -> None:
    alone = Publisher("sns", (HOST,), alone=True)

    def no_roots() -> Any:
        raise AssertionError("there is no path to follow")

    verify_publisher(load_chain(make_leaf(root, NOW).pem), no_roots, alone, NOW)
    chain = load_chain(make_leaf(root, NOW, **fault).pem)
    with pytest.raises(CertificateRefused, match=words):
        verify_publisher(chain, no_roots, alone, NOW)


@pytest.mark.parametrize("pem", [b"", b"nonsense", b"\xff" * 100])
def test_what_is_no_certificate_is_refused(pem: bytes) -> None:
    with pytest.raises(CertificateRefused):
        load_chain(pem)


def test_a_truncated_certificate_is_refused(leaf: Signer) -> None:
    head, tail = leaf.pem[:300], leaf.pem[-30:]
    with pytest.raises(CertificateRefused):
        load_chain(head + b"\n" + tail)


def test_an_endless_chain_is_refused(leaf: Signer) -> None:
    load_chain(leaf.pem * 10)
    with pytest.raises(CertificateRefused, match="too long"):
        load_chain(leaf.pem * 11)


def test_a_root_that_cannot_be_read_is_left_out(root: Signer, leaf: Signer) -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    roots = load_roots(broken + root.pem)
    verify_chain(load_chain(leaf.pem), roots, HOST, NOW)
    with pytest.raises(CertificateRefused):
        load_roots(broken)


def test_the_public_roots_can_be_read() -> None:
    load_roots(Path(certifi.where()).read_bytes())
