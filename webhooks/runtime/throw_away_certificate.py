"""Signing and verifying with a key of our own, where a sender's certificate would.

For test requests: nobody but Amazon or PayPal can sign as they do, so a test is
signed with a key that is made up when it is first needed, and checked with the
same. All other checks are the real ones, and nothing is fetched.
"""

import threading
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol, cast

from webhooks.ingress.verification.contract import Publisher, SignatureRefused


class _Key(Protocol):
    """The part of an RSA key that is used here."""

    def sign(self, data: bytes, padding: Any, algorithm: Any) -> bytes: ...
    def public_key(self) -> Any: ...


# Two tests at once must not end up with two keys.
_MAKING = threading.Lock()


def _key() -> _Key:
    with _MAKING:
        return _made_key()


@lru_cache(maxsize=1)
def _made_key() -> _Key:
    # The library is loaded with the first test, because it costs 8 MB.
    rsa = import_module("cryptography.hazmat.primitives.asymmetric.rsa")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return cast(_Key, key)


class ThrowAwayCertificate:
    """Implements ``CertificateSigner`` and ``CertificatePort`` for one another."""

    def sign(self, host: str, content: bytes, algorithm: str) -> bytes:
        """Return our own RSA signature with SHA-1 or SHA-256, whoever the host is."""
        return _key().sign(content, _padding(), _digest(algorithm))

    def verify(
        self,
        url: str,
        publisher: Publisher,
        signature: bytes,
        signed: bytes,
        now: datetime,
    ) -> None:
        """Pass what ``sign`` has signed. Raises SignatureRefused."""
        broken = import_module("cryptography.exceptions").InvalidSignature
        public = _key().public_key()
        try:
            public.verify(signature, signed, _padding(), _digest(publisher.digest))
        except broken:
            raise SignatureRefused("the signature does not fit the body") from None


def _padding() -> Any:
    name = "cryptography.hazmat.primitives.asymmetric.padding"
    return import_module(name).PKCS1v15()


def _digest(algorithm: str) -> Any:
    hashes = import_module("cryptography.hazmat.primitives.hashes")
    return {"sha1": hashes.SHA1, "sha256": hashes.SHA256}[algorithm]()
