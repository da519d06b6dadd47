"""Certificates and what they sign: pure functions over X.509.

Apart, and loaded only when the first signature of this kind arrives, because
``cryptography`` costs about 8 MB of memory that most installations never need.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import (
    Certificate,
    DNSName,
    DuplicateExtension,
    ExtensionNotFound,
    KeyUsage,
    SubjectAlternativeName,
    load_pem_x509_certificate,
    load_pem_x509_certificates,
)
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from webhooks.ingress.verification.contract import (
    CertificateRefused,
    Digest,
    Publisher,
    SignatureRefused,
)

MIN_KEY_BITS: Final = 2048
MAX_CHAIN: Final = 10

_DIGESTS: Final[dict[Digest, type[SHA1] | type[SHA256]]] = {
    "sha1": SHA1,
    "sha256": SHA256,
}
_PEM = re.compile(
    rb"-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----", re.ASCII
)


def load_chain(pem: bytes) -> tuple[Certificate, ...]:
    """Return the certificates of a PEM file, the signer's first.

    Raises CertificateRefused if there are none, too many or broken ones.
    """
    try:
        chain = tuple(load_pem_x509_certificates(pem))
        expiry(chain)
    except ValueError:
        raise CertificateRefused("the certificate cannot be read") from None
    if len(chain) > MAX_CHAIN:
        raise CertificateRefused("the certificate's chain is too long")
    return chain


def load_roots(pem: bytes) -> Store:
    """Return the roots of a PEM bundle; one that cannot be read is left out.

    Raises CertificateRefused when none is left.
    """
    roots = list(_readable(_PEM.findall(pem)))
    if not roots:
        raise CertificateRefused("this server has no trusted roots")
    return Store(roots)


def expiry(chain: Sequence[Certificate]) -> datetime:
    """Return when the signer's certificate expires."""
    return chain[0].not_valid_after_utc


def verify_publisher(
    chain: Sequence[Certificate],
    roots: Callable[[], Store],
    publisher: Publisher,
    now: datetime,
) -> None:
    """Pass a chain whose first certificate is the publisher's at ``now``.

    ``roots`` are asked for only when there is a path to follow.
    Raises CertificateRefused.
    """
    if publisher.alone and len(chain) == 1:
        _verify_alone(chain[0], publisher, now)
        return
    named = [host for host in publisher.hosts if host in _names(chain[0])]
    verify_chain(chain, roots(), (named or publisher.hosts)[0], now)


def _verify_alone(signer: Certificate, publisher: Publisher, now: datetime) -> None:
    if not signer.not_valid_before_utc <= now <= signer.not_valid_after_utc:
        raise CertificateRefused("the certificate has expired or is not valid yet")
    if not _names(signer).intersection(publisher.hosts):
        raise CertificateRefused("the certificate is not the sender's")
    _check_usage(signer)


def _names(certificate: Certificate) -> frozenset[str]:
    try:
        extensions = certificate.extensions
        names = extensions.get_extension_for_class(SubjectAlternativeName).value
    except (DuplicateExtension, ExtensionNotFound, ValueError):
        return frozenset()
    return frozenset(names.get_values_for_type(DNSName))


def verify_chain(
    chain: Sequence[Certificate], roots: Store, host: str, now: datetime
) -> None:
    """Pass a chain whose first certificate may sign for ``host`` at ``now``.

    Path, validity and name are the library's work; it does not ask whether the
    key may make signatures at all, so that is asked here.

    Raises CertificateRefused.
    """
    verifier = (
        PolicyBuilder().store(roots).time(now).build_server_verifier(DNSName(host))
    )
    try:
        verifier.verify(chain[0], list(chain[1:]))
    except (VerificationError, ValueError):
        raise CertificateRefused(
            "the certificate has expired, is not the sender's, or leads to no "
            "trusted root"
        ) from None
    _check_usage(chain[0])


def _check_usage(signer: Certificate) -> None:
    try:
        usage = signer.extensions.get_extension_for_class(KeyUsage).value
    except (DuplicateExtension, ExtensionNotFound, ValueError):
        raise CertificateRefused("the certificate names no key usage") from None
    if not usage.digital_signature:
        raise CertificateRefused("the certificate is not for signatures")


def verify_signature(
    signer: Certificate, signature: bytes, signed: bytes, digest: Digest = "sha256"
) -> None:
    """Pass an RSA signature (PKCS #1 v1.5) of the signer over the bytes.

    Raises SignatureRefused, and CertificateRefused for keys below 2,048 bits.
    """
    try:
        key = signer.public_key()
    except (UnsupportedAlgorithm, ValueError):
        raise CertificateRefused("the certificate's key cannot be read") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        raise CertificateRefused("the certificate's key is too weak or of another kind")
    try:
        key.verify(signature, signed, PKCS1v15(), _DIGESTS[digest]())
    except InvalidSignature:
        raise SignatureRefused("the signature does not fit the body") from None


def _readable(blocks: Iterable[bytes]) -> Iterable[Certificate]:
    with warnings.catch_warnings():
        # One root has a serial number that the library dislikes; not our matter.
        warnings.simplefilter("ignore")
        for block in blocks:
            try:
                yield load_pem_x509_certificate(block)
            except ValueError:
                continue
